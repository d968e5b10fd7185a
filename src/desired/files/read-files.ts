// Every reading of files that people write: the workspace and its groups.
import { isUtf8 } from 'node:buffer';
import fs, { existsSync, statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { glob, type FileSystemAdapter } from 'tinyglobby';
import type { Source } from '../../model/source.ts';
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
  /** Where the glob is written. */
  readonly source: Source;
  /** The workspace file, which a wide glob may match too. */
  readonly except: string;
}

export interface GroupFiles {
  readonly files: readonly TextFile[];
  /** False where a file or a folder could not be read, so that groups may be missing. */
  readonly complete: boolean;
}

export function fileExists(file: string): boolean {
  return existsSync(file);
}

export function isFolder(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** In the order of their names; those that cannot be read are reported. */
export async function readGroupFiles(
  { folder, glob: pattern, except, source }: GroupFilePlaces,
  report: Report,
): Promise<GroupFiles> {
  const { names, unlisted } = await namesMatching(pattern, folder);
  for (const words of unlisted) report(fault(source, words));
  const wanted = names.filter((file) => file !== except);
  const files: TextFile[] = [];
  for (const file of wanted) {
    const text = await readTextFile({ folder, file }, report);
    if (text !== undefined) files.push(text);
  }
  return { files, complete: unlisted.length === 0 && files.length === wanted.length };
}

/** The library goes past folders that it cannot list and links that lead nowhere; we do not. */
async function namesMatching(
  pattern: string,
  folder: string,
): Promise<{ readonly names: readonly string[]; readonly unlisted: readonly Words[] }> {
  const unlisted = new Map<string, Words>();
  const watched = watchedFiles((place, error) => {
    const name = path.relative(folder, place).split(path.sep).join('/');
    const words = unlistable(name, error, pattern);
    if (words !== undefined) unlisted.set(name, words);
  });
  const options = { cwd: folder, onlyFiles: true, expandDirectories: false, fs: watched };
  const names = (await glob(pattern, options)).toSorted();
  const inOrder = [...unlisted].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return { names, unlisted: inOrder.map(([, words]) => words) };
}

type Failed = (place: string, error: NodeJS.ErrnoException) => void;

/** Files as the library reads them; a link that leads nowhere counts as a file, which then is read. */
function watchedFiles(failed: Failed): FileSystemAdapter {
  const readdir: ReadFolder = (place, options, then) => {
    fs.readdir(place, options, (error, entries) => {
      if (error !== null) failed(place, error);
      then(error, entries);
    });
  };
  const realpath: ReadLink = (place, then) => {
    fs.realpath(place, (error, resolved) => {
      then(null, error === null ? resolved : place);
    });
  };
  const stat: ReadStats = (place, then) => {
    fs.stat(place, (error, stats) => {
      if (error === null) then(null, stats);
      else fs.lstat(place, then);
    });
  };
  return { readdir, realpath, stat } as FileSystemAdapter;
}

type Then<Value> = (error: NodeJS.ErrnoException | null, value: Value) => void;
type ReadFolder = (
  place: string,
  options: { withFileTypes: true },
  then: Then<fs.Dirent[]>,
) => void;
type ReadLink = (place: string, then: Then<string>) => void;
type ReadStats = (place: string, then: Then<fs.Stats>) => void;

/** A folder that is not there, or is a file, has no groups in it: that is known. */
function unlistable(
  name: string,
  { code = 'unknown reason' }: NodeJS.ErrnoException,
  pattern: string,
) {
  if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
  const what = name === '' ? 'the folder of this file' : `the folder ${name}`;
  const message = `${what} cannot be listed (${code}); expected every folder that "${pattern}" may match in to be readable`;
  return { code: 'unreadable-folder', message };
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
