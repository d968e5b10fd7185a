// Files of a workspace by their paths from the root of the repository, as code hosts know them.
import path from 'node:path';
import { fileExists } from '../desired/files/read-files.ts';

/**
 * Takes paths as findings have them, relative to the workspace; gives forward slashes. Outside of a
 * repository they are relative to `folder`, where the command runs.
 */
export function repositoryPaths(workspaceFile: string, folder: string): (file: string) => string {
  const at = path.dirname(workspaceFile);
  const root = repositoryAbove(at) ?? folder;
  return (file) => path.relative(root, path.join(at, file)).split(path.sep).join('/');
}

/** In a worktree, `.git` is a file. */
function repositoryAbove(folder: string): string | undefined {
  if (fileExists(path.join(folder, '.git'))) return folder;
  const above = path.dirname(folder);
  return above === folder ? undefined : repositoryAbove(above);
}
