// An emulator whose state is a file. A call that changes something is on disk before its reply is
// given, and the file is at every moment either the old state or the new one.

import { readFile } from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';
import { Emulator } from './emulator.ts';
import { acquireLock } from './lock-file.ts';
import { saver } from './saver.ts';
import type { CallTerms, EmulatorOptions, EmulatorRequest } from './emulator.ts';
import type { EmulatorReply } from './reply.ts';
import type { EmulatorSnapshot } from './snapshot.ts';

export interface StateFile {
  readonly emulator: Emulator;
  /** Whether there was no file yet. */
  readonly isNew: boolean;
  call(request: EmulatorRequest, terms?: CallTerms): Promise<EmulatorReply>;
  /** Saves what was put into the emulator otherwise than by a call. */
  save(): Promise<void>;
  /** Saves what is not saved yet and gives the lock back. */
  close(): Promise<void>;
}

export class StateFileBroken extends Error {
  constructor(path: string, reason: string) {
    super(`${path} is not a state file of the emulator (${reason}); move it away to start afresh`);
    this.name = 'StateFileBroken';
  }
}

/** A file that is not there is an empty state, written with the first change. */
export async function openStateFile(
  path: string,
  options: EmulatorOptions = {},
): Promise<StateFile> {
  const lock = await acquireLock(path);
  try {
    const snapshot = await readSnapshot(path);
    const emulator = snapshot ? Emulator.restore(snapshot, options) : new Emulator(options);
    const save = saver(() => writeFileAtomic(path, `${JSON.stringify(emulator.snapshot())}\n`));
    emulator.onMutation(save.mark);
    let closed = false;
    return {
      emulator,
      isNew: snapshot === undefined,
      save: () => save.settled(),
      async call(request, terms) {
        if (closed) throw new Error(`${path} is closed`);
        const reply = emulator.call(request, terms);
        await save.settled();
        return reply;
      },
      async close() {
        closed = true;
        await save.settled().finally(() => lock.release());
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function readSnapshot(path: string): Promise<EmulatorSnapshot | undefined> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? undefined : parseSnapshot(text, path);
}

function parseSnapshot(text: string, path: string): EmulatorSnapshot {
  let snapshot: unknown;
  try {
    snapshot = JSON.parse(text);
  } catch {
    throw new StateFileBroken(path, 'it is not JSON');
  }
  if (isSnapshot(snapshot)) return snapshot;
  throw new StateFileBroken(path, 'it is not of format 1');
}

/** The file is ours alone, so that its outline is enough. */
function isSnapshot(value: unknown): value is EmulatorSnapshot {
  if (typeof value !== 'object' || value === null) return false;
  const { format, groups, tokens, vpcs } = value as Partial<EmulatorSnapshot>;
  return format === 1 && [groups, tokens, vpcs].every((list) => Array.isArray(list));
}
