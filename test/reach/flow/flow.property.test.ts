// Goal: what sluice says of traffic from one end to another is what the cloud would do with it.
// Method: random estates of a tiny universe, with interfaces in several groups; a packet from one of
// these, or from an address, to another is put to the oracle at both ends, which shares nothing with src.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cidr } from '../../../src/model/cidr.ts';
import type { Policy } from '../../../src/model/rule.ts';
import type { AccessState, StateGroup } from '../../../src/reach/ends/access-state.ts';
import { parseAskedTraffic } from '../../../src/reach/ends/asked-traffic.ts';
import type { Place } from '../../../src/reach/ends/place.ts';
import { resolveEnd } from '../../../src/reach/ends/resolve-end.ts';
import { decideFlow } from '../../../src/reach/flow/decide-flow.ts';
import { decide, type Packet } from '../../oracle.ts';
import { runs } from '../../runs.ts';
import { anyRule } from '../access/any-groups.ts';
import { memberTest } from '../access/in-set.ts';
import { knownEntries, knownLists } from '../access/known-lists.ts';
import { wireOf } from '../access/verdicts.ts';

const names = ['web', 'app', 'sg-others'];
const addresses = ['10.0.0.0', '10.128.0.1', '192.168.0.0', '172.16.0.9'];
const far = ['203.0.113.7', '255.255.255.255', '2001:db8::1', '8000::1', '10.5.5.5', '192.168.7.7'];

interface Machine {
  readonly groups: readonly string[];
  readonly address: string;
}

const anyGroup = (name: string): fc.Arbitrary<StateGroup> =>
  fc
    .record({
      inner: fc.constantFrom<Policy>('accept', 'drop'),
      ingress: fc.array(anyRule('ingress'), { maxLength: 5 }),
      egress: fc.array(anyRule('egress'), { maxLength: 4 }),
    })
    .map(({ inner, ingress, egress }) => ({
      ...{ name, type: 'normal', innerAccessPolicy: inner, isOurs: true, unwritten: [] },
      rules: [...ingress, ...egress],
      lists: knownLists,
    }));

const estate = fc
  .record({
    type: fc.constantFrom('normal', 'normal', 'enterprise'),
    groups: fc.tuple(...names.map(anyGroup)),
    members: fc.tuple(
      ...addresses.map(() => fc.option(fc.subarray(names, { minLength: 1 }), { freq: 4 })),
    ),
  })
  .map(({ type, groups, members }) => ({
    groups: groups.map((group) => ({ ...group, type })),
    machines: members.flatMap((own, index): readonly Machine[] =>
      own === null ? [] : [{ groups: own.toSorted(), address: addresses[index] ?? '' }],
    ),
  }));

const end = fc.record({ machine: fc.nat(5), isAddress: fc.boolean(), byGroup: fc.boolean() });
const asked = fc.record({
  estate,
  /** Whether interfaces are; otherwise an end is in one group alone, and an address in any. */
  isKnown: fc.boolean(),
  ends: fc.tuple(end, end, fc.constantFrom(...far)),
  port: fc.constantFrom('tcp/22', 'tcp/80', 'tcp', 'udp/22', 'icmp', 'all', 'tcp/1-1024', 'icmpv6'),
  exact: fc.record({
    protocol: fc.constantFrom<Packet['protocol']>('tcp', 'udp', 'icmp', 'gre'),
    port: fc.constantFrom(22, 80, 1024),
    sourcePort: fc.constantFrom(1, 1023, 1024),
    lists: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
  }),
});

test('the verdict on what passes from one end to another is that of the oracle, packet by packet', () => {
  let [allowedSeen, deniedSeen, partlySeen] = [0, 0, 0];
  const property = fc.property(asked, ({ estate: { groups, machines }, ...question }) => {
    const { ends, port, exact, isKnown } = question;
    const state = stateOf(groups, isKnown ? machines : undefined);
    const [from, to] = choose(ends, machines, { isKnown });
    fc.pre(from !== undefined && to !== undefined);
    const written = parseAskedTraffic(port);
    const [one, other] = [resolveEnd(from.text, state), resolveEnd(to.text, state)];
    if (written === undefined || !one.ok || !other.ok) throw new Error(`${from.text} ${to.text}`);
    fc.pre(isAsked(port, exact) && familyOf(from.address) === familyOf(to.address));
    fc.pre(exact.protocol !== 'icmp' || familyOf(from.address) === 'ipv4');

    const flows = one.end.places.flatMap((here) =>
      other.end.places.map((there) =>
        decideFlow({ from: here, to: there, traffic: written }, state),
      ),
    );
    const [isFromListed, isToListed, isPortListed] = exact.lists;
    const lists = (isListed: boolean) => [
      ...(isListed ? ['pl-x'] : []),
      ...(isPortListed ? ['prl-x'] : []),
    ];
    const common = { protocol: exact.protocol, port: exact.port, sourcePort: exact.sourcePort };
    const egress: Packet = {
      ...{ ...common, direction: 'egress', peer: to.address, local: from.address },
      peerGroups: [...to.memberOf, ...lists(isToListed)],
    };
    const ingress: Packet = {
      ...{ ...common, direction: 'ingress', peer: from.address, local: to.address },
      peerGroups: [...from.memberOf, ...lists(isFromListed)],
    };
    const passes = (packet: Packet, own: readonly string[] | undefined) => {
      if (own === undefined) return true;
      const wire = groups
        .filter(({ name }) => own.includes(name))
        .map((group) => wireOf(group, isPortListed));
      const nic = { type: groups[0]?.type ?? 'normal', groups: wire };
      return decide(nic, packet, knownEntries) === 'accept';
    };
    const isWanted = passes(egress, from.groups) && passes(ingress, to.groups);

    const own = flows.filter((flow) => holds(flow.from, from) && holds(flow.to, to));
    expect(own).toHaveLength(1);
    const [flow] = own;
    expect(flow && [membersOf(flow.from, from), membersOf(flow.to, to)]).toEqual([
      from.memberOf,
      to.memberOf,
    ]);
    const listed = isToListed ? ['pl-x (destination)'] : [];
    const seen = [egress, { ...ingress, peerGroups: [...ingress.peerGroups, ...listed] }];
    const isInTerms = flow?.allowed.some((set) => seen.some((packet) => memberTest(set)(packet)));
    expect({ flow, isIn: isInTerms ?? false }).toEqual({ flow, isIn: isWanted });
    if (flow?.verdict === 'allowed') allowedSeen += 1;
    if (flow?.verdict === 'denied') deniedSeen += 1;
    if (flow?.verdict === 'partly') partlySeen += 1;
    if (flow?.verdict === 'allowed') expect(isWanted).toBe(true);
    if (flow?.verdict === 'denied') expect(isWanted).toBe(false);
    expect(['allowed', 'denied', 'partly']).toContain(flow?.verdict);
  });
  fc.assert(property, { numRuns: runs(1500) });
  expect(Math.min(allowedSeen, deniedSeen, partlySeen)).toBeGreaterThan(50);
});

interface Chosen {
  readonly text: string;
  readonly address: string;
  readonly memberOf: readonly string[];
  /** Whose rules decide there. */
  readonly groups: readonly string[] | undefined;
}

function choose(
  [one, other, away]: readonly [EndChoice, EndChoice, string],
  machines: readonly Machine[],
  { isKnown }: { readonly isKnown: boolean },
): readonly [Chosen | undefined, Chosen | undefined] {
  const at = (choice: EndChoice): Chosen | undefined => {
    const machine = machines[choice.machine];
    if (machine === undefined)
      return { text: away, address: away, memberOf: [], groups: undefined };
    const { groups: memberOf, address } = machine;
    if (choice.isAddress) {
      const text = choice.byGroup ? '0.0.0.0/0' : address;
      return { text, address, memberOf, groups: undefined };
    }
    const [first = ''] = memberOf;
    if (!isKnown) return { text: first, address, memberOf: [first], groups: [first] };
    return { text: choice.byGroup ? first : `eni-${address}`, address, memberOf, groups: memberOf };
  };
  const [from, to] = [at(one), at(other)];
  const areOutside = from?.groups === undefined && to?.groups === undefined;
  return areOutside ? [undefined, undefined] : [from, to];
}

interface EndChoice {
  readonly machine: number;
  readonly isAddress: boolean;
  readonly byGroup: boolean;
}

function stateOf(
  groups: readonly StateGroup[],
  machines: readonly Machine[] | undefined,
): AccessState {
  const all = machines?.map(({ groups: own, address }) => ({
    id: `eni-${address}`,
    groups: own,
    addresses: [`${address}/32` as Cidr],
  }));
  return {
    kind: 'live',
    groups: new Map(groups.map((group) => [group.name, group])),
    inVpc: new Set(names),
    interfaces: all === undefined ? { kind: 'unknown', why: '' } : { kind: 'read', all },
    names: new Map(),
    networks: new Map(),
  };
}

/** Whether an address is in a place. */
function holds({ blocks, except }: Place, { address }: Chosen): boolean {
  const set = {
    direction: 'ingress',
    protocols: ['all'],
    peers: blocks,
    peersExcept: except,
  } as const;
  const packet: Packet = {
    ...{ direction: 'ingress', protocol: 'tcp', port: 1, sourcePort: 1 },
    ...{ peer: address, local: address, peerGroups: [] },
  };
  return memberTest(set)(packet);
}

/** The groups of a place, or those that may be where nobody knows. */
function membersOf({ memberOf, notMemberOf }: Place, chosen: Chosen): readonly string[] {
  return notMemberOf === 'unknown' ? chosen.memberOf : memberOf;
}

function isAsked(
  port: string,
  { protocol, port: number }: Pick<Packet, 'protocol' | 'port'>,
): boolean {
  if (port === 'all') return true;
  const [name, ports] = port.split('/');
  const [first = 0, last = first] = (ports ?? '1-65535').split('-').map(Number);
  return name === protocol && (protocol === 'icmp' || (first <= number && number <= last));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return address.includes(':') ? 'ipv6' : 'ipv4';
}
