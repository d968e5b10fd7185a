// Every reading of files that people write: the workspace and its groups.
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { glob } from 'tinyglobby';
import type { Source } from '../../model/source.ts';
import { fault, type Report, type Words } from '../fault.ts';
import type { FileSource } from './file-source.ts';
import type { TextFile } from './text-file.ts';

export interface FilePlace {
  readonly files: FileSource;
  readonly folder: string;
  /** Relative to the folder, with forward slashes. */
  readonly file: string;
}

export interface GroupFilePlaces {
  readonly files: FileSource;
  readonly folder: string;
  readonly glob: string;
  /** Where the glob is written. */
  readonly source: Source;
  /** The workspace file, which a wide glob may match too. */
  readonly except: string;
  /** Files to be read whether or not the glob matches them. */
  readonly also: readonly string[] | undefined;
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
  { files, folder, glob: pattern, except, also = [], source }: GroupFilePlaces,
  report: Report,
): Promise<GroupFiles> {
  const { names, unlisted } = await namesMatching(pattern, { files, folder });
  for (const words of unlisted) report(fault(source, words));
  const wanted = [...new Set([...names, ...also])].filter((file) => file !== except).toSorted();
  const texts = await readTextFiles(wanted, { files, folder }, report);
  return { files: texts, complete: unlisted.length === 0 && texts.length === wanted.length };
}

/** Those that are there; a folder that cannot be listed has none here. */
export async function filesMatching(
  pattern: string,
  place: Pick<GroupFilePlaces, 'files' | 'folder'>,
): Promise<readonly string[]> {
  return (await namesMatching(pattern, place)).names;
}

async function namesMatching(
  pattern: string,
  { files, folder }: Pick<GroupFilePlaces, 'files' | 'folder'>,
): Promise<{ readonly names: readonly string[]; readonly unlisted: readonly Words[] }> {
  const unlisted = new Map<string, Words>();
  const folders = files.folders((place, why) => {
    const name = path.relative(folder, place).split(path.sep).join('/');
    unlisted.set(name, unlistable(name, why, pattern));
  });
  const options = { cwd: folder, onlyFiles: true, expandDirectories: false, fs: folders };
  const names = (await glob(pattern, options)).toSorted();
  const inOrder = [...unlisted].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return { names, unlisted: inOrder.map(([, words]) => words) };
}

function unlistable(name: string, why: string, pattern: string): Words {
  const what = name === '' ? 'the folder of this file' : `the folder ${name}`;
  const message = `${what} cannot be listed (${why}); expected every folder that "${pattern}" may match in to be readable`;
  return { code: 'unreadable-folder', message };
}

/** Undefined where it cannot be read, which has then been reported. */
export async function readTextFile(
  { file, ...place }: FilePlace,
  report: Report,
): Promise<TextFile | undefined> {
  const [text] = await readTextFiles([file], place, report);
  return text;
}

async function readTextFiles(
  names: readonly string[],
  { files, folder }: Omit<FilePlace, 'file'>,
  report: Report,
): Promise<readonly TextFile[]> {
  const texts = await files.readTexts(names.map((name) => path.join(folder, name)));
  return names.flatMap((name, index) => {
    const [file, read] = [files.nameOf(folder, name), texts[index]];
    if (typeof read === 'string') return { file, text: read };
    if (read !== undefined) report(fault({ file, line: 1, column: 1 }, read));
    return [];
  });
}
