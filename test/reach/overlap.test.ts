// Goal: rules that can meet at a packet are known to; an overlap too few would cost an outage.
// Method: if the oracle finds one packet of the universe that two random rules both match, they
// must overlap. That rules which never meet are told apart is shown by examples.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Rule, WrittenRule } from '../../src/model/rule.ts';
import { boxOf, everything, overlaps } from '../../src/reach/overlap.ts';
import { matches } from '../oracle.ts';
import { seededId } from '../planner/names.ts';
import { packets } from '../planner/packets.ts';
import { scenarios } from '../planner/universe.ts';
import { accept, drop, named } from '../planner/words.ts';
import { wireOfRule } from '../planner/wire-words.ts';

test('two rules that match one packet overlap', () => {
  fc.assert(
    fc.property(scenarios({ twins: false }), ({ desired }) => {
      const rules = desired.groups.flatMap((group): readonly Rule[] =>
        group.state === 'present' ? [...(group.ingress ?? []), ...(group.egress ?? [])] : [],
      );
      const matched = rules.map((rule) => {
        const words = wireOfRule(rule, seededId);
        return packets.map((packet) => matches(words, packet));
      });
      for (const [i, one] of rules.entries()) {
        expect(overlaps(boxOf(one), everything)).toBe(true);
        for (const [j, other] of rules.entries()) {
          const meet = matched[i]?.some((hit, packet) => hit && matched[j]?.[packet] === true);
          if (meet) expect(overlaps(boxOf(one), boxOf(other))).toBe(true);
        }
      }
    }),
    { numRuns: 100 },
  );
});

const web = accept('tcp 80-90', '10.0.0.0/24');
const portList = { protocol: 'tcp', ports: { kind: 'list', portList: 'prl-x' } } as const;
const local = (cidr: string) => ({ ...web, local: cidr }) as WrittenRule;

test.each<[string, WrittenRule, WrittenRule, boolean]>([
  ['the same match', web, drop('tcp 80-90', '10.0.0.0/24', { priority: 9 }), true],
  ['ports that touch at one', web, accept('tcp 90-99', '10.0.0.0/8'), true],
  ['ports side by side', web, accept('tcp 91-99', '10.0.0.0/8'), false],
  ['blocks side by side', web, accept('tcp 80', '10.0.1.0/24'), false],
  ['the two families', accept('all', '0.0.0.0/0'), accept('all', '::/0'), false],
  ['protocols', web, accept('udp 80-90', '10.0.0.0/24'), false],
  ['a protocol and all', web, accept('all', '10.0.0.0/24'), true],
  ['directions', web, { ...web, direction: 'egress' }, false],
  ['a group and a block', web, accept('tcp 80', named('app')), true],
  ['two groups', accept('all', named('app')), accept('all', named('db')), true],
  ['icmp from a group and IPv6', accept('icmp', named('app')), accept('all', '::/0'), false],
  ['local sides apart', local('192.168.0.1/32'), local('192.168.0.2/32'), false],
  ['a local side and none', local('192.168.0.1/32'), web, true],
  ['a port list and a range', web, { ...web, traffic: portList }, true],
])('%s', (_, one, other, expected) => {
  expect(overlaps(boxOf(one), boxOf(other))).toBe(expected);
  expect(overlaps(boxOf(other), boxOf(one))).toBe(expected);
});
