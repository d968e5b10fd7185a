// A cloud in virtual time with faults by script, and applies on it.
import { expect } from 'vitest';
import { apply } from '../../src/applier/apply.ts';
import type { ApplyEvent } from '../../src/applier/events.ts';
import type { ApplyOptions } from '../../src/applier/run.ts';
import { inProcessTransport } from '../../src/cloud/in-process.ts';
import type { Transport } from '../../src/cloud/transport.ts';
import type { Emulator, EmulatorOptions } from '../../src/emulator/emulator.ts';
import type { Fault } from '../../src/emulator/faults/fault.ts';
import { openFaults } from '../../src/emulator/faults/open-faults.ts';
import type { FaultSettings, ScriptEntry } from '../../src/emulator/faults/settings.ts';
import { virtualClock, type VirtualClock } from '../../src/emulator/faults/virtual-clock.ts';
import type { SeedGroup } from '../../src/emulator/seed.ts';
import type { Plan } from '../../src/model/plan.ts';
import { counting, worldOf } from '../planner/in-process.ts';
import { region } from '../planner/names.ts';
import { changesOf } from './changes.ts';
import { listener } from './telling.ts';

export interface Story {
  readonly emulator: Emulator;
  readonly clock: VirtualClock;
  /** Meets nothing and sees everything as it is. */
  readonly truth: Transport;
  /** Meets the faults. */
  readonly send: Transport;
  readonly changes: () => readonly string[];
}

export function storyOf(
  seeds: readonly SeedGroup[],
  {
    faults = {},
    switches = {},
  }: { readonly faults?: FaultSettings; readonly switches?: EmulatorOptions['switches'] } = {},
): Story {
  const clock = virtualClock({ startMs: Date.UTC(2026, 10, 22, 8) });
  const now = () => new Date(clock.now());
  const { emulator, send } = worldOf(seeds, { now, switches });
  const faulty = openFaults(emulator, { faults, clock });
  return {
    emulator,
    clock,
    truth: send,
    send: inProcessTransport(faulty.call, region),
    changes: changesOf(emulator),
  };
}

/** Patient for one minute, and then some. */
export function waits(clock: VirtualClock, more: Partial<ApplyOptions> = {}): ApplyOptions {
  return {
    patienceMs: 60_000,
    effectMs: 60_000,
    staleMs: 30_000,
    firstPauseMs: 500,
    pauseMaxMs: 8000,
    settleMs: 10_000,
    parallelism: 1,
    isStopped: () => false,
    sleep: clock.sleep,
    now: clock.now,
    ...more,
  };
}

export interface Told {
  readonly events: readonly ApplyEvent[];
  readonly last: ApplyEvent | undefined;
  /** Why steps were sent once more. */
  readonly again: readonly string[];
  readonly writes: readonly string[];
}

export async function tell(
  plan: Plan,
  { clock, send }: Pick<Story, 'clock' | 'send'>,
  more: Partial<ApplyOptions> = {},
): Promise<Told> {
  const counted = counting(send);
  const events: ApplyEvent[] = [];
  const heard = listener(counted.send);
  for await (const event of apply(plan, heard.send, waits(clock, more))) {
    heard.hear(event);
    events.push(event);
  }
  expect(heard.untold).toEqual([]);
  return {
    events,
    last: events.at(-1),
    again: events.flatMap((event) => (event.kind === 'again' ? [event.why] : [])),
    writes: counted.writes.map(({ action }) => action),
  };
}

export async function expectVerified(plan: Plan, story: Story, parallelism = 1): Promise<Told> {
  const told = await tell(plan, story, { parallelism });
  expect(told.last).toMatchObject({ kind: 'verified' });
  return told;
}

/** The first call of the action meets the fault. */
export function once(action: string, fault: Fault, nth = 1): ScriptEntry {
  return { action, count: 'calls', nth, times: 1, fault };
}
