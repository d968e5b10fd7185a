// Where something was written: a place in a file that a person can open.

/** `file` is relative to the workspace, line and column count from 1. */
export interface Source {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export function formatSource({ file, line, column }: Source): string {
  return `${file}:${line}:${column}`;
}
