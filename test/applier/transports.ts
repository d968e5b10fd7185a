// Transports on which something goes wrong.
import { inProcessTransport } from '../../src/cloud/in-process.ts';
import type { ApiCall, ApiFailure, ApiReply, Transport } from '../../src/cloud/transport.ts';
import { Emulator, type EmulatorSnapshot } from '../../src/emulator/emulator.ts';
import { isWrite } from '../planner/in-process.ts';
import { region } from '../planner/names.ts';

export function failed(kind: ApiFailure['kind'], code = 'Broken'): ApiReply {
  const unknown = { status: undefined, requestId: undefined, retryAfterMs: undefined };
  return { ok: false, failure: { kind, code, message: `${code} it is`, ...unknown }, attempts: 1 };
}

/** From the call of this number on (0 is the first) nothing is sent any more. */
export function brokenFrom(send: Transport, number: number): Transport {
  let calls = 0;
  return (call) => (calls++ < number ? send(call) : Promise.resolve(failed('unavailable')));
}

/** The call of this number takes effect and its reply is lost; so is all that comes after. */
export function cutAt(send: Transport, number: number): Transport {
  let calls = 0;
  return async (call) => {
    const current = calls++;
    if (current <= number) {
      const reply = await send(call);
      if (current < number) return reply;
    }
    return failed('lost', 'NoReply');
  };
}

/** Calls that the predicate picks take effect, and their first reply is lost. */
export function losing(send: Transport, isLost: (call: ApiCall) => boolean): Transport {
  const lost = new Set<string>();
  return async (call) => {
    const reply = await send(call);
    const text = JSON.stringify(call);
    if (!isLost(call) || lost.has(text)) return reply;
    lost.add(text);
    return failed('lost', 'NoReply');
  };
}

/** The write of this number (0 is the first) is refused for good. */
export function refusing(send: Transport, number: number): Transport {
  let writes = 0;
  return (call) =>
    isWrite(call) && writes++ === number ? Promise.resolve(failed('refused')) : send(call);
}

/** Reads see what was written only after this time, as on the real cloud. */
export function lagging(
  emulator: Emulator,
  { lagMs, now }: { readonly lagMs: number; readonly now: () => number },
): Transport {
  const states: { readonly at: number; readonly snapshot: EmulatorSnapshot }[] = [
    { at: Number.NEGATIVE_INFINITY, snapshot: emulator.snapshot() },
  ];
  emulator.onMutation(() => states.push({ at: now() + lagMs, snapshot: emulator.snapshot() }));
  const write = inProcessTransport((request) => emulator.call(request), region);
  return (call) => {
    if (isWrite(call) || call.product === 'Sts') return write(call);
    const seen = states.findLast(({ at }) => at <= now())?.snapshot ?? emulator.snapshot();
    const old = Emulator.restore(seen);
    return inProcessTransport((request) => old.call(request), region)(call);
  };
}
