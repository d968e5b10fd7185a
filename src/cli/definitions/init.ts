// The flags of sluice init.
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { InitCommandOptions } from '../commands/init.ts';
import { pipelines } from '../init/pipeline-files.ts';
import { examples, quiet, type Finish } from './base.ts';

export function defineInit(program: Command, finish: Finish): void {
  quiet(program.command('init').description('write a workspace, an example and workflows here'))
    .option('--account <id>', 'the account', like(/^\d{12,20}$/, 'a number'), '1000000000000001')
    .option(
      '--region <region>',
      'the region',
      like(/^[a-z]{2,}(-[a-z0-9]+)+$/, 'a region'),
      'cn-hangzhou',
    )
    .option(
      '--vpc <id>',
      'the VPC',
      like(/^vpc-[A-Za-z0-9_-]+$/, 'vpc-…'),
      'vpc-bp1example00000000001',
    )
    .option('--owner <name>', 'whose groups these are', like(owner, 'a name'), 'edge-platform')
    .addOption(
      new Option('--ci <system>', 'whose workflows to write: plan, apply and drift')
        .choices(pipelines)
        .default('github'),
    )
    .addHelpText('after', examples(initExamples))
    .action(async (options: InitCommandOptions) => {
      const { initCommand } = await import('../commands/init.ts');
      finish(await initCommand(options));
    });
}

const owner = /^[A-Za-z][A-Za-z0-9._-]*$/;

/** What goes into the file without quotes, and means itself there. */
function like(pattern: RegExp, what: string): (text: string) => string {
  return (text) => {
    if (pattern.test(text)) return text;
    throw new InvalidArgumentError(`expected ${what}`);
  };
}

const initExamples = [
  'sluice init --account 1000000000000001 --region cn-hangzhou --vpc vpc-bp1example00000000001',
  'sluice init --ci gitlab',
  'sluice init --owner edge-platform && sluice plan --emulator try.json',
];
