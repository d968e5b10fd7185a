// An emulator in virtual time, behind faults, and what our own transport makes of its replies.

import { inProcessTransport } from '../../../src/cloud/in-process.ts';
import { openFaults } from '../../../src/emulator/faults/open-faults.ts';
import { virtualClock } from '../../../src/emulator/faults/virtual-clock.ts';
import { Emulator } from '../../../src/emulator/emulator.ts';
import { driver, ecs, permissions, region } from '../driver.ts';
import type { ApiReply } from '../../../src/cloud/transport.ts';
import type { FaultEvent } from '../../../src/emulator/faults/fault-event.ts';
import type { Fault } from '../../../src/emulator/faults/fault.ts';
import type { FaultyReply } from '../../../src/emulator/faults/faulty-reply.ts';
import type { FaultSettings, ScriptEntry } from '../../../src/emulator/faults/settings.ts';
import type { VirtualClock } from '../../../src/emulator/faults/virtual-clock.ts';
import type { EmulatorOptions, EmulatorRequest } from '../../../src/emulator/emulator.ts';
import type { Driver, Words } from '../driver.ts';

export interface FaultyWorld {
  readonly clock: VirtualClock;
  readonly events: readonly FaultEvent[];
  /** What is really there: calls that meet nothing and see everything. */
  readonly truth: Driver;
  /** As our transport has it. */
  readonly send: (action: string, parameters?: Words) => Promise<ApiReply>;
  readonly faulty: (request: EmulatorRequest) => Promise<FaultyReply>;
  readonly call: (action: string, parameters?: Words) => Promise<FaultyReply>;
  readonly authorize: (id: string, ...rules: readonly Words[]) => Promise<ApiReply>;
  /** The rules that a Describe shows, newest first, by their source blocks. */
  readonly seen: (id: string, parameters?: Words) => Promise<readonly string[] | string>;
}

export function faultyWorld(faults: FaultSettings, options: EmulatorOptions = {}): FaultyWorld {
  const clock = virtualClock();
  const now = (): Date => new Date(clock.now());
  const emulator = new Emulator({ seed: 1, now, ...options });
  return behind(emulator, { faults, clock });
}

export function behind(
  emulator: Emulator,
  { faults, clock }: { readonly faults: FaultSettings; readonly clock: VirtualClock },
): FaultyWorld {
  const events: FaultEvent[] = [];
  const onFault = (event: FaultEvent): number => events.push(event);
  const faulty = openFaults(emulator, { faults, clock, onFault });
  const transport = inProcessTransport(faulty.call, region);
  const send: FaultyWorld['send'] = (action, parameters = {}) =>
    transport({ product: 'Ecs', action, parameters });
  return {
    clock,
    events,
    truth: driver(emulator),
    send,
    faulty: faulty.call,
    call: (action, parameters = {}) => faulty.call(ecs(action, parameters)),
    authorize: (id, ...rules) =>
      send('AuthorizeSecurityGroup', { SecurityGroupId: id, ...permissions(...rules) }),
    seen: async (id, parameters = {}) => {
      const asked = { SecurityGroupId: id, ...parameters };
      const reply = await send('DescribeSecurityGroupAttribute', asked);
      return reply.ok ? sourcesOf(reply.body) : reply.failure.code;
    },
  };
}

export function sourcesOf(body: Readonly<Record<string, unknown>>): readonly string[] {
  const { Permission } = body['Permissions'] as { readonly Permission: readonly Words[] };
  return Permission.map(({ SourceCidrIp = '' }) => SourceCidrIp);
}

/** The first call of the action meets the fault. */
export function once(action: string, fault: Fault): ScriptEntry {
  return { action, count: 'calls', nth: 1, times: 1, fault };
}

export function rule(source: string): Words {
  return { IpProtocol: 'tcp', PortRange: '22/22', SourceCidrIp: source };
}
