// Says which host did not answer and how often it was asked: the first thing to know of a lost reply.
import type { ApiCall, Transport } from './transport.ts';

/** Goes around the retries, so that it sees how many there were. */
export function withEndpointNamed(
  send: Transport,
  hostOf: (product: ApiCall['product']) => string,
): Transport {
  return async (call) => {
    const reply = await send(call);
    if (reply.ok || reply.failure.kind !== 'lost') return reply;
    const tried = reply.attempts === 1 ? 'tried once' : `tried ${reply.attempts} times`;
    const message = `${hostOf(call.product)} did not answer (${reply.failure.message}); ${tried}`;
    return { ...reply, failure: { ...reply.failure, message } };
  };
}
