// Rules of a universe so small that two random ones often agree in all but one field.
import fc from 'fast-check';
import type { Cidr } from '../../src/model/cidr.ts';
import type { GroupId, GroupName } from '../../src/model/group-identity.ts';
import type { Peer } from '../../src/model/peer.ts';
import type { Rule } from '../../src/model/rule.ts';
import type { Traffic } from '../../src/model/traffic.ts';

const range = { kind: 'range', first: 80, last: 80 } as const;
const traffics: readonly Traffic[] = [
  { protocol: 'all' },
  { protocol: 47 },
  { protocol: 'tcp', ports: range },
  { protocol: 'udp', ports: range },
  { protocol: 'tcp', ports: { ...range, last: 81 } },
  { protocol: 'tcp', ports: range, sourcePorts: { first: 1, last: 9 } },
  { protocol: 'tcp', ports: { kind: 'list', portList: 'prl-x' } },
];

const peers: readonly Peer[] = [
  { kind: 'cidr', cidr: '10.0.0.0/8' as Cidr },
  { kind: 'cidr', cidr: '2001:db8::/32' as Cidr },
  { kind: 'group', group: 'sg-x' as GroupName },
  { kind: 'foreignGroup', groupId: 'sg-x' as GroupId },
  { kind: 'foreignGroup', groupId: 'sg-x' as GroupId, account: '1000000000000002' },
  { kind: 'prefixList', prefixList: 'pl-x' },
];

/** `description` has those that may stand there, and undefined where there may be none. */
export function anyRule(descriptions: readonly (string | undefined)[]): fc.Arbitrary<Rule> {
  return fc
    .record({
      direction: fc.constantFrom('ingress', 'egress'),
      policy: fc.constantFrom('accept', 'drop'),
      traffic: fc.constantFrom(...traffics),
      peer: fc.constantFrom(...peers),
      local: fc.constantFrom(undefined, undefined, '10.9.0.0/16' as Cidr),
      priority: fc.constantFrom(1, 1, 2),
      description: fc.constantFrom(...descriptions),
    })
    .map(({ local, description, ...rule }) => ({
      ...rule,
      ...(local === undefined ? {} : { local }),
      ...(description === undefined ? {} : { description }),
    }));
}

/** The same rule, or one that differs from it in some of its fields. */
export function likeRule(rule: Rule, other: Rule): fc.Arbitrary<Rule> {
  return fc.subarray(Object.keys(other) as (keyof Rule)[]).map((changed) => {
    return { ...rule, ...Object.fromEntries(changed.map((field) => [field, other[field]])) };
  });
}
