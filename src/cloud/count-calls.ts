// Counts the calls that go through a transport.
import type { Transport } from './transport.ts';

export interface CallCounts {
  readonly reads: number;
  readonly writes: number;
}

export function countCalls(send: Transport): {
  readonly send: Transport;
  readonly counts: () => CallCounts;
} {
  let [reads, writes] = [0, 0];
  return {
    send: (call) => {
      if (/^(Describe|List|Get)/.test(call.action)) reads += 1;
      else writes += 1;
      return send(call);
    },
    counts: () => ({ reads, writes }),
  };
}
