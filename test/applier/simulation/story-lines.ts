// The story of a schedule, line by line.
import type { ApplyEvent } from '../../../src/applier/events.ts';
import type { VirtualClock } from '../../../src/emulator/faults/virtual-clock.ts';
import { stepLine } from '../../../src/report/step-line.ts';

/** How an apply ended, where this is its last event. */
export function wordOf(event: ApplyEvent): string {
  if (event.kind === 'refused') return `refused ${event.reason.kind}`;
  if (event.kind !== 'unverified') return event.kind;
  const isChanged = event.groups.some(({ why }) => why === 'changed');
  return isChanged ? 'unverified changed' : 'unverified';
}

export function lineOf(event: ApplyEvent): string {
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

export function seconds(clock: VirtualClock, startMs: number): string {
  return `${((clock.now() - startMs) / 1000).toFixed(1)} s`;
}
