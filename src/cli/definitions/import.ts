// The flags of sluice import.
import type { Command } from 'commander';
import type { ImportCommandOptions } from '../commands/import.ts';
import { cloudCommand, collectList, examples, type Finish } from './base.ts';

export function defineImport(program: Command, finish: Finish): void {
  cloudCommand(
    program,
    'import',
    'write group files from live groups, and prove that they change no rule',
  )
    .option('--id <globs>', 'only groups with ids like sg-A,sg-B*; may be given again', collectList)
    .option('--name <globs>', 'only groups whose name in the cloud is like A,B*', collectList)
    .option('--tag <tags>', 'only groups with tags like team=edge,env=*', collectList)
    .option('--out <folder>', "where to write (default: the folder of the workspace's groups)")
    .option('--observe', 'write them with mode: observe, those of cloud services too')
    .option('--force', 'write over the files of the same groups')
    .option('--rule-ids', 'a comment above each rule with the ids of the live rules')
    .option('--networks', 'put addresses that rules share into networks of the workspace')
    .option('--no-fold', 'write each rule by itself, and not several as one with lists')
    .addHelpText('after', `\n${help}${examples(importExamples)}`)
    .action(async (options: ImportCommandOptions) => {
      const { importCommand } = await import('../commands/import.ts');
      finish(await importCommand(options));
    });
}

const help = `Without filters it takes every group of the VPC that no file has yet. Groups of cloud services,
and of other owners, are named and left out; with --observe, which writes groups that are only looked
at and never changed, those of cloud services are written too. What no file can say is named by group and rule, and its
direction stays unwritten, so that no plan changes it. --target chooses among VPCs.

With --networks, blocks that stand together in several rules, and a block in three groups or more,
become a network, named by what the descriptions of those rules share, or network-1. Networks that
the workspace has are used; a block such as 0.0.0.0/0 goes into none.

Exit codes of import:
  0 written and proved   1 a group that was meant is not in the files, or they change a rule
  3 a filter matches nothing   4 a file is there already
`;

const importExamples = [
  'sluice import',
  'sluice import --name "web-*" --tag team=edge',
  'sluice import --networks',
  'sluice import --observe --name "ack-*"',
  'sluice import --id sg-bp1example0000000001 --out groups/edge --rule-ids',
];
