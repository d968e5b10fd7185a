// Reads the live state and plans: what plan, apply and drift have in common.
import { randomUUID } from 'node:crypto';
import { readLive } from '../cloud/read-live.ts';
import { ownedNames, type LiveState } from '../model/live.ts';
import type { PlanId } from '../model/plan.ts';
import type { Refusal } from '../model/refusal.ts';
import type { DesiredState } from '../model/target.ts';
import { concernedIds } from '../planner/claims/claims.ts';
import type { FrozenGroups } from '../planner/frozen/reasons.ts';
import { plan, type Planned } from '../planner/plan.ts';
import { renderRefusalAdvice, renderRefusals } from '../report/findings-text.ts';
import { checkAccount } from './check-account.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import type { OpenTarget } from './open-target.ts';
import { liveOfSnapshot } from './snapshot/live-of-snapshot.ts';
import { sayUnreadable } from './say-unreadable.ts';
import type { Surroundings } from './surroundings.ts';
import { toolVersion } from '../api/tool-version.ts';
import { readPeerGroups } from './targets/read-peer-groups.ts';
import { whereFrom, type WhereOptions } from './where-from.ts';

export type MadePlan =
  | (Extract<Planned, { ok: true }> & {
      /** What it was made from. */
      readonly live: LiveState;
    })
  /** Why there is none has been said; `refusals` are those of the planner. */
  | {
      readonly ok: false;
      readonly exitCode: ExitCode;
      readonly refusals: readonly Refusal[];
    };

export interface MakePlanOptions extends WhereOptions {
  readonly allowHazards: readonly string[];
  readonly surroundings: Surroundings;
}

const readsAtOnce = 8;

/** Where the live state is read, and that of targets whose groups rules name. */
export type WayToPlan = Pick<OpenTarget, 'send' | 'snapshot' | 'other'>;

export async function makePlan(
  desired: DesiredState,
  open: WayToPlan,
  options: MakePlanOptions,
): Promise<MadePlan> {
  const live = await readState(desired, open, options);
  if (typeof live === 'number') return fail(live);
  const made = planFrom(desired, live, options);
  if (!made.ok || open.snapshot === undefined) return made;
  const note = {
    code: 'from-snapshot',
    message: `this is planned from ${open.snapshot.age}`,
  } as const;
  return { ...made, plan: { ...made.plan, notes: [note, ...made.plan.notes] } };
}

/** From the snapshot where there is one, else from the cloud. */
export async function readState(
  desired: DesiredState,
  open: WayToPlan,
  options: MakePlanOptions,
): Promise<LiveState | ExitCode> {
  const { snapshot } = open;
  if (snapshot === undefined) return await readForPlan(desired, open, options);
  const peerGroups = await readPeerGroups(desired, open, options.surroundings);
  if (typeof peerGroups === 'number') return peerGroups;
  return { ...liveOfSnapshot(desired, snapshot.place), peerGroups };
}

/** Also the rules of the groups of these names or ids. An exit code where it cannot be read, which is said. */
export async function readForPlan(
  desired: DesiredState,
  { send, other }: WayToPlan,
  { surroundings, also = new Set() }: MakePlanOptions & { readonly also?: ReadonlySet<string> },
): Promise<LiveState | ExitCode> {
  const wrong = await checkAccount(desired.target, send, surroundings);
  if (wrong !== undefined) return wrong;
  const peerGroups = await readPeerGroups(desired, { other }, surroundings);
  if (typeof peerGroups === 'number') return peerGroups;
  const concerned: typeof concernedIds = (state, listed) => {
    const { owner, target } = state;
    const ours = [...ownedNames(listed, { owner, vpc: target.vpc })];
    const named = ours.flatMap(([id, name]) => (also.has(name) ? [id] : []));
    const byId = listed.flatMap(({ id }) => (also.has(id) ? [id] : []));
    return new Set([...concernedIds(state, listed), ...named, ...byId]);
  };
  const options = { concernedIds: concerned, peerGroups, atOnce: readsAtOnce };
  const live = await readLive(desired, send, options);
  return live.ok ? live.value : sayUnreadable(live, surroundings);
}

export function planFrom(
  desired: DesiredState,
  live: LiveState,
  options: MakePlanOptions & { readonly frozen?: FrozenGroups },
): MadePlan {
  const { surroundings, frozen } = options;
  const { err, colours } = surroundings;
  const planned = plan(desired, live, {
    ...freshPlan(options),
    ...(frozen === undefined ? {} : { frozen }),
  });
  if (planned.ok) return { ...planned, live };
  err(renderRefusals(planned.refusals, colours));
  err(renderRefusalAdvice(planned.refusals));
  err('Nothing was written.\n');
  const isInvalid = planned.refusals.every(({ code }) => invalidCodes.has(code));
  return fail(isInvalid ? exitCodes.invalid : exitCodes.refused, planned.refusals);
}

/** What a new plan takes from the world. */
export function freshPlan(options: MakePlanOptions) {
  return {
    id: randomUUID() as PlanId,
    createdAt: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    toolVersion: toolVersion(),
    allowHazards: options.allowHazards,
    from: whereFrom(options, options.surroundings),
  };
}

/** Refusals that are faults of the files, which the live state could show, or a check does. */
const invalidCodes: ReadonlySet<string> = new Set([
  'own-peer',
  'enterprise-peer',
  'two-priorities',
  'present-and-absent',
  'priority-too-large',
]);

function fail(exitCode: ExitCode, refusals: readonly Refusal[] = []): MadePlan {
  return { ok: false, exitCode, refusals };
}
