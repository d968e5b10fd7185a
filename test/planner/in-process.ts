// The main job within this process: a seeded emulator, a plan from what is read off it, an apply.
import { expect } from 'vitest';
import { apply } from '../../src/applier/apply.ts';
import type { ApplyEvent } from '../../src/applier/events.ts';
import type { ApplyOptions } from '../../src/applier/run.ts';
import { inProcessTransport } from '../../src/cloud/in-process.ts';
import { listGroups, readGroups } from '../../src/cloud/read-groups.ts';
import type { Read } from '../../src/cloud/read-pages.ts';
import type { ApiCall, Transport } from '../../src/cloud/transport.ts';
import { Emulator, type EmulatorOptions } from '../../src/emulator/emulator.ts';
import type { SeedGroup } from '../../src/emulator/seed.ts';
import { unknownLists } from '../../src/model/lists.ts';
import type { LiveState } from '../../src/model/live.ts';
import type { Plan, PlanId } from '../../src/model/plan.ts';
import type { DesiredState } from '../../src/model/target.ts';
import { concernedIds } from '../../src/planner/claims/claims.ts';
import { plan, type Planned, type PlanOptions } from '../../src/planner/plan.ts';
import { listener } from '../applier/telling.ts';
import type { WireGroup } from '../oracle.ts';
import type { Moment } from './moments.ts';
import { region, target } from './names.ts';

export interface World {
  readonly emulator: Emulator;
  readonly send: Transport;
}

export function worldOf(seeds: readonly SeedGroup[], options: EmulatorOptions = {}): World {
  const emulator = new Emulator({ seed: 1, account: target.account, now, ...options });
  for (const seed of seeds) emulator.put(seed);
  return { emulator, send: inProcessTransport((request) => emulator.call(request), region) };
}

/** Two worlds of one beginning are the same to the second. */
function now(): Date {
  return new Date('2026-11-22T08:00:00Z');
}

export async function readLive(desired: DesiredState, send: Transport): Promise<LiveState> {
  const listed = valueOf(await listGroups(send));
  const concerned = concernedIds(desired, listed);
  const wanted = listed.filter(({ id }) => concerned.has(id));
  const { account } = desired.target;
  return {
    ...unasked,
    listed,
    groups: valueOf(await readGroups(send, wanted, { account, atOnce: 2 })),
  };
}

/** What of a live state these tests do not ask for: then all groups of a type may meet. */
export const unasked: Pick<
  LiveState,
  'interfaces' | 'neighbours' | 'references' | 'listSizes' | 'lists'
> = {
  interfaces: { kind: 'unreadable', why: 'not asked for' },
  neighbours: [],
  references: { kind: 'read', to: new Map() },
  listSizes: new Map(),
  lists: unknownLists,
};

let plansMade = 0;

/** A plan with a fresh id, as the command line makes it. */
export function planned(
  desired: DesiredState,
  live: LiveState,
  more: Partial<PlanOptions> = {},
): Planned {
  plansMade++;
  return plan(desired, live, {
    id: `plan-${plansMade}` as PlanId,
    createdAt: '2026-11-22T08:00:00Z',
    toolVersion: '0.0.0',
    allowHazards: [],
    ...more,
  });
}

export function planOf(
  desired: DesiredState,
  live: LiveState,
  more: Partial<PlanOptions> = {},
): Plan {
  const made = planned(desired, live, more);
  if (!made.ok) throw new Error(made.refusals.map(({ message }) => message).join('\n'));
  return made.plan;
}

export async function planFrom(desired: DesiredState, send: Transport): Promise<Plan> {
  return planOf(desired, await readLive(desired, send));
}

/** Time that passes only by sleeping. */
export function patience({
  patienceMs = 1000,
  parallelism = 1,
  startMs = now().getTime(),
} = {}): ApplyOptions {
  let clock = startMs;
  return {
    patienceMs,
    effectMs: patienceMs,
    staleMs: 0,
    parallelism,
    isStopped: () => false,
    firstPauseMs: 100,
    pauseMaxMs: 400,
    settleMs: 10,
    sleep: (ms) => {
      clock += ms;
      return Promise.resolve();
    },
    now: () => clock,
  };
}

export async function applied(
  made: Plan,
  send: Transport,
  waits: ApplyOptions = patience(),
): Promise<readonly ApplyEvent[]> {
  const events: ApplyEvent[] = [];
  const heard = listener(send);
  for await (const event of apply(made, heard.send, waits)) {
    heard.hear(event);
    events.push(event);
  }
  expect(heard.untold).toEqual([]);
  return events;
}

export function lastKind(events: readonly ApplyEvent[]): ApplyEvent['kind'] | undefined {
  return events.at(-1)?.kind;
}

/** Every group as Describe gives it. */
export function momentOf(emulator: Emulator): Moment {
  const ids = emulator.snapshot().groups.map(({ id }) => id);
  return new Map(ids.map((id) => [id, describeGroup(emulator, id)]));
}

export function describeGroup(emulator: Emulator, id: string): WireGroup {
  const { body } = emulator.call({
    product: 'Ecs',
    version: '2014-05-26',
    action: 'DescribeSecurityGroupAttribute',
    region,
    parameters: { SecurityGroupId: id, Direction: 'all', MaxResults: '1000' },
  });
  return body as unknown as WireGroup;
}

/** Counts the calls that would change something. */
export function counting(send: Transport): {
  readonly send: Transport;
  readonly calls: ApiCall[];
  readonly writes: ApiCall[];
} {
  const calls: ApiCall[] = [];
  const writes: ApiCall[] = [];
  return {
    calls,
    writes,
    send: (call) => {
      calls.push(call);
      if (isWrite(call)) writes.push(call);
      return send(call);
    },
  };
}

export function isWrite({ action }: ApiCall): boolean {
  return !/^(Describe|Get|List)/.test(action);
}

export function valueOf<Value>(read: Read<Value>): Value {
  if (!read.ok) throw new Error(`${read.during}: ${read.failure.code} ${read.failure.message}`);
  return read.value;
}
