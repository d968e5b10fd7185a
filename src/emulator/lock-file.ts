// A lock on a path: a file beside it that holds the number of the process that has it.
//
// The lock file is written elsewhere and linked into its place, which fails when there is one
// already and never shows a file that is half written. A lock whose process is gone is moved away
// first, and then everybody tries again; moving is looked at once more, because between looking and
// moving somebody else may have done the same and taken the lock.

import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';

export class StateFileLocked extends Error {
  readonly path: string;
  readonly pid: number | undefined;

  constructor(path: string, pid: number | undefined) {
    const holder = pid === undefined ? 'a process that cannot be told' : `process ${pid}`;
    super(
      `${path} is in use by ${holder}; wait for it or stop it, or remove ${lockPath(path)} if nothing uses the file`,
    );
    this.name = 'StateFileLocked';
    this.path = path;
    this.pid = pid;
  }
}

export interface Lock {
  release(): Promise<void>;
}

const attemptsMax = 20;

export async function acquireLock(path: string): Promise<Lock> {
  for (let attempt = 1; attempt <= attemptsMax; attempt++) {
    if (await place(path)) return { release: () => release(path) };
    const holder = await readHolder(lockPath(path));
    if (holder === 'none') continue;
    if (holder === undefined || isAlive(holder)) throw new StateFileLocked(path, holder);
    await removeStale(path, holder);
  }
  throw new StateFileLocked(path, undefined);
}

function lockPath(path: string): string {
  return `${path}.lock`;
}

async function place(path: string): Promise<boolean> {
  const draft = `${lockPath(path)}.${randomUUID()}`;
  await writeFile(draft, `${process.pid}\n`, { flag: 'wx' });
  try {
    await link(draft, lockPath(path));
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Of two that find the same stale lock, one moves it away; the other may move a fresh one, and puts it back. */
async function removeStale(path: string, stale: number): Promise<void> {
  const aside = `${lockPath(path)}.${randomUUID()}`;
  try {
    await rename(lockPath(path), aside);
    if ((await readHolder(aside)) !== stale) await link(aside, lockPath(path));
  } catch (error) {
    if (!isCode(error, 'ENOENT') && !isCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

async function release(path: string): Promise<void> {
  if ((await readHolder(lockPath(path))) === process.pid) await rm(lockPath(path), { force: true });
}

/** Undefined for a lock that holds no number. */
async function readHolder(file: string): Promise<number | 'none' | undefined> {
  try {
    const text = await readFile(file, 'utf8');
    return /^\d+\n$/.test(text) ? Number(text) : undefined;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return 'none';
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !isCode(error, 'ESRCH');
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
