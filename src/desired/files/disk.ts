// Files as they are on the disk.
import fs from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { FileSystemAdapter } from 'tinyglobby';
import type { Words } from '../fault.ts';
import type { FileSource, Unlisted } from './file-source.ts';
import { textOfBytes } from './text-of-bytes.ts';
import { fileSizeMax, tooLarge } from './text-file.ts';

export const disk: FileSource = {
  folders: watchedFiles,
  readTexts: async (places) => {
    const texts: (string | Words)[] = [];
    for (const place of places) texts.push(await readText(place));
    return texts;
  },
  nameOf: (_, name) => name,
};

/**
 * The library goes past folders that it cannot list and links that lead nowhere; we do not. A link
 * that leads nowhere counts as a file, which then is read.
 */
function watchedFiles(unlisted: Unlisted): FileSystemAdapter {
  const readdir: ReadFolder = (place, options, then) => {
    fs.readdir(place, options, (error, entries) => {
      const code = error?.code ?? 'unknown reason';
      if (error !== null && !isNoFolder(code)) unlisted(place, code);
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

/** A folder that is not there, or is a file, has no groups in it: that is known. */
function isNoFolder(code: string): boolean {
  return code === 'ENOENT' || code === 'ENOTDIR';
}

type Then<Value> = (error: NodeJS.ErrnoException | null, value: Value) => void;
type ReadFolder = (
  place: string,
  options: { withFileTypes: true },
  then: Then<fs.Dirent[]>,
) => void;
type ReadLink = (place: string, then: Then<string>) => void;
type ReadStats = (place: string, then: Then<fs.Stats>) => void;

async function readText(place: string): Promise<string | Words> {
  const size = await stat(place).then((found) => found.size, unreadable);
  if (typeof size !== 'number') return size;
  if (size > fileSizeMax) return tooLarge;
  const bytes = await readFile(place).catch(unreadable);
  return Buffer.isBuffer(bytes) ? textOfBytes(bytes) : bytes;
}

function unreadable(error: unknown): Words {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
  const why = code === 'ENOENT' ? 'there is no such file' : `the file cannot be read (${code})`;
  return { code: 'unreadable-file', message: `${why}; expected a readable YAML file` };
}
