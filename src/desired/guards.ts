// The guards of two versions of a workspace together: a change keeps to those from before it too.
//
// What was written before means what it meant then: its networks are those of then, and a tag stands
// for the groups that have it now and for those that had it, but in exceptions for these alone. So
// nothing that a change does to files takes anything out of them. A limit from before is the limit,
// also where the change has a stricter one: that holds from when it is merged.
import type { ChangeLimits } from '../model/change-limits.ts';
import type { FlowAssertion } from '../model/flow-assertion.ts';
import type { DesiredGroup } from '../model/group.ts';
import type { DesiredState, Target } from '../model/target.ts';
import { assertionIn, endsIn } from './assertions/assertions-in.ts';
import type { WrittenAssertion } from './assertions/read-assertion.ts';
import type { Loaded, WrittenGuards } from './load.ts';

export interface Guarded<Workspace extends Loaded = Loaded> {
  /** The later version, with the guards of both; identical ones once. */
  readonly loaded: Workspace;
  /** How many there are from before, and how many that only the later version has. */
  readonly counts: Readonly<Record<keyof WrittenGuards, GuardCounts>>;
  /** Guards from before that say nothing any more, for lack of groups. */
  readonly lost: Readonly<Record<keyof WrittenGuards, readonly LostGuard[]>>;
}

export interface GuardCounts {
  readonly before: number;
  readonly more: number;
}

export interface LostGuard {
  readonly assertion: FlowAssertion;
  readonly target: string;
  /** Those that are not there any more. */
  readonly groups: readonly string[];
}

/** The one place where guards are combined. Warnings, groups and all else are those of `now`. */
export function withGuardsOf<Workspace extends Loaded>(
  before: Loaded,
  now: Workspace,
): Guarded<Workspace> {
  const each = now.states.map((state) => {
    const { target, groups } = state;
    const then = statesBefore(before, target);
    const [first] = then;
    const earlier = first?.target.name ?? target.name;
    const known = {
      now: groups,
      before: then.flatMap((one) => one.groups),
      there: first?.groups ?? [],
    };
    const of = (which: keyof WrittenGuards, own: readonly FlowAssertion[]) =>
      union(guardsIn(before.written[which], { target: target.name, earlier, ...known }), own);
    const protect = of('protect', state.protect ?? []);
    const tests = of('tests', now.tests.get(target.name) ?? []);
    const limits = limitsOf(before, state.limits ?? {});
    return { state: withGuards(state, { protect: protect.all, limits }), protect, tests };
  });
  const ofAll = <Value>(value: (which: keyof WrittenGuards) => Value) => ({
    protect: value('protect'),
    tests: value('tests'),
  });
  return {
    loaded: {
      ...now,
      states: each.map(({ state }) => state),
      tests: new Map(each.map(({ state, tests }) => [state.target.name, tests.all])),
    },
    counts: ofAll((which) => ({
      before: countPlaces(each.flatMap((one) => one[which].before)),
      more: countPlaces(each.flatMap((one) => one[which].more)),
    })),
    lost: ofAll((which) => each.flatMap((one) => one[which].lost)),
  };
}

/**
 * Neither another name nor another place makes it another target. The one of that place comes first: where
 * targets change their names with each other, addresses and exceptions are those of the place.
 */
function statesBefore({ states }: Loaded, target: Target): readonly DesiredState[] {
  const isThere = (one: Target) =>
    (['account', 'region', 'vpc'] as const).every((key) => one[key] === target[key]);
  const there = states.filter((one) => isThere(one.target));
  const named = states.filter((one) => !isThere(one.target) && one.target.name === target.name);
  return [...there, ...named];
}

interface GuardsInTarget {
  readonly held: readonly FlowAssertion[];
  readonly lost: readonly LostGuard[];
}

interface GuardedTarget {
  readonly target: string;
  /** Its name before, by which networks were found. */
  readonly earlier: string;
  readonly now: readonly DesiredGroup[];
  readonly before: readonly DesiredGroup[];
  /** Those before in its own place alone, where there was a target. */
  readonly there: readonly DesiredGroup[];
}

function guardsIn(
  written: readonly WrittenAssertion[],
  { target, earlier, ...groups }: GuardedTarget,
): GuardsInTarget {
  const present = new Set<string>(groups.now.flatMap(isPresent));
  const absent = new Set<string>(groups.now.flatMap(isAbsent));
  const held: FlowAssertion[] = [];
  const lost: LostGuard[] = [];
  for (const one of written) {
    const all = [...groups.now, ...groups.before];
    const about = assertionIn(one, { target: earlier, groups: all });
    if (about === undefined) continue;
    const except = endsIn(one.except, { target: earlier, groups: groups.there });
    const assertion = { ...about, except };
    // Nothing passes to or from a group that is deleted, as a deny has it.
    const isThere = (name: string) =>
      present.has(name) || (one.expects === 'deny' && absent.has(name));
    const gone = groupsOf(assertion).filter((name) => !isThere(name));
    if (gone.length === 0) held.push(assertion);
    else lost.push({ assertion, target, groups: gone });
  }
  return { held, lost };
}

function isPresent({ state, name }: DesiredGroup): readonly string[] {
  return state === 'present' ? [name] : [];
}

function isAbsent({ state, name }: DesiredGroup): readonly string[] {
  return state === 'absent' ? [name] : [];
}

/** Without its exceptions: an assertion whose exception is gone says more, not less. */
function groupsOf({ from, to }: FlowAssertion): readonly string[] {
  const names = [...from, ...to].flatMap((end) => (end.kind === 'group' ? [end.group] : []));
  return [...new Set<string>(names)];
}

/** Of two that say the same, the later one stays, which is in the file that people have before them. */
function union({ held, lost }: GuardsInTarget, own: readonly FlowAssertion[]) {
  const [heldKeys, ownKeys] = [new Set(held.map(saidBy)), new Set(own.map(saidBy))];
  return {
    all: [...held.filter((one) => !ownKeys.has(saidBy(one))), ...own],
    before: held,
    more: own.filter((one) => !heldKeys.has(saidBy(one))),
    lost,
  };
}

/** All of an assertion but where it is written. */
function saidBy(assertion: FlowAssertion): string {
  return JSON.stringify({ ...assertion, source: undefined });
}

/**
 * Those from before, those that only `now` has, and over both what the command line says: whoever runs
 * it saw that. A workspace has the same limits in all of its targets, so that any of them tells, and a
 * target that is new has them too.
 */
function limitsOf(before: Loaded, now: ChangeLimits): ChangeLimits {
  const [then] = before.states;
  const said = Object.entries(now).filter(([, { source }]) => source === undefined);
  return { ...now, ...then?.limits, ...(Object.fromEntries(said) as ChangeLimits) };
}

function withGuards(
  state: DesiredState,
  {
    protect,
    limits,
  }: { readonly protect: readonly FlowAssertion[]; readonly limits: ChangeLimits },
): DesiredState {
  return {
    ...state,
    ...(protect.length === 0 ? {} : { protect }),
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
  };
}

/** One that holds in several targets is one guard. */
function countPlaces(assertions: readonly FlowAssertion[]): number {
  const places = assertions.map(({ source: { file, line, column } }) => [file, line, column]);
  return new Set(places.map((place) => place.join(':'))).size;
}
