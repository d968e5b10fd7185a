// Goal: no small case is missed. Method: every change between any two sets of up to two rules out of
// nine that collide, put to the oracle for every packet of the universe.
import { test } from 'vitest';
import type { Cidr } from '../../../src/model/cidr.ts';
import type { GroupName } from '../../../src/model/group-identity.ts';
import type { Rule } from '../../../src/model/rule.ts';
import { compare } from '../../../src/reach/access/compare.ts';
import type { AccessGroup } from '../../../src/reach/access/contender.ts';
import { complete } from './complete.ts';
import { expectExactly } from './expect-exactly.ts';
import { verdicts } from './verdicts.ts';

const direction = 'ingress';
const ssh = { protocol: 'tcp', ports: { kind: 'range', first: 22, last: 22 } } as const;
const low = { protocol: 'tcp', ports: { kind: 'range', first: 1, last: 22 } } as const;
const everybody = { kind: 'cidr', cidr: '0.0.0.0/0' as Cidr } as const;
const inside = { kind: 'cidr', cidr: '10.0.0.0/8' as Cidr } as const;
const ipv6 = { kind: 'cidr', cidr: '::/0' as Cidr } as const;
const web = { kind: 'group', group: 'web' as GroupName } as const;
const pool: readonly Rule[] = [
  { direction, policy: 'accept', traffic: ssh, peer: everybody, priority: 1 },
  { direction, policy: 'drop', traffic: ssh, peer: inside, priority: 1 },
  { direction, policy: 'accept', traffic: low, peer: inside, priority: 1 },
  { direction, policy: 'drop', traffic: low, peer: everybody, priority: 2 },
  { direction, policy: 'accept', traffic: { protocol: 'all' }, peer: everybody, priority: 2 },
  { direction, policy: 'accept', traffic: { protocol: 'all' }, peer: ipv6, priority: 2 },
  { direction, policy: 'drop', traffic: { protocol: 'icmp' }, peer: inside, priority: 1 },
  { direction, policy: 'accept', traffic: ssh, peer: web, priority: 1 },
  { direction, policy: 'drop', traffic: { protocol: 'all' }, peer: web, priority: 2 },
];

const sets = pool.flatMap((one, index) => [
  [one],
  ...pool.slice(index + 1).map((other) => [one, other]),
]);
const interfaces = [[], ...sets].map((rules) => {
  const groups: readonly AccessGroup[] = [
    { name: 'app', type: 'normal', innerAccessPolicy: 'drop', rules },
  ];
  return { groups, isAllowed: verdicts(groups, direction) };
});

test('every change between small sets of rules opens and closes exactly what the oracle says', () => {
  for (const before of interfaces) {
    for (const after of interfaces) {
      const change = { before: before.groups, after: after.groups };
      const { opened, closed } = complete(compare(change, { direction }));
      expectExactly(direction, {
        terms: opened,
        isWanted: after.isAllowed.map((is, index) => is && before.isAllowed[index] === false),
      });
      expectExactly(direction, {
        terms: closed,
        isWanted: after.isAllowed.map((is, index) => !is && before.isAllowed[index] === true),
      });
    }
  }
});
