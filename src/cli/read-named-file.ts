// The text of a file that was named on the command line, or why there is none.
import { readFile } from 'node:fs/promises';
import path from 'node:path';

export type NamedFile =
  | { readonly ok: true; readonly value: string }
  /** Such as `there is no such file`. */
  | { readonly ok: false; readonly why: string; readonly isAbsent: boolean };

export async function readNamedFile(file: string, folder: string): Promise<NamedFile> {
  try {
    return { ok: true, value: await readFile(path.resolve(folder, file), 'utf8') };
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    const why = words[code] ?? `it cannot be read (${code})`;
    return { ok: false, why, isAbsent: code === 'ENOENT' };
  }
}

const words: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'it cannot be read (permission denied)',
};
