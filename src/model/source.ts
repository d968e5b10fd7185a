// Where something was written: a place in a file that a person can open.

/**
 * `file` is relative to the workspace, or of a commit as in `origin/main:infra/sluice.yaml`, from the
 * root of the repository. Line and column count from 1.
 */
export interface Source {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export function formatSource({ file, line, column }: Source): string {
  return `${file}:${line}:${column}`;
}

/** Whether it is a place in a commit, not in the files that are there. */
export function isOfCommit({ file }: Source): boolean {
  return file.includes(':');
}
