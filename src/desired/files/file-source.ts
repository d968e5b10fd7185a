// Where files that people write are read from: the disk, or a commit.
import type { FileSystemAdapter } from 'tinyglobby';
import type { Words } from '../fault.ts';

/** `why` is a few words, such as the code of the system. */
export type Unlisted = (place: string, why: string) => void;

/** Places are whole paths, with the separators of this system. */
export interface FileSource {
  /** What a glob is matched in; tells of each folder that should be listed and cannot. */
  readonly folders: (unlisted: Unlisted) => FileSystemAdapter;
  /** In the order of the places: the text, or why there is none. */
  readonly readTexts: (places: readonly string[]) => Promise<readonly (string | Words)[]>;
  /** What findings call the file `name` of a folder. */
  readonly nameOf: (folder: string, name: string) => string;
}
