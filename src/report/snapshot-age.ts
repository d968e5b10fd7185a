// How old the snapshot is that something was found in, for formats that show no other notes.
import type { Note } from '../model/plan.ts';

/** Nothing where it was the cloud that was asked. */
export function snapshotAges(notes: readonly Note[]): readonly string[] {
  return notes.flatMap(({ code, message }) => (code === 'from-snapshot' ? [message] : []));
}
