// Goal: each change that `explain` names does what it is named for: dropped traffic passes at that end, and
// accepted traffic does not.
// Method: random groups on one interface, and a packet; where a change is said of a part that the packet is
// in, it is made to the groups, and the oracle is asked again.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cidr } from '../../../src/model/cidr.ts';
import type { ExplainedChange } from '../../../src/model/explanation.ts';
import type { Policy } from '../../../src/model/rule.ts';
import { decisions } from '../../../src/reach/access/decisions.ts';
import type { StateGroup } from '../../../src/reach/ends/access-state.ts';
import { changesFor } from '../../../src/reach/flow/changes.ts';
import { decide, type Packet } from '../../oracle.ts';
import { runs } from '../../runs.ts';
import { anyInterface } from '../access/any-groups.ts';
import { termTest } from '../access/in-set.ts';
import { knownEntries } from '../access/known-lists.ts';
import { wireOf } from '../access/verdicts.ts';

const direction = 'ingress';
const anyPacket = fc.record({
  direction: fc.constant<'ingress'>(direction),
  protocol: fc.constantFrom<Packet['protocol']>('tcp', 'tcp', 'udp', 'gre'),
  port: fc.constantFrom(22, 80, 1024),
  sourcePort: fc.constantFrom(1, 1024),
  peer: fc.constantFrom('10.0.0.0', '10.128.0.1', '203.0.113.7', '255.255.255.255'),
  local: fc.constantFrom('192.168.0.0', '192.168.7.7'),
  peerGroups: fc.subarray(['web', 'app', 'sg-others', 'pl-x']),
});

test('made alone, each change turns what is decided of every packet that it is about', () => {
  const seen = new Map<string, number>();
  const property = fc.property(
    anyInterface(direction, { rulesMax: 7 }),
    anyPacket,
    (drawn, packet) => {
      const groups = drawn.map((group): StateGroup => ({ ...group, isOurs: true, unwritten: [] }));
      const found = decisions(groups, { direction, within: [{ direction, protocols: ['all'] }] });
      if (found.kind !== 'complete') throw new Error('these are few rules');
      for (const decision of found.decisions) {
        if (!decision.traffic.some((term) => termTest(term)(packet))) continue;
        expect(verdictOn(groups, packet)).toBe(decision.policy);
        const changes = changesFor(decision, { direction, groups });
        expect(changes).not.toEqual([]);
        for (const change of changes) {
          seen.set(change.kind, (seen.get(change.kind) ?? 0) + 1);
          const changed = withChange(groups, change);
          expect([change, verdictOn(changed, packet)]).toEqual([change, other(decision.policy)]);
        }
      }
    },
  );
  fc.assert(property, { numRuns: runs(400) });
  const kinds = ['addAccept', 'addDrop', 'removeAccepts', 'removeDrops'];
  expect(kinds.filter((kind) => (seen.get(kind) ?? 0) < 20)).toEqual([]);
});

function verdictOn(groups: readonly StateGroup[], packet: Packet): Policy {
  const wire = groups.map((group) => wireOf(group, false));
  return decide({ type: groups[0]?.type ?? 'normal', groups: wire }, packet, knownEntries);
}

function other(policy: Policy): Policy {
  return policy === 'accept' ? 'drop' : 'accept';
}

function withChange(groups: readonly StateGroup[], change: ExplainedChange): readonly StateGroup[] {
  if ('priorityMax' in change) {
    const policy = change.kind === 'addAccept' ? 'accept' : 'drop';
    return withRule(groups, change.groups.at(-1), { policy, priority: change.priorityMax });
  }
  const gone = change.kind === 'removeDrops' ? change.drops : change.accepts;
  const left = groups.map((group): StateGroup => {
    const own = gone.filter((one) => one.group === group.name);
    const rules = own.flatMap((one) => (one.kind === 'rule' ? [one.rule] : []));
    const isInner = own.some(({ kind }) => kind === 'innerAccessPolicy');
    return {
      ...group,
      ...(isInner ? { innerAccessPolicy: 'drop' } : {}),
      rules: group.rules.filter((rule) => !rules.includes(rule)),
    };
  });
  const policy = change.kind === 'removeDrops' ? 'accept' : 'drop';
  return change.thenAdd ? withRule(left, groups[0]?.name, { policy, priority: 100 }) : left;
}

/** One rule more, which matches every packet here. */
function withRule(
  groups: readonly StateGroup[],
  name: string | undefined,
  { policy, priority }: { readonly policy: Policy; readonly priority: number },
): readonly StateGroup[] {
  const peer = { kind: 'cidr', cidr: '0.0.0.0/0' as Cidr } as const;
  const rule = { direction, policy, priority, traffic: { protocol: 'all' }, peer } as const;
  return groups.map((group) =>
    group.name === name ? { ...group, rules: [...group.rules, rule] } : group,
  );
}
