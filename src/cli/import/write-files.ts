// Writes new files; one that is there is written over only where somebody said so.
import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';

export interface NewFile {
  /** The whole path. */
  readonly file: string;
  readonly text: string;
}

/** Why it was not written, in a few words; undefined where it was. */
export async function writeNewFile(
  { file, text }: NewFile,
  { force }: { readonly force: boolean },
): Promise<string | undefined> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
    if (force) await writeFileAtomic(file, text);
    else await writeWhereNothingIs(file, text);
    return undefined;
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    return code === 'EEXIST' ? 'there is such a file already' : `it cannot be written (${code})`;
  }
}

/** Nobody can make the file between a look and the write. */
async function writeWhereNothingIs(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(text);
  } finally {
    await handle.close();
  }
}
