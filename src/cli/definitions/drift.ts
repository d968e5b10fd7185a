// The flags of sluice drift.
import type { Command } from 'commander';
import type { DriftCommandOptions } from '../commands/drift.ts';
import { cloudCommand, examples, liveOption, type Finish } from './base.ts';

export function defineDrift(program: Command, finish: Finish): void {
  cloudCommand(program, 'drift', 'find what changed behind your back; exits 2 when something did')
    .addOption(liveOption())
    .option('--json', 'print it as JSON: the plan that would repair it')
    .addHelpText('after', examples(['sluice drift', 'sluice drift --json > drift.json']))
    .action(async (options: DriftCommandOptions) => {
      const { driftCommand } = await import('../commands/drift.ts');
      finish(await driftCommand(options));
    });
}
