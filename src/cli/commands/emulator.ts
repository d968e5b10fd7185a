// sluice emulator: the security-group part of the ECS API on a port of this machine, until stopped.
import path from 'node:path';
import { Emulator, type EmulatorRequest } from '../../emulator/emulator.ts';
import { serve } from '../../emulator/http/server.ts';
import { openStateFile } from '../../emulator/state-file.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { processSurroundings } from '../surroundings.ts';

export interface EmulatorCommandOptions {
  readonly port: number;
  readonly account: string;
  readonly state?: string;
}

/** Its own well-known key, which opens nothing else. */
const key = { id: 'emulator', secret: 'emulator' } as const;

export async function emulatorCommand(options: EmulatorCommandOptions): Promise<ExitCode> {
  const { out, err, folder } = processSurroundings({ wantsColour: false });
  const { port, account, state } = options;
  try {
    const opened = await open(
      account,
      state === undefined ? undefined : path.resolve(folder, state),
    );
    const server = await serve({
      call: (request) => opened.call(request),
      secretOf: (id) => (id === key.id ? key.secret : undefined),
      port,
    });
    out(`sluice emulator ready on ${server.url}, account ${account}, `);
    out(`access key ${key.id}, secret ${key.secret}\n`);
    await stopSignal();
    await server.close();
    await opened.close();
    return exitCodes.success;
  } catch (error) {
    err(`error: ${error instanceof Error ? error.message : String(error)}\n`);
    return exitCodes.error;
  }
}

async function open(account: string, file: string | undefined) {
  if (file !== undefined) return await openStateFile(file, { account });
  const emulator = new Emulator({ account });
  return {
    call: (request: EmulatorRequest) => emulator.call(request),
    close: () => Promise.resolve(),
  };
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => {
      resolve();
    });
    process.once('SIGINT', () => {
      resolve();
    });
  });
}
