// What is known of the groups of each target, in the state that is asked for: what explain and graph
// have in common.
import type { LoadedWorkspace } from './load-workspace.ts';
import type { Cidr } from '../model/cidr.ts';
import { ownedNames, type LiveState } from '../model/live.ts';
import type { DesiredState } from '../model/target.ts';
import { withObservedNames } from '../planner/claims/claims.ts';
import { interfacesWhen } from '../planner/facts.ts';
import { endOf } from '../planner/order/states.ts';
import type { Planned } from '../planner/plan.ts';
import type { AccessState, StateKind } from '../reach/ends/access-state.ts';
import { desiredAccess } from '../reach/ends/desired-access.ts';
import { liveAccess } from '../reach/ends/live-access.ts';
import type { ExitCode } from './exit-codes.ts';
import { planFrom, readState as readLiveState } from './make-plan.ts';
import type { OpenTarget, StandIns } from './open-target.ts';
import type { Surroundings } from './surroundings.ts';
import { openTargets } from './targets/open-targets.ts';

export interface TargetAccess {
  readonly target: string;
  readonly state: AccessState;
}

/** In the order of the targets. An exit code where one could not be read; why has then been said. */
export async function accessStates(
  { states, networks: byTarget }: Pick<LoadedWorkspace, 'states' | 'networks'>,
  { kind, standIns }: { readonly kind: StateKind; readonly standIns: StandIns },
  surroundings: Surroundings,
): Promise<readonly TargetAccess[] | ExitCode> {
  const networksIn = ({ target }: DesiredState): Networks => byTarget.get(target.name) ?? new Map();
  if (kind === 'desired') {
    return states.map((desired) => {
      return { target: desired.target.name, state: desiredAccess(desired, networksIn(desired)) };
    });
  }
  const open = await openTargets(
    states.map(({ target }) => target),
    { ...standIns, purpose: 'plan' },
    surroundings,
  );
  if (typeof open === 'number') return open;
  const found: TargetAccess[] = [];
  try {
    for (const desired of states) {
      const way = open.byName.get(desired.target.name);
      const networks = networksIn(desired);
      const state = way && (await readState(desired, way, { kind, networks, surroundings }));
      if (typeof state === 'number') return state;
      if (state !== undefined) found.push({ target: desired.target.name, state });
    }
    return found;
  } finally {
    await open.close();
  }
}

/** Address lists of one target by name. */
type Networks = ReadonlyMap<string, readonly Cidr[]>;

interface ReadOptions {
  readonly networks: Networks;
  readonly kind: Exclude<StateKind, 'desired'>;
  readonly surroundings: Surroundings;
}

async function readState(
  desired: DesiredState,
  open: OpenTarget,
  { kind, networks, surroundings }: ReadOptions,
): Promise<AccessState | ExitCode> {
  const options = { allowHazards: [], surroundings };
  const live = await readLiveState(desired, open, options);
  if (typeof live === 'number') return live;
  const { owner, target } = desired;
  const tagged = ownedNames(live.listed, { owner, vpc: target.vpc });
  const owned = withObservedNames(tagged, desired);
  const snapshot = open.snapshot && { snapshot: open.snapshot.age };
  if (kind === 'live') {
    return { ...liveAccess(live, { desired, names: owned, networks }), ...snapshot };
  }
  const made = planFrom(desired, live, options);
  if (!made.ok) return made.exitCode;
  return { ...plannedAccess(live, made, { desired, owned, networks }), ...snapshot };
}

/** What is not ours to change stays as it is; a group that is adopted goes by our name. */
function plannedAccess(
  live: LiveState,
  { plan, states }: Extract<Planned, { ok: true }>,
  {
    desired,
    owned,
    networks,
  }: {
    readonly networks: Networks;
    readonly desired: DesiredState;
    readonly owned: ReturnType<typeof ownedNames>;
  },
): AccessState {
  const adopted = states.flatMap(({ id, group }) =>
    id === undefined ? [] : [[id, group] as const],
  );
  const names = new Map([...owned, ...adopted]);
  const planned = new Map(states.map((state) => [state.group, endOf(state)]));
  const interfaces = interfacesWhen('after', live, plan.steps, names);
  return liveAccess({ ...live, interfaces }, { desired, names, networks, planned });
}
