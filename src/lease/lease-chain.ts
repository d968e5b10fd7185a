// Versions of a lease as files, of which each is followed by at most one.
//
// A file can be made so that only one of many who try succeeds (link(2)), but not replaced or taken
// away so: of two who find a lease that has ended, the slower one would take away the lease of the
// faster. So nobody touches the lock file before having the right to. The version that follows a
// version is made beside it, under a name that says what it follows: whoever makes that file is the
// only one to follow. It counts only if the version that it follows is still there afterwards, since
// names are never used again. Taking over, renewing and giving back are all this one act, and only
// then is the lock file replaced or removed, which merely tidies up: the lease is the last version of
// the chain that starts at the lock file, whether or not somebody was killed before tidying.
//
// What must hold: nobody who has made a version stops for longer than the lease between that and
// tidying, and then goes on; and the file system has link(2), which NFS has and some others have not.
import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { formatFileRecord, parseFileRecord, type FileRecord } from './file-record.ts';

export interface Version {
  /** The file that it is in. */
  readonly file: string;
  readonly record: FileRecord;
}

export type Chain =
  | { readonly kind: 'read'; readonly versions: readonly Version[] }
  /** This file is no lease of ours, and nothing may be concluded from it. */
  | { readonly kind: 'strange'; readonly file: string };

const bytesMax = 4096;
const versionsMax = 1000;

/** From the lock file on; no versions where there is no lock file. */
export async function readChain(lockFile: string): Promise<Chain> {
  const versions: Version[] = [];
  for (let file = lockFile; versions.length < versionsMax;) {
    const text = await readSmallFile(file);
    if (text === undefined) return { kind: 'read', versions };
    const record = parseFileRecord(text);
    if (record === undefined) return { kind: 'strange', file };
    versions.push({ file, record });
    file = fileAfter(lockFile, record);
  }
  return { kind: 'strange', file: lockFile };
}

/** The versions up to and with the new one, which is then the last; undefined where it came too late. */
export async function follow(
  lockFile: string,
  versions: readonly Version[],
  record: FileRecord,
): Promise<readonly Version[] | undefined> {
  const last = versions.at(-1);
  const file = last === undefined ? lockFile : fileAfter(lockFile, last.record);
  const isMade = await makeFile(file, formatFileRecord(record));
  const now = await readChain(lockFile);
  const end = now.kind === 'read' ? now.versions.at(-1) : undefined;
  // A network may lose the answer to a link(2), so what can be read decides.
  if (end?.record.token === record.token && end.record.turn === record.turn) {
    return now.kind === 'read' ? now.versions : undefined;
  }
  if (isMade && file !== lockFile) await rm(file, { force: true });
  return undefined;
}

/** Makes the last version the only one. */
export async function keepLast(lockFile: string, versions: readonly Version[]): Promise<void> {
  const [, ...later] = versions;
  const last = later.pop();
  if (last === undefined) return;
  await rename(last.file, lockFile);
  for (const { file } of later) await rm(file, { force: true });
}

/** The lock file goes first: what it does not lead to means nothing. */
export async function removeAll(versions: readonly Version[]): Promise<void> {
  for (const { file } of versions) await rm(file, { force: true });
}

function fileAfter(lockFile: string, { token, turn }: FileRecord): string {
  return `${lockFile}.after-${token}-${turn}`;
}

/** Whole or not at all, also for those who read at the same moment; false where there is one. */
async function makeFile(file: string, text: string): Promise<boolean> {
  const draft = `${file}.${randomUUID()}`;
  try {
    await writeFile(draft, text, { flag: 'wx', flush: true });
    await link(draft, file);
    return true;
  } catch (error) {
    if (isFileFault(error) && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** A text that is no lease for what is too long or no plain file; undefined where there is none. */
async function readSmallFile(file: string): Promise<string | undefined> {
  try {
    const found = await stat(file);
    return found.isFile() && found.size <= bytesMax ? await readFile(file, 'utf8') : '';
  } catch (error) {
    if (isFileFault(error) && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The file system's no, and not a bug. */
export function isFileFault(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && 'syscall' in error;
}
