// Files as they are in a commit.
import path from 'node:path';
import type { FileSystemAdapter } from 'tinyglobby';
import { assert } from '../../model/assert.ts';
import type { Words } from '../fault.ts';
import type { FileSource, Unlisted } from '../files/file-source.ts';
import { textOfBytes } from '../files/text-of-bytes.ts';
import { fileSizeMax, tooLarge } from '../files/text-file.ts';
import type { Commit } from './find-commit.ts';
import { git } from './git.ts';

export interface CommitFiles extends FileSource {
  /** Whether there is a file of this path, from the root of the repository with forward slashes. */
  readonly has: (file: string) => boolean;
}

interface Entry {
  /** Links and submodules are not followed: they may lead out of the commit. */
  readonly kind: 'file' | 'elsewhere';
  readonly id: string;
}

/** Why they cannot be read, in a line, where the repository is broken or not all there. */
export async function filesOf(commit: Commit): Promise<CommitFiles | string> {
  const { root, ref, id } = commit;
  const listed = await git(root, ['ls-tree', '-r', '-z', '--full-tree', id]);
  if (!listed.ok) return listed.said ?? 'there is no program named git';
  const entries = entriesOf(listed.out.toString('utf8'));
  const nameOf = (place: string) => path.relative(root, place).split(path.sep).join('/');
  return {
    has: (file) => entries.has(file),
    folders: (unlisted) => foldersOf(entries, { nameOf, unlisted }),
    readTexts: (places) =>
      readTexts(
        places.map((place) => entries.get(nameOf(place))),
        commit,
      ),
    nameOf: (folder, name) => `${ref}:${nameOf(path.join(folder, name))}`,
  };
}

/** Lines of `git ls-tree -z`, by the paths of the files. */
function entriesOf(listing: string): ReadonlyMap<string, Entry> {
  const lines = listing.split('\0').filter((line) => line !== '');
  return new Map(
    lines.map((line) => {
      const [, mode, type, id = '', file = ''] =
        /^(\d+) (\w+) ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
      const kind = type === 'blob' && mode !== '120000' ? 'file' : 'elsewhere';
      return [file, { kind, id }] as const;
    }),
  );
}

/** The library matches globs in it as it does on the disk. */
function foldersOf(
  entries: ReadonlyMap<string, Entry>,
  { nameOf, unlisted }: { readonly nameOf: (place: string) => string; readonly unlisted: Unlisted },
): FileSystemAdapter {
  const folders = new Map<string, Map<string, FolderEntry>>([['', new Map()]]);
  const put = (file: string, kinds: readonly EntryKind[]): void => {
    const at = file.lastIndexOf('/');
    const [above, name] = [file.slice(0, Math.max(at, 0)), file.slice(at + 1)];
    if (!folders.has(above)) {
      folders.set(above, new Map());
      put(above, ['folder']);
    }
    for (const kind of kinds) folders.get(above)?.set(`${kind} ${name}`, folderEntry(name, kind));
  };
  // A link may be either, so that it is found as whichever the glob asks for; neither can be read.
  for (const [file, { kind }] of entries)
    put(file, kind === 'file' ? ['file'] : ['file', 'folder']);
  const isElsewhere = (name: string): boolean => {
    const parts = name.split('/');
    const paths = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
    return paths.some((one) => entries.get(one)?.kind === 'elsewhere');
  };
  const readdir = (
    place: string,
    _: object,
    then: (error: null, found: FolderEntry[]) => void,
  ): void => {
    const name = nameOf(place);
    if (name.startsWith('..')) unlisted(place, 'it is outside of the repository');
    if (isElsewhere(name)) unlisted(place, notFollowed);
    then(null, [...(folders.get(name)?.values() ?? [])]);
  };
  return { readdir } as unknown as FileSystemAdapter;
}

type EntryKind = 'file' | 'folder';

const notFollowed = 'links and submodules are not followed in a commit';

/** As much of a `Dirent` as the library asks. */
interface FolderEntry {
  readonly name: string;
  readonly isFile: () => boolean;
  readonly isDirectory: () => boolean;
  readonly isSymbolicLink: () => boolean;
}

function folderEntry(name: string, kind: EntryKind): FolderEntry {
  const is = (other: EntryKind) => () => kind === other;
  return { name, isFile: is('file'), isDirectory: is('folder'), isSymbolicLink: () => false };
}

/** With two calls of git, however many they are. */
async function readTexts(
  entries: readonly (Entry | undefined)[],
  { root }: Commit,
): Promise<readonly (string | Words)[]> {
  const ids = entries.flatMap((entry) => (entry?.kind === 'file' ? entry.id : []));
  const sizes = await sizesOf(ids, root);
  if (typeof sizes === 'string') return entries.map(() => unreadable(sizes));
  const isRead = (id: string) => (sizes.get(id) ?? 0) <= fileSizeMax;
  const texts = await contentsOf(ids.filter(isRead), root);
  if (typeof texts === 'string') return entries.map(() => unreadable(texts));
  return entries.map((entry) => {
    if (entry === undefined) return unreadable('there is no such file');
    if (entry.kind === 'elsewhere') return unreadable(notFollowed);
    const bytes = texts.get(entry.id);
    return bytes === undefined ? tooLarge : textOfBytes(bytes);
  });
}

/** In bytes, by the id of the object; or what git says. */
async function sizesOf(
  ids: readonly string[],
  root: string,
): Promise<ReadonlyMap<string, number> | string> {
  const reply = await git(root, ['cat-file', '--batch-check'], linesOf(ids));
  if (!reply.ok) return reply.said ?? 'there is no program named git';
  const lines = reply.out.toString('utf8').split('\n').slice(0, ids.length);
  const missing = lines.find((line) => !/^\w+ blob \d+$/.test(line));
  if (missing !== undefined) return `git says: ${missing}`;
  return new Map(lines.map((line) => [line.split(' ')[0] ?? '', Number(line.split(' ')[2])]));
}

async function contentsOf(
  ids: readonly string[],
  root: string,
): Promise<ReadonlyMap<string, Buffer> | string> {
  const reply = await git(root, ['cat-file', '--batch'], linesOf(ids));
  if (!reply.ok) return reply.said ?? 'there is no program named git';
  const contents = new Map<string, Buffer>();
  for (let at = 0; at < reply.out.length;) {
    const end = reply.out.indexOf('\n', at);
    const [id = '', type, size] = reply.out.toString('utf8', at, end).split(' ');
    assert(type === 'blob', `git cat-file answers ${type} for ${id}`);
    contents.set(id, reply.out.subarray(end + 1, end + 1 + Number(size)));
    at = end + 1 + Number(size) + 1;
  }
  return contents;
}

function linesOf(ids: readonly string[]): string {
  return ids.map((id) => `${id}\n`).join('');
}

function unreadable(why: string): Words {
  return { code: 'unreadable-file', message: `${why}; expected a readable YAML file` };
}
