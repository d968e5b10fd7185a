// Applying for a program: the same steps and the same consent as on the command line.
import { setTimeout } from 'node:timers/promises';
import { apply } from '../applier/apply.ts';
import type { ApplyEvent, RefusedReason } from '../applier/events.ts';
import { usualPatience } from '../applier/usual-patience.ts';
import type { Transport } from '../cloud/transport.ts';
import type { ProtectedFlowFault } from '../model/assertion-result.ts';
import { withoutConsent, type Hazard, type HazardCode } from '../model/hazard.ts';
import type { Plan } from '../model/plan.ts';
import { readOtherTargets, type OtherTarget, type ReadOtherTargets } from './other-targets.ts';

export interface ApplyPlanOptions {
  /** The hazards that somebody consented to. */
  readonly allowHazards: readonly HazardCode[];
  /** Calls in flight; 5 where it is missing. */
  readonly parallelism?: number;
  /** The pause between waves, in milliseconds: 10,000 where it is missing, 0 is right for an emulator. */
  readonly settleMs?: number;
  /** How long reads may lag behind writes, in milliseconds: 300,000 where it is missing. */
  readonly patienceMs?: number;
  /** Once true the calls in flight are finished, and no other is begun. */
  readonly isStopped?: () => boolean;
  /**
   * Where the plan has names of groups of other targets: those, each with the way to it. Without one nobody
   * knows what its names mean by now, and the plan is stale.
   */
  readonly otherTargets?: readonly OtherTarget[];
}

/** Nothing was sent: hazards lack consent, or protected flows would break, which nobody can consent to. */
export interface NotAgreed {
  readonly kind: 'notAgreed';
  readonly hazards: readonly Hazard[];
  readonly breaches: readonly ProtectedFlowFault[];
}

/**
 * Yields what happens; `refused`, `verified`, `failed`, `unverified`, `held`, `interrupted` and
 * `notAgreed` end it. The same plan may be applied again after any of them: it goes on where it stopped.
 * Each event is waited for: what you do with one is done before the apply goes on. It takes no lease and
 * keeps no records; throws where the plan is none that sluice made.
 */
export async function* applyPlan(
  plan: Plan,
  send: Transport,
  {
    allowHazards,
    parallelism = 5,
    settleMs = 10_000,
    patienceMs = 300_000,
    isStopped = () => false,
    otherTargets = [],
  }: ApplyPlanOptions,
): AsyncGenerator<ApplyEvent | NotAgreed, void> {
  const hazards = withoutConsent(plan.hazards, allowHazards);
  const { breaches = [] } = plan;
  if (hazards.length > 0 || breaches.length > 0) {
    yield { kind: 'notAgreed', hazards, breaches };
    return;
  }
  const others = await readOtherTargets(targetsNamed(plan), otherTargets);
  if (others.kind !== 'read') {
    yield { kind: 'refused', reason: reasonOf(others) };
    return;
  }
  const { peerGroups } = others;
  const sleep = async (ms: number) => {
    await setTimeout(ms);
  };
  const waits = { ...usualPatience({ patienceMs, settleMs }), sleep, now: Date.now };
  yield* apply(plan, send, { ...waits, parallelism, isStopped, peerGroups });
}

function targetsNamed({ groups }: Plan): ReadonlySet<string> {
  const named = Object.values(groups).flatMap(({ names = [] }) => names);
  return new Set(named.flatMap((one) => (one.kind === 'group' ? [one.target] : [])));
}

function reasonOf(read: Exclude<ReadOtherTargets, { kind: 'read' }>): RefusedReason {
  if (read.kind === 'wrongAccount') return read;
  const { failure, during } = read;
  return { kind: 'unreadable', failure, during };
}
