// Leases in a file, for those who apply on one machine or can see one disk.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { follow, isFileFault, keepLast, readChain, removeAll } from './lease-chain.ts';
import type { FileRecord } from './file-record.ts';
import {
  isOver,
  type Held,
  type LeaseRecord,
  type LeaseStore,
  type NotAcquired,
  type Release,
  type Renewal,
  type Taken,
  type Unreadable,
} from './lease.ts';

/** How long giving back may take. */
const givingBackMs = 60_000;
/** Each failed try means that somebody else did something meanwhile. */
const triesMax = 100;

export function fileStore(lockFile: string, { now }: { readonly now: () => number }): LeaseStore {
  const give = (lease: LeaseRecord) => giveBack(lockFile, lease, now);
  const stays = (): Release => 'stays';
  return {
    take: async (wanted) => {
      const answer = await withoutFaults<Taken | NotAcquired>(
        (why) => unreadable(lockFile, why),
        () => take(lockFile, wanted, now),
      );
      // After a fault nobody knows whether it was written.
      if (answer.kind === 'unreadable') await withoutFaults<Release>(stays, () => give(wanted));
      return answer;
    },

    extend: (current, until) =>
      withoutFaults<Renewal>(
        () => 'unreachable',
        () => extend(lockFile, current, until),
      ),

    giveBack: (current) => withoutFaults<Release>(stays, () => give(current)),
  };
}

async function take(
  lockFile: string,
  wanted: LeaseRecord,
  now: () => number,
): Promise<Taken | NotAcquired> {
  await mkdir(path.dirname(lockFile), { recursive: true });
  for (let tries = 0; tries < triesMax; tries++) {
    const chain = await readChain(lockFile);
    if (chain.kind === 'strange') return strange(lockFile, chain.file);
    const last = chain.versions.at(-1)?.record;
    if (last !== undefined && !isOver(last, now())) return held(lockFile, last);
    const versions = await follow(lockFile, chain.versions, { ...wanted, turn: 0 });
    if (versions === undefined) continue;
    await tidied(keepLast(lockFile, versions));
    return { kind: 'taken' };
  }
  return unreadable(lockFile, 'it changes too often');
}

async function extend(lockFile: string, { token }: LeaseRecord, until: number): Promise<Renewal> {
  for (let tries = 0; tries < triesMax; tries++) {
    const chain = await readChain(lockFile);
    const last = chain.kind === 'read' ? chain.versions.at(-1)?.record : undefined;
    if (chain.kind === 'strange' || last?.token !== token) return 'lost';
    const record = { ...last, until, turn: last.turn + 1 };
    const versions = await follow(lockFile, chain.versions, record);
    if (versions === undefined) continue;
    await tidied(keepLast(lockFile, versions));
    return 'renewed';
  }
  return 'unreachable';
}

async function giveBack(
  lockFile: string,
  { token }: LeaseRecord,
  now: () => number,
): Promise<Release> {
  const chain = await readChain(lockFile);
  const last = chain.kind === 'read' ? chain.versions.at(-1)?.record : undefined;
  if (chain.kind === 'strange' || last?.token !== token) return 'released';
  // Nobody may follow while the files go.
  const until = Math.max(last.until, now() + givingBackMs);
  const record = { ...last, until, turn: last.turn + 1 };
  const versions = await follow(lockFile, chain.versions, record);
  if (versions !== undefined) await removeAll(versions);
  return 'released';
}

async function withoutFaults<Result>(
  answer: (why: string) => Result,
  act: () => Promise<Result>,
): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (!isFileFault(error)) throw error;
    return answer(error.message);
  }
}

/** What cannot be tidied up is as right as it was. */
async function tidied(tidying: Promise<void>): Promise<void> {
  await tidying.catch((error: unknown) => {
    if (!isFileFault(error)) throw error;
  });
}

function held(lockFile: string, { owner, since, until }: FileRecord): Held {
  const unlock = removal(lockFile);
  return { kind: 'held', owner, since, until, where: `the file ${lockFile}`, unlock };
}

function strange(lockFile: string, file: string): Unreadable {
  const where = `the file ${lockFile}`;
  return { kind: 'unreadable', where, why: `${file} holds no lease`, unlock: removal(file) };
}

function unreadable(lockFile: string, why: string): Unreadable {
  return { kind: 'unreadable', where: `the file ${lockFile}`, why, unlock: undefined };
}

function removal(file: string): string {
  return `rm ${/^[\w./:@+=-]+$/.test(file) ? file : `'${file.replaceAll("'", `'\\''`)}'`}`;
}
