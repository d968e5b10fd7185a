// One emulator in this process for several targets: its state is one file, which one process opens
// once; each target's calls carry a key of the account that the target names.
import path from 'node:path';
import { inProcessTransport } from '../../cloud/in-process.ts';
import type { Target } from '../../model/target.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { counted, type OpenTarget } from '../open-target.ts';
import type { Surroundings } from '../surroundings.ts';

export interface SharedEmulator {
  /** Closing what this gives closes nothing: the others still need the emulator. */
  readonly open: (target: Target) => OpenTarget;
  readonly close: () => Promise<void>;
}

/** The exit code where the state cannot be used, which has then been said. */
export async function openSharedEmulator(
  targets: readonly Target[],
  state: string,
  { folder, err }: Surroundings,
): Promise<SharedEmulator | ExitCode> {
  const { openStateFile } = await import('../../emulator/state-file.ts');
  err(`This is not the cloud: an emulator in this process, with its state in ${state}.\n`);
  const accounts = [...new Set(targets.map(({ account }) => account))];
  const opened = await openStateFile(path.resolve(folder, state), {
    ...(accounts[0] === undefined ? {} : { account: accounts[0] }),
    anyVpc: false,
    vpcs: targets.map(({ vpc, region }) => ({ id: vpc, region })),
  }).catch((error: unknown) => {
    err(`${error instanceof Error ? error.message : String(error)}\n`);
  });
  if (opened === undefined) return exitCodes.error;
  opened.emulator.loadKeys({
    accounts: accounts.map((id) => ({ id, accessKeys: [{ id: keyOf(id), secret: keyOf(id) }] })),
  });
  return {
    open({ account, region }) {
      const accessKeyId = keyOf(account);
      const transport = inProcessTransport(
        (request) => opened.call({ ...request, accessKeyId }),
        region,
      );
      return {
        ...counted(transport),
        isCloud: false,
        mayLag: false,
        close: () => Promise.resolve(),
      };
    },
    close: () => opened.close(),
  };
}

/** Nothing signs calls within a process: the key says only whose they are. */
function keyOf(account: string): string {
  return `emulator-${account}`;
}
