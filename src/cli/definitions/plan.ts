// The flags of sluice plan.
import type { Command } from 'commander';
import type { PlanCommandOptions } from '../commands/plan.ts';
import { examples, liveOption, type Finish } from './base.ts';
import {
  guardsFromOption,
  limitedCommand,
  myAddressOption,
  onlyOption,
  pruneHelp,
} from './changing.ts';
import { reportedCommand } from './reports.ts';
import { parseReport } from '../reports/formats.ts';

export function definePlan(program: Command, finish: Finish): void {
  reportedCommand(limitedCommand(program, 'plan', 'show what would change, and write it to a file'))
    .option('--report <format=file>', 'also write this report; may be given again', parseReport)
    .addOption(liveOption())
    .option('--out <file>', 'save the plan, to be applied exactly as it is')
    .option('--json', 'short for --format json (schemas/plan.schema.json, plan-set.schema.json)')
    .option('--changed <ref>', 'only groups that mean something else than in this commit')
    .option('--detailed-exitcode', 'exit 2 when there are changes')
    .option('--diff', 'also show the change as a unified diff of YAML')
    .addOption(onlyOption())
    .option('--prune', pruneHelp)
    .addOption(guardsFromOption())
    .addOption(myAddressOption())
    .addHelpText('after', examples(planExamples))
    .action(async (options: PlanCommandOptions) => {
      const { planCommand } = await import('../commands/plan.ts');
      finish(await planCommand(options));
    });
}

const planExamples = [
  'sluice plan',
  'sluice plan --diff',
  'sluice plan --target canary',
  'sluice plan --out change.plan.json --detailed-exitcode',
  'sluice plan --format github --report markdown=comment.md --out change.plan.json',
  'sluice plan --emulator try.json',
  'sluice plan --guards-from origin/main',
  'sluice plan --changed origin/main',
];
