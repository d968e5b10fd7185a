// Applying for a program: the same steps and the same consent as on the command line.
import { setTimeout } from 'node:timers/promises';
import { apply } from '../applier/apply.ts';
import type { ApplyEvent } from '../applier/events.ts';
import { usualPatience } from '../applier/usual-patience.ts';
import type { Transport } from '../cloud/transport.ts';
import type { ProtectedFlowFault } from '../model/assertion-result.ts';
import { withoutConsent, type Hazard, type HazardCode } from '../model/hazard.ts';
import type { Plan } from '../model/plan.ts';

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
  }: ApplyPlanOptions,
): AsyncGenerator<ApplyEvent | NotAgreed, void> {
  const hazards = withoutConsent(plan.hazards, allowHazards);
  const { breaches = [] } = plan;
  if (hazards.length > 0 || breaches.length > 0) {
    yield { kind: 'notAgreed', hazards, breaches };
    return;
  }
  const sleep = async (ms: number) => {
    await setTimeout(ms);
  };
  const waits = { ...usualPatience({ patienceMs, settleMs }), sleep, now: Date.now };
  yield* apply(plan, send, { ...waits, parallelism, isStopped });
}
