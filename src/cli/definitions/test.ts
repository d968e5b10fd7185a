// The flags of sluice test.
import { Option, type Command } from 'commander';
import type { TestCommandOptions } from '../commands/test.ts';
import { cloudCommand, examples, liveOption, type Finish } from './base.ts';
import { guardsFromOption } from './changing.ts';

export function defineTest(program: Command, finish: Finish): void {
  cloudCommand(program, 'test', 'check which traffic passes against what must, and must not')
    .addOption(liveOption())
    .addOption(
      new Option(
        '--state <state>',
        'where to look (default: desired; all with --emulator)',
      ).choices(['desired', 'live', 'planned', 'all']),
    )
    .addOption(
      new Option('--format <format>', 'how to tell it (json: schemas/test-results.schema.json)')
        .choices(['text', 'json', 'junit'])
        .default('text'),
    )
    .option('--fail-on-unknown', 'exit 4 also where nobody can tell, and not only where it fails')
    .addOption(guardsFromOption())
    .addHelpText('after', `\n${testStates}${examples(testExamples)}`)
    .action(async (options: TestCommandOptions) => {
      const { testCommand } = await import('../commands/test.ts');
      finish(await testCommand(options));
    });
}

const testStates = `States:
  desired  what is written; reads no cloud
  live     what there is
  planned  every state on the way of a plan, and its end
`;

const testExamples = [
  'sluice test',
  'sluice test --state live --target prod',
  'sluice test --state planned --fail-on-unknown',
  'sluice test --state all --format junit > tests.xml',
  'sluice test --emulator try.json',
  'sluice test --guards-from origin/main',
];
