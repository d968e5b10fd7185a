// One emulator in this process for all targets: its state is one file, which one process opens
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
  const shared: SharedEmulator = {
    open({ account, region }) {
      const key = { id: keyOf(account), secret: keyOf(account) };
      opened.emulator.loadKeys({ accounts: [{ id: account, accessKeys: [key] }] });
      const accessKeyId = keyOf(account);
      const transport = inProcessTransport(
        (request) => opened.call({ ...request, accessKeyId }),
        region,
      );
      return {
        ...counted(transport),
        isCloud: false,
        mayLag: false,
        other: (another) => Promise.resolve(shared.open(another)),
        close: () => Promise.resolve(),
      };
    },
    close: () => opened.close(),
  };
  return shared;
}

/** Nothing signs calls within a process: the key says only whose they are. */
function keyOf(account: string): string {
  return `emulator-${account}`;
}
