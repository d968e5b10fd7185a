// A fault in what the user wrote, with what would have been right.
import type { Source } from './source.ts';

export interface Finding {
  /** An error stops; a warning does not; info is worth knowing and may well be meant. */
  readonly severity: 'error' | 'warning' | 'info';
  /** A stable name, such as `unknown-key`, for filters and for SARIF. */
  readonly code: string;
  readonly source: Source;
  /** One sentence: what is wrong and what was expected. */
  readonly message: string;
  /** A right example to copy, where there is one. */
  readonly example?: string;
}

/** One that somebody accepts in the files. */
export interface WaivedFinding extends Finding {
  readonly waiver: {
    readonly reason: string;
    /** As it is written: a day, or a time with its zone. */
    readonly until: string;
  };
}

/** File by file, then from top to bottom. */
export function compareFindings(one: Finding, other: Finding): number {
  return (
    one.source.file.localeCompare(other.source.file, 'en') ||
    one.source.line - other.source.line ||
    one.source.column - other.source.column
  );
}
