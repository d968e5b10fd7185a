// Whether an apply tells each call that changes something before it is sent, and what came back
// before the next call of the same step.
import type { ApplyEvent } from '../../src/applier/events.ts';
import type { ApiCall, Transport } from '../../src/cloud/transport.ts';
import { isWrite } from '../planner/in-process.ts';

export interface Listener {
  /** To be sent through, above whatever retries. */
  readonly send: Transport;
  readonly hear: (event: ApplyEvent) => void;
  /** What was sent before it was told, and what was never answered for. */
  readonly untold: readonly string[];
}

export function listener(send: Transport): Listener {
  const announced = new Set<ApiCall>();
  const open = new Map<string, string>();
  const untold: string[] = [];
  return {
    send: (call) => {
      if (isWrite(call) && !announced.delete(call)) untold.push(`${call.action} was not told`);
      return send(call);
    },
    hear: (event) => {
      if (event.kind === 'sending') {
        const before = open.get(event.step.id);
        if (before !== undefined) untold.push(`what came back of ${before} was not told`);
        open.set(event.step.id, event.sent.call.action);
        announced.add(event.sent.call);
      }
      if (event.kind === 'done' || event.kind === 'replied') open.delete(event.step.id);
    },
    untold,
  };
}
