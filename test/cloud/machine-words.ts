// Instances and network interfaces in few words, and the cloud read with all that is around.
import { readLive } from '../../src/cloud/read-live.ts';
import type { Read } from '../../src/cloud/read-pages.ts';
import type { ApiReply, Transport } from '../../src/cloud/transport.ts';
import type { EmulatorOptions } from '../../src/emulator/emulator.ts';
import type { EmulatorSeed, SeedInstance, SeedInterface } from '../../src/emulator/load-seed.ts';
import type { LiveState } from '../../src/model/live.ts';
import type { DesiredState } from '../../src/model/target.ts';
import { concernedIds } from '../../src/planner/claims/claims.ts';
import { valueOf, worldOf, type World } from '../planner/in-process.ts';
import { region, target } from '../planner/names.ts';

type More = Partial<SeedInstance> & Partial<SeedInterface>;

/** `i-NAME` with its primary interface `eni-NAME`. */
export function instance(name: string, groupIds: readonly string[], more: More = {}): SeedInstance {
  const ids = { id: `i-${name}`, interfaceId: `eni-${name}` };
  return { region, vpcId: target.vpc, ...ids, groupIds, ...more };
}

/** A secondary interface `eni-NAME`. */
export function secondary(
  name: string,
  groupIds: readonly string[],
  more: More = {},
): SeedInterface {
  return { region, vpcId: target.vpc, id: `eni-${name}`, groupIds, ...more };
}

export function numbered<Thing>(count: number, make: (name: string) => Thing): readonly Thing[] {
  return Array.from({ length: count }, (_, index) => make(String(index)));
}

export function worldWith(seed: EmulatorSeed, options: EmulatorOptions = {}): World {
  const world = worldOf([], options);
  world.emulator.load(seed);
  return world;
}

export function readAll(desired: DesiredState, send: Transport): Promise<Read<LiveState>> {
  return readLive(desired, send, { concernedIds, atOnce: 2 });
}

export async function allOf(desired: DesiredState, send: Transport): Promise<LiveState> {
  return valueOf(await readAll(desired, send));
}

/** Answers one action with these bodies, the last one for ever, and sends all other calls on. */
export function answering(
  send: Transport,
  action: string,
  ...bodies: readonly object[]
): Transport {
  let asked = 0;
  return (call) => {
    if (call.action !== action) return send(call);
    const body = bodies[Math.min(asked++, bodies.length - 1)] ?? {};
    return Promise.resolve({ ok: true, body: { ...body }, attempts: 1 });
  };
}

/** Changes what an action answers. */
export function altering(
  send: Transport,
  action: string,
  alter: (body: Readonly<Record<string, unknown>>) => object,
): Transport {
  return async (call) => {
    const reply = await send(call);
    if (!reply.ok || call.action !== action) return reply;
    return { ...reply, body: { ...alter(reply.body) } };
  };
}

/** Refuses an action with this code, whenever it is asked. */
export function denying(
  send: Transport,
  code: string,
  isDenied: (action: string, parameters: Readonly<Record<string, string>>) => boolean,
): Transport {
  const unknown = { status: 403, requestId: undefined, retryAfterMs: undefined };
  const failure = { kind: 'refused', code, message: 'No.', ...unknown } as const;
  const no: ApiReply = { ok: false, failure, attempts: 1 };
  return (call) => (isDenied(call.action, call.parameters) ? Promise.resolve(no) : send(call));
}
