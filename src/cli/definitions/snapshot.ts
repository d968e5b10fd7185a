// The flags of sluice snapshot.
import type { Command } from 'commander';
import type { SnapshotCommandOptions } from '../commands/snapshot.ts';
import { cloudCommand, examples, type Finish } from './base.ts';

export function defineSnapshot(program: Command, finish: Finish): void {
  cloudCommand(program, 'snapshot', 'save the live state, to plan from it without credentials')
    .option('--out <file>', 'write it to this file (default: print it)')
    .addHelpText('after', `\n${help}${examples(snapshotExamples)}`)
    .action(async (options: SnapshotCommandOptions) => {
      const { snapshotCommand } = await import('../commands/snapshot.ts');
      finish(await snapshotCommand(options));
    });
}

const help = `It has the rules of every group in the VPCs of the targets (schemas/snapshot.schema.json).
plan, drift, test, explain and graph take it with --live FILE, and say how old it is. A target that
is another account, region or VPC than the snapshot is refused (exit 4).
`;

const snapshotExamples = [
  'sluice snapshot --out live.json',
  'sluice snapshot --target prod | gzip > live.json.gz',
  'sluice plan --live live.json',
];
