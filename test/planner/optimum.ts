// The least number of calls from one set of rules to another, found by trying all plans.
//
// Rules of one direction of one group in a universe so small that every packet and every other rule
// on the interface can be tried. Packets are matched by the oracle; nothing here is shared with
// src. A plan makes each missing rule once and takes each superfluous one away once. A call is
// taken only where after any part of it each packet is decided as before the plan or as after it,
// alone and together with any one other rule (the strongest of many is one).
import type { Rule } from '../../src/model/rule.ts';
import type { Verdict } from '../oracle.ts';
import {
  differenceOf,
  drawnPriorityMax,
  keyOf,
  matchedBy,
  packets,
  type Instance,
} from './small-instances.ts';

interface Search {
  readonly stays: readonly Rule[];
  readonly comes: readonly Rule[];
  readonly goes: readonly Rule[];
  /** Of each class of packets that the same rules match, one. */
  readonly packets: readonly Watched[];
  /** Keys of which two rules stand: the cloud tells their rules apart. */
  readonly toldApart: ReadonlySet<string>;
}

interface Watched {
  readonly matched: ReadonlySet<Rule>;
  /** What may become of it beside each of the others. */
  readonly before: readonly Verdict[];
  readonly after: readonly Verdict[];
}

/** Bits of `comes` that are there, and of `goes` that are gone. */
interface State {
  readonly here: number;
  readonly gone: number;
}

/** Undefined where no plan is safe. Without members nobody can be hurt, so that all are. */
export function leastBySearch(
  instance: Instance,
  { hasMembers }: { readonly hasMembers: boolean },
): number | undefined {
  const search = searchOf(instance);
  const [here, gone] = [2 ** search.comes.length - 1, 2 ** search.goes.length - 1];
  const isSafe = cached((state) => !hasMembers || isSafeState(search, state));
  const seen = new Set(['0 0']);
  let frontier: readonly State[] = [{ here: 0, gone: 0 }];
  for (let calls = 0; frontier.length > 0; calls++) {
    if (frontier.some((state) => state.here === here && state.gone === gone)) return calls;
    frontier = frontier.flatMap((state) =>
      nextStates(search, state, isSafe).filter((next) => {
        const isNew = !seen.has(textOf(next));
        seen.add(textOf(next));
        return isNew;
      }),
    );
  }
  return undefined;
}

function searchOf(instance: Instance): Search {
  const { stays, comes, goes } = differenceOf(instance);
  const all = [...stays, ...comes, ...goes].map((rule) => ({ rule, matches: matchedBy(rule) }));
  const classes = new Map(
    packets.map((_packet, number) => {
      const matched = all.filter(({ matches }) => matches[number] === 1);
      const numbers = matched.map((one) => all.indexOf(one));
      return [numbers.join(), new Set(matched.map(({ rule }) => rule))] as const;
    }),
  );
  const keys = instance.before.map(keyOf);
  return {
    stays,
    comes,
    goes,
    packets: [...classes.values()].map((matched) => ({
      matched,
      before: decisions([...stays, ...goes], matched),
      after: decisions([...stays, ...comes], matched),
    })),
    toldApart: new Set(keys.filter((key, index) => keys.indexOf(key) !== index)),
  };
}

/** Where one call leads, if all that it may show on the way is safe. */
function nextStates(
  search: Search,
  state: State,
  isSafe: (state: State) => boolean,
): readonly State[] {
  const { comes, goes } = search;
  const bits = (rules: readonly Rule[]) => rules.map((_rule, index) => 2 ** index);
  const missing = (2 ** comes.length - 1) & ~state.here;
  const superfluous = (2 ** goes.length - 1) & ~state.gone;
  const authorized = partsOf(missing)
    .filter((part) => canMake(search, state, part))
    .filter((part) => partsOf(part).every((one) => isSafe({ ...state, here: state.here | one })))
    .map((part) => ({ ...state, here: state.here | part }));
  const revoked = partsOf(superfluous)
    .filter((part) => partsOf(part).every((one) => isSafe({ ...state, gone: state.gone | one })))
    .map((part) => ({ ...state, gone: state.gone | part }));
  const modified = bits(comes).flatMap((come) =>
    bits(goes).flatMap((go) => {
      const next = { here: state.here | come, gone: state.gone | go };
      const isMissing = (missing & come) !== 0 && (superfluous & go) !== 0;
      if (!isMissing || !canTurn(search, { go, come })) return [];
      return canMake(search, { ...state, gone: next.gone }, come) && isSafe(next) ? [next] : [];
    }),
  );
  return [...authorized, ...revoked, ...modified];
}

/** No rule is made while one of its key stands, nor two of one key together. */
function canMake(search: Search, state: State, part: number): boolean {
  const keys = search.comes
    .filter((_rule, index) => (part >> index) & 1)
    .map(keyOf)
    .filter((key) => !search.toldApart.has(key));
  const standing = new Set(standingIn(search, state).map(keyOf));
  return new Set(keys).size === keys.length && !keys.some((key) => standing.has(key));
}

/** What the API can change in place. */
function canTurn(
  { comes, goes }: Search,
  { go, come }: { readonly go: number; readonly come: number },
): boolean {
  const [from, to] = [goes[Math.log2(go)], comes[Math.log2(come)]];
  if (from === undefined || to === undefined) return false;
  const peerKind = ({ peer }: Rule) =>
    peer.kind === 'cidr' ? String(peer.cidr.includes(':')) : peer.kind;
  const fields = ({ traffic, local, description }: Rule) => ({
    sourcePorts: 'sourcePorts' in traffic,
    local: local !== undefined,
    description: (description ?? '') !== '',
  });
  const [had, has] = [fields(from), fields(to)];
  const isEmptied = (['sourcePorts', 'local', 'description'] as const).some(
    (field) => had[field] && !has[field],
  );
  return peerKind(from) === peerKind(to) && !isEmptied;
}

function isSafeState(search: Search, state: State): boolean {
  const now = standingIn(search, state);
  return search.packets.every(({ matched, before, after }) =>
    decisions(now, matched).every((verdict, other) => {
      return verdict === before[other] || verdict === after[other];
    }),
  );
}

function standingIn({ stays, comes, goes }: Search, { here, gone }: State): readonly Rule[] {
  return [
    ...stays,
    ...comes.filter((_rule, index) => (here >> index) & 1),
    ...goes.filter((_rule, index) => !((gone >> index) & 1)),
  ];
}

type Decider = Pick<Rule, 'priority' | 'policy'>;

/** Somebody else's rule on the interface, or none: every one that can make a difference. */
const others: readonly (Decider | undefined)[] = [
  undefined,
  ...Array.from({ length: drawnPriorityMax + 1 }, (_, index) => index + 1).flatMap((priority) => [
    { priority, policy: 'accept' as const },
    { priority, policy: 'drop' as const },
  ]),
];

/** What becomes of a packet beside each of the others; by default ingress is closed. */
function decisions(rules: readonly Rule[], matched: ReadonlySet<Rule>): readonly Verdict[] {
  const own = rules
    .filter((rule) => matched.has(rule))
    .reduce<Decider | undefined>(stronger, undefined);
  return others.map((other) => stronger(own, other)?.policy ?? 'drop');
}

/** The smaller priority wins, and drop wins a tie. */
function stronger(one: Decider | undefined, other: Decider | undefined): Decider | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  if (one.priority !== other.priority) return one.priority < other.priority ? one : other;
  return one.policy === 'drop' ? one : other;
}

/** The sets of bits within a set of bits, without the empty one. */
function partsOf(bits: number): readonly number[] {
  const parts: number[] = [];
  for (let part = bits; part > 0; part = (part - 1) & bits) parts.push(part);
  return parts;
}

function cached(isSafe: (state: State) => boolean): (state: State) => boolean {
  const known = new Map<string, boolean>();
  return (state) => {
    const found = known.get(textOf(state)) ?? isSafe(state);
    known.set(textOf(state), found);
    return found;
  };
}

function textOf({ here, gone }: State): string {
  return `${here} ${gone}`;
}
