// A value that has been read, and where it was written.
import type { Source } from '../../model/source.ts';

export interface Sourced<Value> {
  readonly value: Value;
  readonly source: Source;
}
