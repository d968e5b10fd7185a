// Sees the status and the headers of HTTP replies that a library keeps to itself.
//
// @alicloud/openapi-client throws away the headers of every failed reply, and the status too where
// the body is not JSON. Node reports each request and response of its http module on a diagnostics
// channel, in the asynchronous context of whoever made it; so the library keeps its signing and its
// credentials, and nothing of it is patched.
import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';

export interface SeenReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

interface Sighting {
  /** Replies of other hosts, such as those that credentials come from, are none of ours. */
  readonly host: string;
  last: SeenReply | undefined;
}

const sightings = new AsyncLocalStorage<Sighting>();
const requests = new WeakMap<ClientRequest, Sighting>();
let isWatching = false;

/** Runs `work` and tells what the last HTTP reply of the host within it was, if there was one. */
export async function observed<Result>(
  host: string,
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly seen: () => SeenReply | undefined }> {
  watch();
  const sighting: Sighting = { host, last: undefined };
  const result = await sightings.run(sighting, work);
  return { result, seen: () => sighting.last };
}

function watch(): void {
  if (isWatching) return;
  isWatching = true;
  subscribe('http.client.request.start', (message) => {
    const { request } = message as { request: ClientRequest };
    const sighting = sightings.getStore();
    const isOurs = sighting !== undefined && request.getHeader('host') === sighting.host;
    if (isOurs) requests.set(request, sighting);
  });
  subscribe('http.client.response.finish', (message) => {
    const { request, response } = message as { request: ClientRequest; response: IncomingMessage };
    const sighting = requests.get(request);
    if (sighting !== undefined) sighting.last = toSeen(response);
  });
}

function toSeen({ statusCode, headers }: IncomingMessage): SeenReply {
  const single = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
  return { status: statusCode ?? 0, headers: Object.fromEntries(single) };
}
