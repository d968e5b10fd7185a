// Files that were written where the workspace does not look for groups.
import path from 'node:path';
import { disk } from '../../desired/files/disk.ts';
import { filesMatching } from '../../desired/files/read-files.ts';
import { unmatchedText } from '../../report/import-text.ts';
import type { FoundGroups, ImportContext } from './find-groups.ts';
import { relativeFile } from './relative-file.ts';

/** Says nothing where every later command reads all of them. */
export async function sayUnmatched(
  { desired: { groupFiles }, imported }: FoundGroups,
  { loaded: { folder, file }, surroundings }: ImportContext,
): Promise<void> {
  const glob = groupFiles?.glob;
  if (glob === undefined) return;
  const matched = new Set(await filesMatching(glob, { files: disk, folder }));
  const unmatched = imported.filter((one) => !matched.has(relativeFile(one.file, folder)));
  const [first] = unmatched;
  if (first === undefined) return;
  const there = relativeFile(path.dirname(first.file), folder);
  const isBelow = there !== '..' && !there.startsWith('../');
  surroundings.err(
    unmatchedText({
      files: unmatched.length,
      glob,
      workspace: relativeFile(file, surroundings.folder),
      wider: isBelow ? `{${glob},${there === '' ? '' : `${there}/`}*.yaml}` : undefined,
    }),
  );
}
