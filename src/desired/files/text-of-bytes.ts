// What a file holds → its text, where it is one.
import { isUtf8 } from 'node:buffer';
import type { Words } from '../fault.ts';

/** Without a byte order mark. */
export function textOfBytes(bytes: Buffer): string | Words {
  return isUtf8(bytes) ? bytes.toString('utf8').replace(/^\uFEFF/, '') : notText;
}

const notText: Words = {
  code: 'not-utf8',
  message: 'the file is not UTF-8 text; expected it to be saved as UTF-8',
};
