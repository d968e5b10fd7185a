// Reads before anything is written: the account, where each group stands, and who sits with it.
import { groupBy } from '../model/group-by.ts';
import { absent } from '../model/digest.ts';
import { differencesOf } from '../model/differences.ts';
import type { GroupName } from '../model/group-identity.ts';
import { groupsOfSteps, interfacesAt } from '../model/moves.ts';
import type { Plan, PlannedGroup } from '../model/plan.ts';
import type { Step } from '../model/step.ts';
import { readAccount } from '../cloud/read-account.ts';
import { readInterfaces } from '../cloud/read-interfaces.ts';
import { readLists } from '../cloud/read-lists.ts';
import type { Read } from '../cloud/read-pages.ts';
import type { Transport } from '../cloud/transport.ts';
import { Course } from './course.ts';
import type { ApplyEvent, RefusedReason, StaleGroup } from './events.ts';
import { heldGroups } from './held.ts';
import { liveDigest, readTouched, type TouchedGroups } from './live-groups.ts';
import { positionOf, type Path, type Position } from './position.ts';
import { Progress } from './progress.ts';
import { readUntil } from './read-back.ts';
import { groupsFelt, movedElsewhere, regrouped } from './regrouped.ts';
import { listsFelt, relisted } from './relisted.ts';
import { readNamesNow, renamed } from './renamed.ts';
import type { ApplyOptions } from './run.ts';
import { unresolvedPeers, withoutRuleIds } from './unresolved.ts';

export interface Beginning {
  readonly send: Transport;
  readonly options: ApplyOptions;
  readonly tell: (event: ApplyEvent) => Promise<void>;
}

export async function begin(plan: Plan, beginning: Beginning): Promise<Progress | RefusedReason> {
  const { send, options } = beginning;
  const account = await readAccount(send);
  if (!account.ok) return { kind: 'unreadable', ...account };
  if (account.value !== plan.target.account) {
    return { kind: 'wrongAccount', expected: plan.target.account, found: account.value };
  }
  const paths = pathsOf(plan);
  const read = await readOnPath(plan, paths, beginning);
  if (!read.ok) return { kind: 'unreadable', ...read };
  const live = read.value;
  const stale = [...paths].flatMap(([group, path]) => staleOf(group, path, live));
  if (stale.length > 0) return { kind: 'stale', groups: stale };
  if (options.isStopped()) return { kind: 'interrupted' };
  const courses = [...paths].flatMap(([group, path]): Course[] => {
    const position = standing(group, path, live);
    return position === undefined
      ? []
      : [new Course(group, path, { position, live: live.groups.get(group) })];
  });
  const steps = stepsLeft(plan, courses);
  const held = heldGroups(groupsOfSteps(steps), live, options.now());
  if (held.length > 0) return { kind: 'held', groups: held };
  const peers = unresolvedPeers(steps, live);
  if (peers.length > 0) return { kind: 'stale', groups: peers };
  const unnamed = withoutRuleIds(steps, live);
  if (unnamed.length > 0) return { kind: 'withoutRuleIds', groups: unnamed };
  const moved = await checkInterfaces(plan, steps, live, send);
  if (moved !== undefined) return moved;
  const changed =
    (await checkLists(plan, steps, live, send)) ?? (await checkNames(plan, steps, live, beginning));
  return changed ?? new Progress(plan, live, courses);
}

export function pathsOf(plan: Plan): ReadonlyMap<GroupName, Path> {
  const steps = groupBy(plan.steps, ({ group }) => group);
  const entries = Object.entries(plan.groups) as [GroupName, PlannedGroup][];
  return new Map(
    entries.map(([group, planned]) => [group, { planned, steps: steps.get(group) ?? [] }]),
  );
}

/** A list may be late, or mix pages old and new: what is off the path is read again before it counts. */
export async function readOnPath(
  plan: Plan,
  paths: ReadonlyMap<GroupName, Path>,
  { send, options, tell }: Beginning,
): Promise<Read<TouchedGroups>> {
  const names = new Set(paths.keys());
  const isThere = (name: GroupName, live: TouchedGroups) => {
    const path = paths.get(name);
    return path !== undefined && standing(name, path, live) !== undefined;
  };
  const back = await readUntil(
    {
      names,
      isThere,
      forMs: options.staleMs,
      isStopped: options.isStopped,
      onWait: (groups, waitedMs) => tell({ kind: 'waiting', groups, waitedMs }),
    },
    (wanted) => readTouched(plan, send, { names: wanted, made: new Map() }),
    options,
  );
  return back.ok ? { ok: true, value: back.value.live } : back;
}

export function standing(group: GroupName, path: Path, live: TouchedGroups): Position | undefined {
  return live.contested.has(group) ? undefined : positionOf(path, live.groups.get(group));
}

export function staleOf(group: GroupName, path: Path, live: TouchedGroups): readonly StaleGroup[] {
  if (standing(group, path, live) !== undefined) return [];
  const { content } = path.planned;
  const differences = content === undefined ? [] : differencesOf(content, live.groups.get(group));
  return [
    { group, id: live.ids.get(group), why: whyStale(path.planned, group, live), differences },
  ];
}

function whyStale(
  { before }: PlannedGroup,
  group: GroupName,
  live: TouchedGroups,
): StaleGroup['why'] {
  if (live.contested.has(group)) return 'contested';
  if (liveDigest(live, group) === absent) return 'gone';
  return before === absent ? 'appeared' : 'changed';
}

/** In the order of the plan; of a batch that took effect in part, what is missing. */
function stepsLeft(plan: Plan, courses: readonly Course[]): readonly Step[] {
  const left = courses.flatMap(({ next, behind, path }) => {
    return next === undefined ? [] : [next, ...path.steps.slice(behind + 1)];
  });
  const byId = new Map(left.map((step) => [step.id, step]));
  return plan.steps.flatMap(({ id }) => byId.get(id) ?? []);
}

/** Undefined where they are as planned, where nobody knew, or where it does not matter any more. */
async function checkInterfaces(
  plan: Plan,
  steps: readonly Step[],
  { ids }: TouchedGroups,
  send: Transport,
): Promise<RefusedReason | undefined> {
  const groups = groupsFelt(steps);
  if (plan.interfaces.kind === 'unreadable' || groups.size === 0) return undefined;
  const read = await readInterfaces(send, plan.target.vpc);
  if (!read.ok) return { kind: 'unreadable', ...read };
  // Whom earlier steps have moved stands where the plan found it.
  const interfaces = interfacesAt('before', read.value, {
    steps: plan.steps,
    idOf: (name) => ids.get(name),
  });
  const moved = movedElsewhere(steps, { interfaces, ids });
  const stale = [...regrouped(plan, groups, { interfaces, ids }), ...moved];
  return stale.length > 0 ? { kind: 'stale', groups: stale } : undefined;
}

/** Undefined where they hold what they held, where nobody knew, or where it does not matter any more. */
async function checkLists(
  plan: Plan,
  steps: readonly Step[],
  { ids }: TouchedGroups,
  send: Transport,
): Promise<RefusedReason | undefined> {
  const felt = groupsFelt(steps);
  const before = listsFelt(plan, felt);
  const named = {
    prefixLists: Object.keys(before.prefixLists),
    portLists: Object.keys(before.portLists),
  };
  const read = await readLists(send, named, { atOnce: listsAtOnce });
  if (!read.ok) return { kind: 'unreadable', ...read };
  const stale = relisted(plan, felt, { before, now: read.value, ids });
  return stale.length > 0 ? { kind: 'stale', groups: stale } : undefined;
}

/** Undefined where they mean what they meant, where nobody said one, or where it does not matter any more. */
async function checkNames(
  plan: Plan,
  steps: readonly Step[],
  { ids }: TouchedGroups,
  { send, options: { peerGroups } }: Beginning,
): Promise<RefusedReason | undefined> {
  const felt = groupsFelt(steps);
  const read = await readNamesNow(plan, felt, { send, peerGroups });
  if (!read.ok) return { kind: 'unreadable', ...read };
  const stale = renamed(plan, felt, { now: read.value, ids });
  return stale.length > 0 ? { kind: 'stale', groups: stale } : undefined;
}

const listsAtOnce = 5;
