// The flags of sluice drift.
import { Option, type Command } from 'commander';
import type { DriftCommandOptions } from '../commands/drift.ts';
import { cloudCommand, examples, liveOption, type Finish } from './base.ts';

export function defineDrift(program: Command, finish: Finish): void {
  cloudCommand(program, 'drift', 'find what changed behind your back; exits 2 when something did')
    .addOption(liveOption())
    .addOption(
      new Option('--format <format>', 'how it is printed; markdown is the body of an issue')
        .choices(['text', 'json', 'markdown'])
        .default('text'),
    )
    .option('--json', 'the same as --format json (schemas/drift.schema.json)')
    .option('--repair', 'also save the plan that takes drift back, in the file of --out')
    .option('--out <file>', 'where --repair saves the plan')
    .addHelpText('after', `\n${help}${examples(driftExamples)}`)
    .action(async (options: DriftCommandOptions) => {
      const { driftCommand } = await import('../commands/drift.ts');
      finish(await driftCommand(options));
    });
}

const help = `Groups that are held or left out are shown and are no drift. What could not be read is an error, never
"no drift".

Exit codes of drift:
  0 no drift   1 a target could not be read   2 drift   3 invalid configuration or usage
`;

const driftExamples = [
  'sluice drift',
  'sluice drift --target prod --format markdown > issue.md',
  'sluice drift --json > drift.json',
  'sluice drift --repair --out drift.plan.json',
];
