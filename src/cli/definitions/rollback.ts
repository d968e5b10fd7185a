// The flags of sluice rollback.
import type { Command } from 'commander';
import type { RollbackCommandOptions } from '../commands/rollback.ts';
import { examples, type Finish } from './base.ts';
import { applyingCommand } from './changing.ts';

export function defineRollback(program: Command, finish: Finish): void {
  applyingCommand(program, 'rollback', 'take back what an apply did, if nothing else changed it')
    .argument('[plan]', 'the plan that was applied (default: the last one in .sluice/)')
    .addHelpText('after', examples(rollbackExamples))
    .action(async (file: string | undefined, options: RollbackCommandOptions) => {
      const { rollbackCommand } = await import('../commands/rollback.ts');
      finish(await rollbackCommand(file, options));
    });
}

const rollbackExamples = [
  'sluice rollback',
  'sluice rollback --target prod',
  'sluice rollback change.plan.json --auto-approve --allow-hazards deletes-group',
];
