// The flags of sluice fmt.
import type { Command } from 'commander';
import type { FmtCommandOptions } from '../commands/fmt.ts';
import { examples, quiet, type Finish } from './base.ts';

export function defineFmt(program: Command, finish: Finish): void {
  quiet(program.command('fmt').description('put the files of a workspace in one style'))
    .option('--workspace <file>', 'the workspace (default: the nearest sluice.yaml upwards)')
    .option('--check', 'write nothing; exit 2 where a file would change')
    .option('--diff', 'write nothing; show what would change')
    .option('--no-color', 'print without colour')
    .addHelpText('after', `\n${help}${examples(['sluice fmt', 'sluice fmt --check --diff'])}`)
    .action(async (options: FmtCommandOptions) => {
      const { fmtCommand } = await import('../commands/fmt.ts');
      finish(await fmtCommand(options));
    });
}

const help = `Comments stay. Keys go in the order of the schemas, unless a file has aliases; addresses, ports
and protocols in one spelling (2001:DB8::0/32 is 2001:db8::/32, "80-80" is 80). What the files say stays.
`;
