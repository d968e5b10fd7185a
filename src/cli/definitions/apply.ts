// The flags of sluice apply.
import type { Command } from 'commander';
import type { ApplyCommandOptions } from '../commands/apply.ts';
import { examples, type Finish } from './base.ts';
import { applyingCommand, onlyOption, pruneHelp } from './changing.ts';

export function defineApply(program: Command, finish: Finish): void {
  applyingCommand(program, 'apply', 'make it so: a saved plan exactly, or plan and ask')
    .argument('[plan]', 'a plan that `sluice plan --out` saved')
    .option('--approved <plan>', 'plan afresh, and execute only what this plan said too')
    .addOption(onlyOption())
    .option('--prune', pruneHelp)
    .addHelpText('after', examples(applyExamples))
    .action(async (file: string | undefined, options: ApplyCommandOptions) => {
      const { applyCommand } = await import('../commands/apply.ts');
      finish(await applyCommand(file, options));
    });
}

const applyExamples = [
  'sluice apply',
  'sluice apply change.plan.json --allow-hazards opens-to-internet',
  'sluice apply --approved change.plan.json',
  'sluice apply --auto-approve=narrows',
  'sluice apply --auto-approve --emulator try.json --allow-hazards first-apply',
  'sluice apply change.plan.json --json | jq \'select(.event == "failed")\'',
];
