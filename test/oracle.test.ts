// Goal: the oracle that judges plans says itself what ecs-behaviour.md §1 says. Plain examples, by
// hand.
import { describe, expect, test } from 'vitest';
import { decide, Oracle, type Interface, type Packet, type WireGroup } from './oracle.ts';

const https: Packet = {
  direction: 'ingress',
  protocol: 'tcp',
  port: 443,
  sourcePort: 50_000,
  peer: '10.0.0.1',
  local: '192.168.0.1',
  peerGroups: [],
};
const everyone = {
  Direction: 'ingress',
  IpProtocol: 'ALL',
  PortRange: '-1/-1',
  SourceCidrIp: '0.0.0.0/0',
  Policy: 'Accept',
  Priority: 10,
};

function group(rules: readonly object[], inner = 'Drop'): WireGroup {
  const Permission = rules.map((rule) => ({ ...everyone, ...rule }));
  return { SecurityGroupId: 'sg-a', InnerAccessPolicy: inner, Permissions: { Permission } };
}

function normal(...groups: readonly WireGroup[]): Interface {
  return { type: 'normal', groups };
}

describe('what decides a packet', () => {
  test.each([
    ['nothing: ingress of a basic group', normal(group([])), https, 'drop'],
    ['nothing: egress of a basic group', normal(group([])), egress(https), 'accept'],
    ['nothing: ingress of an advanced group', enterprise(group([])), https, 'drop'],
    ['nothing: egress of an advanced group', enterprise(group([])), egress(https), 'drop'],
    ['a rule', normal(group([{}])), https, 'accept'],
    ['the smaller priority', normal(group([{}, { Policy: 'Drop', Priority: 9 }])), https, 'drop'],
    ['not the larger one', normal(group([{}, { Policy: 'Drop', Priority: 11 }])), https, 'accept'],
    ['drop, on a tie', normal(group([{ Policy: 'Drop' }, {}])), https, 'drop'],
    ['drop, on a tie, in any order', normal(group([{}, { Policy: 'Drop' }])), https, 'drop'],
    [
      'the priority as a number, even where it is a text',
      normal(group([{ Priority: '9' }, { Policy: 'Drop', Priority: '10' }])),
      https,
      'accept',
    ],
    [
      'the rules of all groups together',
      normal(group([{}]), group([{ Policy: 'Drop', Priority: 1 }])),
      https,
      'drop',
    ],
    [
      'the inner policy, before any rule',
      normal(group([{ Policy: 'Drop', Priority: 1 }], 'Accept')),
      { ...https, peerGroups: ['sg-a'] },
      'accept',
    ],
    [
      'not the inner policy, for others',
      normal(group([{ Policy: 'Drop', Priority: 1 }], 'Accept')),
      { ...https, peerGroups: ['sg-b'] },
      'drop',
    ],
    [
      'not the inner policy, in an advanced group',
      enterprise(group([], 'Accept')),
      { ...https, peerGroups: ['sg-a'] },
      'drop',
    ],
  ] as const)('%s', (_, nic, packet, verdict) => {
    expect(decide(nic, packet)).toBe(verdict);
    expect(new Oracle([https, packet]).decide(nic)[1]).toBe(verdict);
  });
});

describe('what a rule matches', () => {
  test.each([
    ['a port of its range', { IpProtocol: 'TCP', PortRange: '442/443' }, https, true],
    ['no port outside', { IpProtocol: 'TCP', PortRange: '1/442' }, https, false],
    ['another protocol not', { IpProtocol: 'UDP', PortRange: '443/443' }, https, false],
    ['the other direction not', { Direction: 'egress', DestCidrIp: '0.0.0.0/0' }, https, false],
    ['an address in its block', { SourceCidrIp: '10.0.0.0/31' }, https, true],
    ['no address outside', { SourceCidrIp: '10.0.0.2/31' }, https, false],
    ['bits after the prefix do not count', { SourceCidrIp: '10.0.0.7/24' }, https, true],
    ['a single address', { SourceCidrIp: '10.0.0.1' }, https, true],
    ['the other family not', { SourceCidrIp: '', Ipv6SourceCidrIp: '::/0' }, https, false],
    [
      'an IPv6 block',
      { SourceCidrIp: '', Ipv6SourceCidrIp: '2001:db8::/126' },
      { ...https, peer: '2001:db8::3' },
      true,
    ],
    [
      'no IPv6 address outside',
      { SourceCidrIp: '', Ipv6SourceCidrIp: '2001:db8::/126' },
      { ...https, peer: '2001:db8::4' },
      false,
    ],
    [
      'a member of its peer group, whatever the address',
      { SourceCidrIp: '', SourceGroupId: 'sg-b' },
      { ...https, peerGroups: ['sg-b'] },
      true,
    ],
    ['nobody else', { SourceCidrIp: '', SourceGroupId: 'sg-b' }, https, false],
    ['a source port', { SourcePortRange: '50000/50001' }, https, true],
    ['no other source port', { SourcePortRange: '1/49999' }, https, false],
    ['our own side', { DestCidrIp: '192.168.0.0/30' }, https, true],
    ['no other side of ours', { DestCidrIp: '192.168.0.4/30' }, https, false],
  ] as const)('%s', (_, rule, packet, isMatch) => {
    const nic = normal(group([{ ...rule, Policy: 'Accept' }]));
    expect(decide(nic, packet)).toBe(isMatch ? 'accept' : 'drop');
  });
});

function egress(packet: Packet): Packet {
  return { ...packet, direction: 'egress' };
}

function enterprise(...groups: readonly WireGroup[]): Interface {
  return { type: 'enterprise', groups };
}
