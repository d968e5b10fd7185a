// Plays one schedule: the real planner, the real applier and the real retry, against the emulator
// behind its faults, in virtual time. The process dies and is started again as the schedule says,
// until the plan is verified; somebody who finds it stale plans again.
import { apply } from '../../../src/applier/apply.ts';
import type { ApplyEvent } from '../../../src/applier/events.ts';
import { inProcessTransport } from '../../../src/cloud/in-process.ts';
import { isNotYet } from '../../../src/cloud/classify.ts';
import { withRetry } from '../../../src/cloud/retry.ts';
import type { ApiCall, Transport } from '../../../src/cloud/transport.ts';
import { Emulator } from '../../../src/emulator/emulator.ts';
import { formatFaultEvent } from '../../../src/emulator/faults/fault-event.ts';
import { openFaults } from '../../../src/emulator/faults/open-faults.ts';
import { virtualClock, type VirtualClock } from '../../../src/emulator/faults/virtual-clock.ts';
import type { DesiredState } from '../../../src/model/target.ts';
import type { Plan } from '../../../src/model/plan.ts';
import { stepLine } from '../../../src/report/step-line.ts';
import { planOf, readLive } from '../../planner/in-process.ts';
import { region, target } from '../../planner/names.ts';
import type { Scenario } from '../../planner/universe.ts';
import { listener } from '../telling.ts';
import { lagMsMax, type RunEnd, type Schedule } from './schedule.ts';
import { witness, type Witness } from './witness.ts';

export interface Played {
  readonly emulator: Emulator;
  readonly witness: Witness;
  /** How each run of the process ended; the last is `verified` where all went well. */
  readonly ends: readonly string[];
  /** Calls that were sent more often than retrying may, or without being told. */
  readonly misdeeds: readonly string[];
}

export const attemptsMax = 4;
const runsMax = 40;

/**
 * One beginning, one plan: each schedule has a cloud of its own, which has never seen its tokens. A group in
 * the default resource group begins otherwise where the cloud names that one.
 */
const firstPlans = {
  unnamed: new WeakMap<DesiredState, Plan>(),
  named: new WeakMap<DesiredState, Plan>(),
};

/** Tells the story as it goes. */
export async function simulate(
  schedule: Schedule,
  { desired, seeds }: Scenario,
  story: string[],
): Promise<Played> {
  const clock = virtualClock({ startMs: Date.UTC(2026, 10, 22, 8) });
  const startMs = clock.now();
  const emulator = new Emulator({
    seed: 1,
    account: target.account,
    now: () => new Date(clock.now()),
    switches: schedule.switches,
  });
  for (const seed of seeds) emulator.put(seed);
  const plain = inProcessTransport((request) => emulator.call(request), region);
  const seen = witness(emulator);
  const faulty = openFaults(emulator, {
    faults: schedule.faults,
    clock,
    onFault: (event) => story.push(`    ! ${formatFaultEvent(event, { sinceMs: startMs })}`),
  });
  const behindFaults = inProcessTransport(faulty.call, region);
  const misdeeds: string[] = [];
  const onTheWay: Promise<unknown>[] = [];
  const ends: string[] = [];
  const known = firstPlans[schedule.switches.defaultResourceGroup ?? 'unnamed'];
  let plan = known.get(desired) ?? planOf(desired, await readLive(desired, plain));
  known.set(desired, plan);
  story.push(
    ...plan.steps.map((step) => `  step ${step.id}, wave ${step.wave}: ${stepLine(step)}`),
  );
  while (ends.length < runsMax) {
    const end = schedule.ends[ends.length] ?? { kind: 'none' };
    story.push(`  run ${ends.length + 1} (${end.kind}) at ${seconds(clock, startMs)}`);
    const last = await runOnce(plan, behindFaults, {
      schedule,
      clock,
      end,
      story,
      misdeeds,
      onTheWay,
      startMs,
    });
    ends.push(last);
    story.push(`  ended: ${last}`);
    if (last === 'verified') break;
    // Time passes before somebody runs the command again, and reads catch up.
    await clock.sleep(1000);
    if (!['refused stale', 'unverified changed', 'failed'].includes(last)) continue;
    // What the user does who is told so: plan again, from what is really there.
    if (!schedule.hasSecondWriter) continue;
    await clock.sleep(2 * lagMsMax);
    plan = planOf(desired, await readLive(desired, plain));
    story.push(`  planned again: ${plan.steps.map(stepLine).join('; ')}`);
  }
  // What arrives after the end must not do anything either.
  await Promise.all(onTheWay);
  return { emulator, witness: seen, ends, misdeeds };
}

interface RunOf {
  readonly schedule: Schedule;
  readonly clock: VirtualClock;
  readonly end: RunEnd;
  readonly story: string[];
  readonly misdeeds: string[];
  /** Calls of processes that were killed. */
  readonly onTheWay: Promise<unknown>[];
  readonly startMs: number;
}

async function runOnce(
  plan: Plan,
  send: Transport,
  { schedule, clock, end, story, misdeeds, onTheWay, startMs }: RunOf,
): Promise<string> {
  const { killed, isStopped, transport } = mortal(send, { end, clock, onTheWay });
  const budget = budgeted(transport, misdeeds);
  const retrying = withRetry(budget.send, {
    attemptsMax,
    firstPauseMs: 200,
    pauseMaxMs: 5000,
    deadlineMs: 600_000,
    throttledDeadlineMs: 1_800_000,
    sleep: clock.sleep,
    now: clock.now,
    isStopped,
    random: () => 0.5,
  });
  const options = {
    patienceMs: 3 * lagMsMax,
    effectMs: 2.5 * lagMsMax,
    staleMs: 2.5 * lagMsMax,
    firstPauseMs: 500,
    pauseMaxMs: 8000,
    settleMs: 10,
    parallelism: schedule.parallelism,
    isStopped,
    sleep: clock.sleep,
    now: clock.now,
  };
  const logged = async (): Promise<string> => {
    let last = 'nothing';
    const heard = listener(budget.perCall(retrying));
    for await (const event of apply(plan, heard.send, options)) {
      heard.hear(event);
      last = wordOf(event);
      story.push(`    ${seconds(clock, startMs)} ${lineOf(event)}`);
    }
    misdeeds.push(...heard.untold);
    return last;
  };
  return await Promise.race([logged(), killed.then(() => 'killed')]);
}

/** A process that is killed sends nothing more and hears nothing more; one that is asked to stop may. */
function mortal(
  send: Transport,
  { end, clock, onTheWay }: Pick<RunOf, 'end' | 'clock' | 'onTheWay'>,
): {
  readonly killed: Promise<void>;
  readonly isStopped: () => boolean;
  readonly transport: Transport;
} {
  let calls = 0;
  let die: () => void = () => undefined;
  const killed = new Promise<void>((resolve) => {
    die = resolve;
  });
  const never = new Promise<never>(() => undefined);
  const transport: Transport = async (call) => {
    calls += 1;
    if (end.kind !== 'killed' || calls < end.atCall) return await send(call);
    const { effectAfterMs } = end;
    if (calls === end.atCall && effectAfterMs !== undefined) {
      onTheWay.push(clock.sleep(effectAfterMs).then(() => send(call)));
    }
    die();
    return await never;
  };
  return {
    killed,
    isStopped: () => end.kind === 'interrupted' && calls >= end.atCall,
    transport,
  };
}

/** Notices a call that meets faults more often than retrying may bear; time bounds all else. */
function budgeted(send: Transport, misdeeds: string[]) {
  const faults = new Map<ApiCall, number>();
  return {
    send: (async (call) => {
      const reply = await send(call);
      const isFault = !reply.ok && reply.failure.kind !== 'throttled' && !isNotYet(reply.failure);
      if (isFault) faults.set(call, (faults.get(call) ?? 0) + 1);
      return reply;
    }) as Transport,
    perCall:
      (retrying: Transport): Transport =>
      async (call) => {
        const reply = await retrying(call);
        const met = faults.get(call) ?? 0;
        if (met > attemptsMax) misdeeds.push(`${call.action}: sent after ${met - 1} faults`);
        faults.delete(call);
        return reply;
      },
  };
}

function wordOf(event: ApplyEvent): string {
  if (event.kind === 'refused') return `refused ${event.reason.kind}`;
  if (event.kind !== 'unverified') return event.kind;
  const isChanged = event.groups.some(({ why }) => why === 'changed');
  return isChanged ? 'unverified changed' : 'unverified';
}

function lineOf(event: ApplyEvent): string {
  switch (event.kind) {
    case 'sending':
      return `sends step ${event.step.id}, epoch ${event.sent.epoch}: ${stepLine(event.step)}`;
    case 'done':
      return `done step ${event.step.id}: ${event.outcome.kind}`;
    case 'again':
      return `again step ${event.step.id}: ${event.why}`;
    case 'failed':
      return `failed step ${event.step.id}: ${event.failure.code}`;
    case 'waiting':
      return `waits for ${event.groups.join(', ')}`;
    case 'unverified':
      return `unverified: ${JSON.stringify(event.groups)} ${event.failure?.code ?? ''}`;
    case 'refused':
      return `refused: ${JSON.stringify(event.reason)}`;
    default:
      return event.kind;
  }
}

function seconds(clock: VirtualClock, startMs: number): string {
  return `${((clock.now() - startMs) / 1000).toFixed(1)} s`;
}
