// The text of a file that somebody wrote, before anything is made of it.
import type { Words } from '../fault.ts';

export interface TextFile {
  /** As places name it: see `Source`. */
  readonly file: string;
  readonly text: string;
}

export const fileSizeMax = 5_000_000;
/** Words, marks and spaces of YAML; a large group file has a fifth of them. */
export const tokensMax = 2_000_000;

export const tooLarge: Words = {
  code: 'file-too-large',
  message: `the file is larger than ${fileSizeMax / 1_000_000} MB or has more than ${tokensMax} tokens; expected it to be split`,
};
