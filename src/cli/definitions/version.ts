// The command sluice version, beside --version.
import type { Command } from 'commander';
import { toolVersion } from '../../api/tool-version.ts';
import { exitCodes } from '../exit-codes.ts';
import { processSurroundings } from '../surroundings.ts';
import { examples, quiet, type Finish } from './base.ts';

export function defineVersion(program: Command, finish: Finish): void {
  quiet(program.command('version').description('print which sluice this is'))
    .addHelpText('after', examples(['sluice version']))
    .action(() => {
      processSurroundings({ wantsColour: false }).out(`${toolVersion()}\n`);
      finish(exitCodes.success);
    });
}
