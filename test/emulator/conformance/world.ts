// A world with one of everything, behind a server, and the official client that talks to it.

import { Emulator } from '../../../src/emulator/emulator.ts';
import { serve } from '../../../src/emulator/http/server.ts';
import { flavours } from '../flavours.ts';
import type { EmulatorOptions } from '../../../src/emulator/emulator.ts';
import type { EmulatorSeed } from '../../../src/emulator/load-seed.ts';
import type { SeedRule } from '../../../src/emulator/seed.ts';
import type { Body, Flavour, Nested } from '../flavours.ts';

export const region = 'cn-hangzhou';
export const vpcId = 'vpc-1';

/** The rules of sg-web, one of each kind of peer, in either direction. */
function webRules(): readonly SeedRule[] {
  const tcp = { IpProtocol: 'TCP', PortRange: '22/22' };
  return (['ingress', 'egress'] as const).flatMap((Direction): SeedRule[] => {
    const side = Direction === 'ingress' ? 'Source' : 'Dest';
    const id = (name: string): string => `sgr-${name}-${Direction}`;
    const rule = (name: string, fields: Omit<SeedRule, 'Direction'>): SeedRule => ({
      ...tcp,
      ...fields,
      Direction,
      SecurityGroupRuleId: id(name),
    });
    return [
      rule('ipv4', { [`${side}CidrIp`]: '10.0.0.0/8', Description: 'office' }),
      rule('ipv6', { [`Ipv6${side}CidrIp`]: '2001:db8::/32' }),
      rule('group', { [`${side}GroupId`]: 'sg-app' }),
      rule('prefixes', { [`${side}PrefixListId`]: 'pl-ipv4' }),
      rule('ports', {
        [`${side}CidrIp`]: '10.0.0.0/8',
        PortRange: '',
        PortRangeListId: 'prl-small',
      }),
    ];
  });
}

/** What the API would not make any more: an advanced group with a group as a peer. */
const advancedRules: readonly SeedRule[] = (['ingress', 'egress'] as const).map((Direction) => ({
  Direction,
  SecurityGroupRuleId: `sgr-advanced-${Direction}`,
  IpProtocol: 'TCP',
  PortRange: '22/22',
  [Direction === 'ingress' ? 'SourceGroupId' : 'DestGroupId']: 'sg-web',
}));

const here = { region, vpcId } as const;

export const everything: EmulatorSeed = {
  accounts: [
    { id: '1000000000000001' },
    { id: '42', name: 'other@example.com', accessKeys: [{ id: 'other', secret: 'other' }] },
  ],
  vpcs: [
    { id: 'vpc-1', region },
    { id: 'vpc-2', region },
    { id: 'vpc-pending', region, status: 'Pending' },
  ],
  prefixLists: [
    { id: 'pl-ipv4', region, maxEntries: 10 },
    { id: 'pl-ipv6', region, family: 'IPv6', maxEntries: 10 },
    { id: 'pl-other', region, maxEntries: 50 },
  ],
  portRangeLists: [
    { id: 'prl-small', region, maxEntries: 5 },
    { id: 'prl-large', region, maxEntries: 500 },
  ],
  groups: [
    { ...here, id: 'sg-web', name: 'web', rules: webRules() },
    { ...here, id: 'sg-app', name: 'app' },
    { ...here, id: 'sg-db', name: 'db' },
    { ...here, id: 'sg-advanced', type: 'enterprise', rules: advancedRules },
    { ...here, id: 'sg-advanced-2', type: 'enterprise' },
    { ...here, id: 'sg-managed', serviceManaged: true },
    { ...here, id: 'sg-protected', deletionProtection: true },
    { region, vpcId: 'vpc-2', id: 'sg-far' },
    { ...here, id: 'sg-foreign', account: '42' },
  ],
  instances: [
    { region, id: 'i-web', interfaceId: 'eni-web', groupIds: ['sg-web'] },
    { region, id: 'i-both', groupIds: ['sg-web', 'sg-app'], status: 'Stopped' },
    { region, id: 'i-advanced', groupIds: ['sg-advanced'] },
    { region, id: 'i-pending', groupIds: ['sg-web'], status: 'Pending' },
    { region, id: 'i-starting', groupIds: ['sg-web'], status: 'Starting' },
    { region, id: 'i-locked', groupIds: ['sg-web'], lockReasons: ['security'] },
  ],
  interfaces: [
    { region, id: 'eni-free', groupIds: ['sg-web'] },
    { region, id: 'eni-attached', groupIds: ['sg-web', 'sg-app'], instanceId: 'i-web' },
    { region, id: 'eni-creating', groupIds: ['sg-web'], status: 'Creating' },
    { region, id: 'eni-detaching', groupIds: ['sg-web'], status: 'Detaching' },
    { region, id: 'eni-managed', groupIds: ['sg-web'], serviceManaged: true },
  ],
};

export interface Outcome {
  readonly status: number;
  /** OK, or the code of the refusal. */
  readonly code: string;
  readonly body: Body;
}

export interface World {
  readonly emulator: () => Emulator;
  /** From now on, the server answers for a fresh one. */
  readonly fresh: (options?: EmulatorOptions, seed?: EmulatorSeed) => Emulator;
  readonly port: () => number;
  /** By the official ECS client, in wire words; RegionId is added unless it is there. */
  readonly call: (
    action: string,
    parameters?: Nested,
    how?: { readonly secret?: string; readonly plainly?: true },
  ) => Promise<Outcome>;
  readonly stop: () => Promise<void>;
}

export async function startWorld(): Promise<World> {
  let emulator = new Emulator();
  const server = await serve({
    call: (request) => emulator.call(request),
    secretOf: (id) => emulator.secretOf(id),
    port: 0,
  });
  const [typed, plain] = ['ecs20140526, ACS3', 'openapi-client, ACS3, form'].map(flavourNamed);
  if (typed === undefined || plain === undefined) throw new Error('there are no such clients');
  return {
    emulator: () => emulator,
    port: () => server.port,
    fresh(options = {}, seed = everything) {
      emulator = new Emulator({ seed: 1, ...options }).load(seed);
      return emulator;
    },
    async call(action, parameters = {}, { secret = 'emulator', plainly } = {}) {
      const said = 'RegionId' in parameters ? parameters : { RegionId: region, ...parameters };
      const sent = { version: '2014-05-26', action, parameters: withoutEmptyRegion(said) } as const;
      try {
        const body = await (plainly ? plain : typed).send(sent, { port: server.port, secret });
        return { status: 200, code: 'OK', body };
      } catch (error) {
        return refusalOf(error);
      }
    },
    stop: () => server.close(),
  };
}

function flavourNamed(wanted: string): Flavour | undefined {
  return flavours.find(({ name }) => name === wanted);
}

function withoutEmptyRegion(parameters: Nested): Nested {
  return Object.fromEntries(
    Object.entries(parameters).filter(([name, value]) => name !== 'RegionId' || value !== ''),
  );
}

/** What the official client throws for a reply that is a refusal. */
function refusalOf(error: unknown): Outcome {
  const { code, statusCode, data } = error as {
    readonly code?: unknown;
    readonly statusCode?: unknown;
    readonly data?: Body;
  };
  if (typeof code !== 'string' || typeof statusCode !== 'number') throw error;
  return { status: statusCode, code, body: data ?? {} };
}
