// Whether an import with --force may write over a file.
import { existsSync, readFileSync } from 'node:fs';
import { isFileOf } from '../../desired/import/is-file-of.ts';

/** Whether that file may be written anew: it has this group in this target, and nothing else. */
export function isOwnFile(file: string, name: string, target: string): boolean {
  return existsSync(file) && isFileOf(readFileSync(file, 'utf8'), { name, target });
}
