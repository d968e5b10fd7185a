// The flags of sluice show.
import type { Command } from 'commander';
import type { ShowCommandOptions } from '../commands/show.ts';
import { examples, quiet, type Finish } from './base.ts';
import { reportedCommand } from './reports.ts';

export function defineShow(program: Command, finish: Finish): void {
  reportedCommand(
    quiet(program.command('show').description('show saved plans, or the journal of an apply')),
  )
    .argument('<file>', 'what `plan --out` saved, or a journal.ndjson in .sluice/')
    .option('--workspace <file>', 'the workspace, from which paths in reports are told')
    .option('--no-color', 'print without colour')
    .addHelpText('after', `\n${showFormats}${examples(showExamples)}`)
    .action(async (file: string, options: ShowCommandOptions) => {
      const { showCommand } = await import('../commands/show.ts');
      finish(await showCommand(file, options));
    });
}

const showFormats = `Formats, for other programs:
  plans     schemas/plan.schema.json, schemas/plan-set.schema.json
  journals  schemas/event.schema.json, a line of JSON each
`;

const showExamples = [
  'sluice show change.plan.json',
  'sluice show change.plan.json --format markdown > comment.md',
  'sluice show change.plan.json --format sarif > sluice.sarif',
  'sluice show .sluice/20261126T105825Z_prod_6f1f7d6e/journal.ndjson',
];
