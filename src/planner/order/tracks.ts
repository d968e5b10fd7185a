// Tracks: edits that have one order between them. Groups that meet on an interface share a track in
// each direction, for ingress and egress never decide about one packet; an inner access policy
// decides in both, and joins the two. Tracks run side by side, unless a flow asks for an order.
import type { GroupName } from '../../model/group-identity.ts';
import { componentsOf, type Meetings } from '../../model/meetings.ts';
import type { CrossFlow } from './flows.ts';
import { ofOneType, type EditOfGroup, type Layered, type Meet } from './order.ts';

export interface Track {
  readonly groups: ReadonlySet<GroupName>;
  readonly edits: readonly EditOfGroup[];
}

export interface Scheduled {
  readonly layered: readonly Layered[];
  /** Flows that no order of the tracks protects: they go round in a circle. */
  readonly unprotected: readonly CrossFlow[];
}

/** Edits of groups that meet nobody are a track each: nothing about them can be felt. */
export function tracksOf(edits: readonly EditOfGroup[], meetings: Meetings): readonly Track[] {
  const components = componentsOf(meetings);
  const met = new Map(components.flatMap((one) => [...one].map((name) => [name, one] as const)));
  const tracks = new Map<string, { groups: ReadonlySet<GroupName>; edits: EditOfGroup[] }>();
  const numbers = new Map(components.map((one, index) => [one, index]));
  const joined = new Set(
    edits
      .filter(({ edit }) => edit.kind === 'modifyInnerAccessPolicy')
      .map(({ group }) => met.get(group)),
  );
  for (const edit of edits) {
    const component = met.get(edit.group);
    const groups = component ?? new Set([edit.group]);
    const name = component === undefined ? edit.group : String(numbers.get(component));
    const isJoined = component === undefined || joined.has(component);
    const key = `${name} ${isJoined ? '' : directionOf(edit)}`;
    const track = tracks.get(key) ?? { groups, edits: [] };
    tracks.set(key, track);
    track.edits.push(edit);
  }
  return [...tracks.values()];
}

/** Each track from wave 0, or from where those end that must be behind it. */
export function schedule(
  tracks: readonly {
    readonly edits: readonly EditOfGroup[];
    readonly layered: readonly Layered[];
  }[],
  flows: readonly CrossFlow[],
): Scheduled {
  const trackOf = new Map(
    tracks.flatMap((track, index) => track.edits.map((edit) => [edit, index] as const)),
  );
  const before = new Map<number, Set<number>>();
  const unprotected: CrossFlow[] = [];
  for (const flow of flows) {
    const [closing, opening] = [trackOf.get(flow.closing), trackOf.get(flow.opening)];
    if (closing === undefined || opening === undefined) continue;
    // A track that is to wait for itself, or for one that waits for it, cannot.
    if (closing === opening || reaches(before, closing, opening)) unprotected.push(flow);
    else before.set(opening, (before.get(opening) ?? new Set()).add(closing));
  }
  const ends = new Map<number, number>();
  const startOf = (track: number): number =>
    [...(before.get(track) ?? [])].reduce((start, one) => Math.max(start, endOf(one)), 0);
  const endOf = (track: number): number => {
    const known = ends.get(track);
    if (known !== undefined) return known;
    const waves = tracks[track]?.layered.map(({ wave }) => wave + 1) ?? [];
    const end = startOf(track) + waves.reduce((last, one) => Math.max(last, one), 0);
    ends.set(track, end);
    return end;
  };
  const layered = tracks.flatMap((track, index) => {
    const start = startOf(index);
    return track.layered.map(({ wave, edit }) => ({ wave: start + wave, edit }));
  });
  return { layered, unprotected };
}

/** Two groups meet where they are one, or sit together on an interface. */
export function meetOn({ areKnown, sets }: Meetings): Meet {
  if (!areKnown) return ofOneType;
  const partners = new Map<GroupName, Set<GroupName>>();
  for (const set of sets) {
    for (const name of set) {
      const known = partners.get(name) ?? new Set();
      partners.set(name, known);
      for (const other of set) known.add(other);
    }
  }
  return (one, other) =>
    one.group === other.group || partners.get(one.group)?.has(other.group) === true;
}

/** Whether `from` has, directly or not, to wait for `to`. */
function reaches(
  before: ReadonlyMap<number, ReadonlySet<number>>,
  from: number,
  to: number,
): boolean {
  const seen = new Set<number>();
  const open = [from];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === to) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(before.get(next) ?? []));
  }
  return false;
}

function directionOf({ edit }: EditOfGroup): string {
  if (edit.kind === 'modifyInnerAccessPolicy') return '';
  return edit.kind === 'revoke' ? edit.before.direction : edit.after.direction;
}
