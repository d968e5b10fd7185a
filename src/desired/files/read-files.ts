// Every reading of files that people write: the workspace and its groups.
import { isUtf8 } from 'node:buffer';
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { glob } from 'tinyglobby';
import { fault, type Report, type Words } from '../fault.ts';
import { fileSizeMax, tooLarge, type TextFile } from './text-file.ts';

export interface FilePlace {
  readonly folder: string;
  /** Relative to the folder, with forward slashes. */
  readonly file: string;
}

export interface GroupFilePlaces {
  readonly folder: string;
  readonly glob: string;
  /** The workspace file, which a wide glob may match too. */
  readonly except: string;
}

export interface GroupFiles {
  readonly files: readonly TextFile[];
  /** False where a file could not be read, so that groups may be missing. */
  readonly complete: boolean;
}

export function fileExists(file: string): boolean {
  return existsSync(file);
}

/** In the order of their names; those that cannot be read are reported. */
export async function readGroupFiles(
  { folder, glob: pattern, except }: GroupFilePlaces,
  report: Report,
): Promise<GroupFiles> {
  const options = { cwd: folder, onlyFiles: true, expandDirectories: false };
  const names = (await glob(pattern, options)).filter((file) => file !== except).toSorted();
  const files: TextFile[] = [];
  for (const file of names) {
    const text = await readTextFile({ folder, file }, report);
    if (text !== undefined) files.push(text);
  }
  return { files, complete: files.length === names.length };
}

/** Undefined where it cannot be read, which has then been reported. */
export async function readTextFile(
  { folder, file }: FilePlace,
  report: Report,
): Promise<TextFile | undefined> {
  const read = await readText(path.join(folder, file));
  if (typeof read === 'string') return { file, text: read };
  report(fault({ file, line: 1, column: 1 }, read));
  return undefined;
}

async function readText(file: string): Promise<string | Words> {
  const size = await stat(file).then((found) => found.size, unreadable);
  if (typeof size !== 'number') return size;
  if (size > fileSizeMax) return tooLarge;
  const bytes = await readFile(file).catch(unreadable);
  if (!Buffer.isBuffer(bytes)) return bytes;
  return isUtf8(bytes) ? bytes.toString('utf8').replace(/^\uFEFF/, '') : notText;
}

function unreadable(error: unknown): Words {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
  const why = code === 'ENOENT' ? 'there is no such file' : `the file cannot be read (${code})`;
  return { code: 'unreadable-file', message: `${why}; expected a readable YAML file` };
}

const notText: Words = {
  code: 'not-utf8',
  message: 'the file is not UTF-8 text; expected it to be saved as UTF-8',
};
