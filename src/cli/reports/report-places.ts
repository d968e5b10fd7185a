// Where the files of a workspace are in their repository, for reports that name them.
import path from 'node:path';
import { findWorkspace } from '../../desired/workspace/find-workspace.ts';
import { repositoryPaths } from '../repository-paths.ts';

export interface ReportPlaces {
  /** The path from the root of the repository of a file that a plan names. */
  readonly fileOf: (file: string) => string;
  /** The workspace file, likewise. */
  readonly workspaceFile: string;
}

/** Plans name files from where their workspace is; without one, that is taken to be `folder`. */
export function reportPlaces(workspace: string | undefined, folder: string): ReportPlaces {
  const file = workspace === undefined ? findWorkspace(folder) : path.resolve(folder, workspace);
  const workspaceFile = file ?? path.join(folder, 'sluice.yaml');
  const fileOf = repositoryPaths(workspaceFile, folder);
  return { fileOf, workspaceFile: fileOf(path.basename(workspaceFile)) };
}
