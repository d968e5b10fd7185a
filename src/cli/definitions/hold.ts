// The flags of sluice hold and unhold.
import type { Command } from 'commander';
import type { HoldCommandOptions } from '../commands/hold.ts';
import type { WorkspaceOptions } from '../workspace-options.ts';
import { cloudCommand, examples, type Finish } from './base.ts';

export function defineHold(program: Command, finish: Finish): void {
  cloudCommand(program, 'hold', 'have every plan leave a group alone until a time')
    .argument('<group>', 'our name for the group')
    .option('--until <time>', 'with its zone, such as 2027-03-31T08:00:00Z')
    .option('--for <duration>', 'from now on, such as 4h or 1d12h, instead of --until')
    .requiredOption('--reason <text>', 'shown wherever the group is left alone')
    .addHelpText('after', examples(holdExamples))
    .action(async (group: string, options: HoldCommandOptions) => {
      const { holdCommand } = await import('../commands/hold.ts');
      finish(await holdCommand(group, options));
    });
}

export function defineUnhold(program: Command, finish: Finish): void {
  cloudCommand(program, 'unhold', 'take a hold off a group')
    .argument('<group>', 'our name for the group')
    .addHelpText('after', examples(['sluice unhold web']))
    .action(async (group: string, options: WorkspaceOptions) => {
      const { unholdCommand } = await import('../commands/unhold.ts');
      finish(await unholdCommand(group, options));
    });
}

const holdExamples = [
  'sluice hold web --until 2027-03-31T08:00:00Z --reason "INC-42 console edit"',
  'sluice hold web --for 4h --reason "INC-42 console edit"',
];
