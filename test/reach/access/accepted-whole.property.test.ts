// Goal: a group is said to filter nothing exactly where no packet is stopped, and some of a protocol to
// get in exactly where a packet of it does.
// Method: random rules of a world in which each kind of packet is asked about one by one.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cidr, Family } from '../../../src/model/cidr.ts';
import type { WrittenRule } from '../../../src/model/rule.ts';
import { acceptedWhole } from '../../../src/reach/access/accepted-whole.ts';
import { defaultNodesMax } from '../../../src/reach/access/analysis.ts';
import { exposure } from '../../../src/reach/access/exposure.ts';
import type { Packet } from '../../oracle.ts';
import { runs } from '../../runs.ts';
import { groupOf, isMatch, matching, smallPackets, smallRules } from '../small-world.ts';
import { complete } from './complete.ts';

/** Often one or two rules of all protocols from everywhere: by chance there are few. */
const broadRules = fc
  .tuple(smallRules, fc.subarray([1, 2, 3]), fc.constantFrom('0.0.0.0/0', '::/0'))
  .map(([rules, priorities, cidr]) => [
    ...rules,
    ...priorities.slice(0, 2).map((priority, index): WrittenRule => ({
      direction: 'ingress',
      policy: 'accept',
      traffic: { protocol: 'all' },
      peer: { kind: 'cidr', cidr: (index === 0 ? cidr : '10.0.0.0/29') as Cidr },
      priority,
      source: { file: 'groups/small.yaml', line: 9 + index, column: 5 },
    })),
  ]);

function packetsOf(family: Family): readonly Packet[] {
  return smallPackets.filter(
    ({ peer, peerGroups }) => peer.includes(':') === (family === 'ipv6') && peerGroups.length === 0,
  );
}

/** Whether it lets a packet in, whatever weaker rules say. */
function letsIn(rule: WrittenRule, rules: readonly WrittenRule[], packet: Packet): boolean {
  if (rule.policy === 'drop' || !isMatch(rule, packet)) return false;
  return !rules.some(
    ({ policy, priority, ...other }) =>
      policy === 'drop' &&
      priority <= rule.priority &&
      isMatch({ policy, priority, ...other }, packet),
  );
}

test('all of a family is accepted exactly where none of its packets is stopped, by broad rules', () => {
  let count = 0;
  fc.assert(
    fc.property(broadRules, fc.constantFrom<Family>('ipv4', 'ipv6'), (rules, family) => {
      const options = { family, nodesMax: defaultNodesMax };
      const { rules: by } = complete(acceptedWhole([groupOf(rules, 'ingress')], options));
      const packets = packetsOf(family);
      const broad = rules.filter(
        (rule) =>
          rule.traffic.protocol === 'all' && packets.some((one) => letsIn(rule, rules, one)),
      );
      const isWhole =
        packets.every((packet) => matching(rules, packet)[0]?.policy === 'accept') &&
        packets.every((packet) =>
          rules.some(
            (rule) =>
              rule.policy === 'accept' && rule.traffic.protocol === 'all' && isMatch(rule, packet),
          ),
        );
      expect(by.length > 0).toBe(isWhole);
      expect(by.every((rule) => broad.includes(rule))).toBe(true);
      // What is not named matches nothing that those who are named do not match.
      if (!isWhole) return;
      count += 1;
      for (const packet of packets) {
        if (!broad.some((rule) => isMatch(rule, packet))) continue;
        expect(by.some((rule) => isMatch(rule, packet))).toBe(true);
      }
    }),
    { numRuns: runs(400) },
  );
  expect(count).toBeGreaterThan(20);
});

test('something of a protocol is allowed exactly where a packet of it gets in', () => {
  fc.assert(
    fc.property(smallRules, fc.constantFrom('icmp', 'udp'), (rules, protocol) => {
      const direction = 'ingress';
      const within = [{ direction, protocols: [protocol] }] as const;
      const { allowed } = complete(exposure([groupOf(rules, direction)], { direction, within }));
      const getsIn = smallPackets.some(
        (packet) => packet.protocol === protocol && matching(rules, packet)[0]?.policy === 'accept',
      );
      expect(allowed.length > 0).toBe(getsIn);
    }),
    { numRuns: runs(300) },
  );
});
