// The place of what stands in no file: code scanning wants one for every result, so it gets the workspace file.
import type { Source } from '../../model/source.ts';
import type { SarifOptions } from './log.ts';

/** No path is empty. */
export const nowhere: Source = { file: '', line: 1, column: 1 };

export interface WorkspaceSarifOptions extends SarifOptions {
  /** From the root of the repository. */
  readonly workspaceFile: string;
}

export function withWorkspaceFile({
  workspaceFile,
  fileOf,
  toolVersion,
}: WorkspaceSarifOptions): SarifOptions {
  return {
    toolVersion,
    fileOf: (file) => (file === nowhere.file ? workspaceFile : fileOf(file)),
  };
}
