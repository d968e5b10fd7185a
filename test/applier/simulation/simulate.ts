// Plays one schedule: the real planner, the real applier and the real retry, against the emulator
// behind its faults, in virtual time. The process dies and is started again as the schedule says,
// until the plan is verified; somebody who finds it stale plans again.
import { apply } from '../../../src/applier/apply.ts';
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
import type { Planned } from '../../../src/planner/plan.ts';
import { stepLine } from '../../../src/report/step-line.ts';
import { allOf } from '../../cloud/machine-words.ts';
import { planned, readLive } from '../../planner/in-process.ts';
import { region, target } from '../../planner/names.ts';
import { listener } from '../telling.ts';
import type { Story } from './machines.ts';
import { MemberWatch } from './member-watch.ts';
import { lagMsMax, type RunEnd, type Schedule } from './schedule.ts';
import { lineOf, seconds, wordOf } from './story-lines.ts';
import { witness, type Witness } from './witness.ts';

export interface Played {
  readonly emulator: Emulator;
  readonly witness: Witness;
  readonly watch: MemberWatch;
  /** The last one. */
  readonly plan: Plan;
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
  { desired, seeds, machines }: Story,
  story: string[],
): Promise<Played> {
  const clock = virtualClock({ startMs: Date.UTC(2026, 10, 22, 8) });
  const startMs = clock.now();
  const emulator = new Emulator({
    seed: 1,
    account: target.account,
    now: () => new Date(clock.now()),
    switches: schedule.switches,
    ...(machines && { limits: machines.limits }),
  });
  for (const seed of seeds) emulator.put(seed);
  if (machines !== undefined) emulator.load(machines.seed);
  const plain = inProcessTransport((request) => emulator.call(request), region);
  const seen = witness(emulator);
  const watch = new MemberWatch(emulator, {
    now: clock.now,
    lagMs: schedule.faults.seeded?.lagMsMax ?? 0,
  });
  const faulty = openFaults(emulator, {
    faults: schedule.faults,
    clock,
    perform: watch.perform,
    onFault: (event) => story.push(`    ! ${formatFaultEvent(event, { sinceMs: startMs })}`),
  });
  const arrived = inProcessTransport((request) => {
    watch.isOurs(request);
    return faulty.call(request);
  }, region);
  const behindFaults = watch.arriving(arrived);
  const { misdeeds } = watch;
  const onTheWay: Promise<unknown>[] = [];
  const ends: string[] = [];
  const known = firstPlans[schedule.switches.defaultResourceGroup ?? 'unnamed'];
  const planNow = async (): Promise<Planned> =>
    planned(desired, await (machines === undefined ? readLive : allOf)(desired, plain));
  let plan = known.get(desired) ?? planIn(await planNow());
  known.set(desired, plan);
  watch.approve(plan);
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
      watch,
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
    const again = await planNow();
    if (!again.ok && machines !== undefined) {
      ends.push(...again.refusals.map(({ code }) => `not planned: ${code}`));
      break;
    }
    plan = planIn(again);
    watch.approve(plan);
    story.push(`  planned again: ${plan.steps.map(stepLine).join('; ')}`);
  }
  // What arrives after the end must not do anything either.
  await Promise.all(onTheWay);
  return { emulator, witness: seen, watch, plan, ends, misdeeds };
}

function planIn(made: Planned): Plan {
  if (made.ok) return made.plan;
  throw new Error(made.refusals.map(({ message }) => message).join('\n'));
}

interface RunOf {
  readonly schedule: Schedule;
  readonly clock: VirtualClock;
  readonly end: RunEnd;
  readonly story: string[];
  readonly watch: MemberWatch;
  /** Calls of processes that were killed. */
  readonly onTheWay: Promise<unknown>[];
  readonly startMs: number;
}

async function runOnce(
  plan: Plan,
  send: Transport,
  { schedule, clock, end, story, watch, onTheWay, startMs }: RunOf,
): Promise<string> {
  const { killed, isStopped, transport } = mortal(send, { end, clock, onTheWay });
  const { misdeeds } = watch;
  const budget = budgeted(watch.sentBy(transport), misdeeds);
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
