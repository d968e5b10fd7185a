// The order in which the cloud lists groups is no input of a plan.
import type { LiveState } from '../model/live.ts';

/** The listed groups by id. Their rules are sorted where they are compared and differ. */
export function sortLive(live: LiveState): LiveState {
  return {
    ...live,
    listed: live.listed.toSorted((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id))),
  };
}
