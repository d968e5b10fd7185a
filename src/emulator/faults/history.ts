// What groups were like a while ago, and who was in them, for those who see a change late. Only groups that
// change are remembered, each once for a call that changes it, and only for as long as anybody may see the past.

import { isAt } from '../state.ts';
import { PastPlaces } from './past-places.ts';
import type { Group, GroupAttributes } from '../group.ts';
import type { Machines } from '../machines.ts';
import type { Place } from '../place.ts';
import type { Witness, World } from '../state.ts';
import type { Change, Delays, Reading } from './lag.ts';

interface Past extends Change {
  /** The group before the change; undefined where there was none. */
  readonly before: Group | undefined;
}

export class History {
  readonly #delays: Delays;
  readonly #now: () => number;
  readonly #pasts = new Map<string, Past[]>();
  readonly #places: PastPlaces;
  #changes = 0;
  /** The groups that the call under way has changed. */
  readonly #changed = new Set<string>();

  constructor(delays: Delays, now: () => number) {
    this.#delays = delays;
    this.#now = now;
    this.#places = new PastPlaces(delays, now);
  }

  readonly witness: Witness = {
    changes: (group) => {
      if (!this.#changed.has(group.id)) this.#remember(group.attributes, group.copy());
    },
    comes: (attributes) => {
      this.#remember(attributes, undefined);
    },
    goes: (group) => {
      if (!this.#changed.has(group.id)) this.#remember(group.attributes, group.copy());
    },
    moves: (before) => {
      this.#places.remember(before, ++this.#changes);
    },
  };

  /** What changes from here on is of another call. */
  nextCall(): void {
    this.#changed.clear();
    this.#forgetOld();
  }

  /** The state as a reading sees it. `onStale` is told of each group or interface that is not seen as it is. */
  look(state: World, reading: Reading, onStale: (id: string) => void): World {
    this.#forgetOld();
    const machines = this.#places.look(state.machines, reading, onStale);
    if (this.#pasts.size === 0 && machines === state.machines) return state;
    const seen = (id: string): Group | undefined => {
      const live = state.group(id);
      const pasts = this.#pasts.get(id);
      if (pasts === undefined) return live;
      const shown = this.#seen(live, pasts, reading);
      if (shown !== live) onStale(id);
      return shown;
    };
    return seenWorld(state, { seen, changed: this.#pasts, machines });
  }

  #remember({ id, name }: GroupAttributes, before: Group | undefined): void {
    this.#changed.add(id);
    const pasts = this.#pasts.get(id) ?? [];
    const number = ++this.#changes;
    pasts.push({ number, groupId: id, groupName: name, atMs: this.#now(), before });
    this.#pasts.set(id, pasts);
  }

  /** The first change that cannot be seen hides all later ones. */
  #seen(live: Group | undefined, pasts: readonly Past[], reading: Reading): Group | undefined {
    const now = this.#now();
    const ages = pasts.map((past) => ({ past, unseen: this.#delays.of(past, reading) }));
    const hidden = ages.find(({ past, unseen }) => past.atMs + unseen.ms > now);
    const group = hidden === undefined ? live : hidden.past.before;
    const untagged = ages.find(({ past, unseen }) => past.atMs + unseen.tagsMs > now);
    if (group === undefined || untagged === hidden || untagged === undefined) return group;
    const tags = untagged.past.before?.attributes.tags ?? new Map<string, string>();
    return group.withAttributes({ ...group.attributes, tags });
  }

  #forgetOld(): void {
    this.#places.forgetOld();
    const oldMs = this.#now() - this.#delays.mostMs;
    for (const [id, pasts] of this.#pasts) {
      const kept = pasts.findIndex(({ atMs }) => atMs > oldMs);
      if (kept === -1) this.#pasts.delete(id);
      else pasts.splice(0, kept);
    }
  }
}

/**
 * The state with the groups as somebody sees them. It cannot be written through: what is private of
 * the state is not reached by way of it, and throws.
 */
function seenWorld(
  state: World,
  {
    seen,
    changed,
    machines,
  }: {
    /** A group as it is seen, if it is; for one that has not changed, as it is. */
    readonly seen: (id: string) => Group | undefined;
    readonly changed: ReadonlyMap<string, unknown>;
    readonly machines: Machines;
  },
): World {
  const groups = (): readonly Group[] => {
    const others = [...state.groups()].filter(({ id }) => !changed.has(id));
    const visible = Array.from(changed.keys(), seen).filter((one) => one !== undefined);
    return [...others, ...visible].toSorted(
      (a, b) => a.attributes.sequence - b.attributes.sequence,
    );
  };
  const shown: Partial<World> = {
    machines,
    group: seen,
    groups,
    groupsAt: (place: Place) => groups().filter(({ attributes }) => isAt(attributes, place)),
    groupAt: (id: string, place: Place) => {
      const found = seen(id);
      return found !== undefined && isAt(found.attributes, place) ? found : undefined;
    },
    referrersOf: (id: string) => groups().filter((one) => one.refersTo(id)),
  };
  return Object.assign(Object.create(state) as World, shown);
}
