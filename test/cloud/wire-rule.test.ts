// Goal: a rule that is sent to the cloud is the rule that is read back, and a rule that we do not
// understand is never taken for one that we do.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inProcessTransport } from '../../src/cloud/in-process.ts';
import { authorize } from '../../src/cloud/requests.ts';
import { fromWireRule } from '../../src/cloud/wire-rule.ts';
import { clientToken } from '../../src/model/client-token.ts';
import type { PlanId } from '../../src/model/plan.ts';
import { contentKey, type Rule } from '../../src/model/rule.ts';
import type { StepId } from '../../src/model/step.ts';
import { describeGroup, worldOf } from '../planner/in-process.ts';
import { region, seededId } from '../planner/names.ts';
import { scenarios } from '../planner/universe.ts';
import { accept, drop, seed } from '../planner/words.ts';
import type { Cidr } from '../../src/model/cidr.ts';

const account = '1000000000000001';
const token = clientToken('plan' as PlanId, '1' as StepId, 0);

/** Authorizes one rule at the emulator and reads it back. */
async function roundTrip(rule: Rule) {
  const seeds = ['web', 'app', 'db'].map((name) => seed(name));
  const { emulator } = worldOf([...seeds, seed('others', [], { id: 'sg-others' })]);
  const send = inProcessTransport((request) => emulator.call(request), region);
  // A group cannot be its own peer, so rules about `web` go into another one.
  const ours = seededId(JSON.stringify(rule.peer).includes('web') ? 'db' : 'web');
  const call = { direction: rule.direction, rules: [rule] };
  expect(await send(authorize(ours, call, { idOf: seededId, token }))).toMatchObject({ ok: true });
  const [wire] = describeGroup(emulator, ours).Permissions.Permission;
  return { wire, back: fromWireRule(wire ?? {}, account) };
}

describe('a rule comes back as it went', () => {
  test('whatever it says', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios({ twins: false }), async ({ desired }) => {
        const rules = desired.groups.flatMap((one) =>
          one.state === 'present' ? [...(one.ingress ?? []), ...(one.egress ?? [])] : [],
        );
        for (const rule of rules.slice(0, 3)) {
          const { back } = await roundTrip(rule);
          expect(back && contentKey(byName(back))).toBe(contentKey(rule));
        }
      }),
      { numRuns: 100 },
    );
  });

  test.each<[string, Rule]>([
    ['gre', accept('gre', '10.0.0.0/8')],
    ['a protocol by its number', { ...accept('all', '10.0.0.0/8'), traffic: { protocol: 89 } }],
    ['icmpv6', accept('icmpv6', '2001:db8::/32')],
    ['a long description', accept('tcp 1', '::/0', { description: '🚀'.repeat(512) })],
    [
      'a description with all that URLs dislike',
      drop('tcp 1', '::/0', { description: " &=+%'*~" }),
    ],
    ['the last port', accept('udp 65535', '0.0.0.0/0', { priority: 100 })],
  ])('%s', async (_, rule) => {
    const { back } = await roundTrip(rule);
    expect(back && contentKey(back)).toBe(contentKey(rule));
  });

  function byName(rule: Rule): Rule {
    const { peer } = rule;
    if (peer.kind !== 'foreignGroup' || !peer.groupId.startsWith('sg-live-')) return rule;
    const group = peer.groupId.slice('sg-live-'.length) as never;
    return { ...rule, peer: { kind: 'group', group } };
  }
});

const captured = {
  SecurityGroupRuleId: 'sgr-1',
  Direction: 'ingress',
  Policy: 'Accept',
  IpProtocol: 'TCP',
  PortRange: '80/80',
  SourcePortRange: '',
  SourceCidrIp: '10.0.0.0/8',
  Ipv6SourceCidrIp: '',
  SourceGroupId: '',
  SourceGroupOwnerAccount: '',
  SourcePrefixListId: '',
  DestCidrIp: '',
  Ipv6DestCidrIp: '',
  Priority: 1,
  Description: '',
};

describe('reading', () => {
  test.each<[string, object, object]>([
    ['a priority as a text', { Priority: '7' }, { priority: 7 }],
    ['a source port of -1/-1 as none', { SourcePortRange: '-1/-1' }, { traffic: tcp80() }],
    ['a null description as none', { Description: null }, { description: '' }],
    ['a missing description as none', { Description: undefined }, { description: '' }],
    [
      'any case',
      { IpProtocol: 'tcp', Policy: 'ACCEPT', Direction: 'Ingress' },
      { policy: 'accept' },
    ],
    [
      'ICMP for IPv6 by its other name',
      { IpProtocol: 'IPV6-ICMP' },
      { traffic: { protocol: 'icmpv6' } },
    ],
    [
      'our own account as none',
      { ...peerGroup, SourceGroupOwnerAccount: account },
      { peer: ours() },
    ],
    ['an account as a number', { ...peerGroup, SourceGroupOwnerAccount: 5 }, { peer: ours('5') }],
    [
      'a prefix list',
      { SourceCidrIp: '', SourcePrefixListId: 'pl-1' },
      { peer: { kind: 'prefixList', prefixList: 'pl-1' } },
    ],
    [
      'a port list',
      { PortRange: '', PortRangeListId: 'prl-1' },
      { traffic: { protocol: 'tcp', ports: { kind: 'list', portList: 'prl-1' } } },
    ],
    ['our own side', { DestCidrIp: '192.168.0.8' }, { local: '192.168.0.8/32' as Cidr }],
  ])('%s', (_, change, meaning) => {
    expect(fromWireRule({ ...captured, ...change }, account)).toMatchObject(meaning);
  });

  test.each([
    ['10.1.2.3/8', '10.0.0.0/8', '10.1.2.3/8'],
    ['2001:db8::1/32', '2001:db8::/32', '2001:db8::1/32'],
    ['10.0.0.0/8', '10.0.0.0/8', undefined],
    ['10.0.0.1', '10.0.0.1/32', undefined],
    ['2001:0DB8::', '2001:db8::/128', undefined],
  ])('the peer %s is %s, and what is kept of it is %s', (text, cidr, storedPeer) => {
    const name = text.includes(':') ? 'Ipv6SourceCidrIp' : 'SourceCidrIp';
    const rule = fromWireRule({ ...captured, SourceCidrIp: '', [name]: text }, account);
    expect(rule?.peer).toEqual({ kind: 'cidr', cidr });
    expect(rule?.storedPeer).toBe(storedPeer);
  });

  test.each<[string, object]>([
    ['an unknown protocol', { IpProtocol: 'SCTPv9' }],
    ['an unknown policy', { Policy: 'Log' }],
    ['an unknown direction', { Direction: 'sideways' }],
    ['no priority', { Priority: '' }],
    ['priority 0', { Priority: 0 }],
    ['priority 128', { Priority: 128 }],
    ['no peer', { SourceCidrIp: '' }],
    ['a peer that is no address', { SourceCidrIp: '10.0.0.0/40' }],
    ['a local side that is no address', { DestCidrIp: 'here' }],
    ['TCP without ports', { PortRange: '' }],
    ['ports that run backwards', { PortRange: '90/80' }],
    ['source ports that are none', { SourcePortRange: 'many' }],
  ])('refuses %s', (_, change) => {
    expect(fromWireRule({ ...captured, ...change }, account)).toBeUndefined();
  });
});

function tcp80() {
  return { protocol: 'tcp', ports: { kind: 'range', first: 80, last: 80 } };
}

const peerGroup = { SourceCidrIp: '', SourceGroupId: 'sg-x' };

function ours(of?: string) {
  return { kind: 'foreignGroup', groupId: 'sg-x', ...(of === undefined ? {} : { account: of }) };
}
