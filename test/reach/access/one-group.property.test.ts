// Goal: what is said of a rule among those of its group is exactly so, and in doubt nothing is said.
// Method: random rules of a world in which each kind of packet is asked about one by one.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { WrittenRule } from '../../../src/model/rule.ts';
import { defaultNodesMax } from '../../../src/reach/access/analysis.ts';
import type { Decider } from '../../../src/reach/access/contender.ts';
import { contradictions, type Contradiction } from '../../../src/reach/access/contradictions.ts';
import { lint, type IdleRule } from '../../../src/reach/access/lint.ts';
import type { Packet } from '../../oracle.ts';
import { runs } from '../../runs.ts';
import { isMatch, matching, smallGroups, smallPackets, type SmallGroup } from '../small-world.ts';
import { complete } from './complete.ts';

function idleOf({ group, direction }: SmallGroup): ReadonlyMap<WrittenRule, IdleRule<WrittenRule>> {
  const { idle } = complete(lint([group], { direction }));
  return new Map(idle.map((one) => [one.rule, one]));
}

function contradictionsOf({ group, direction }: SmallGroup): readonly Contradiction[] {
  return complete(contradictions(group, { direction, nodesMax: defaultNodesMax })).contradictions;
}

function rulesOf(deciders: readonly Decider<WrittenRule>[]): readonly WrittenRule[] {
  return deciders.flatMap((decider) => (decider.kind === 'rule' ? [decider.rule] : []));
}

function packetsOf(rule: WrittenRule): readonly Packet[] {
  return smallPackets.filter((packet) => isMatch(rule, packet));
}

function rank({ priority, policy }: WrittenRule): string {
  return `${priority} ${policy === 'drop' ? 0 : 1}`;
}

test('a rule is shadowed exactly where stronger rules match all that it matches', () => {
  fc.assert(
    fc.property(smallGroups, (small) => {
      const { rules } = small.group;
      const idle = idleOf(small);
      for (const rule of rules) {
        const isShadowed = packetsOf(rule).every((packet) =>
          rules.some((other) => rank(other) < rank(rule) && isMatch(other, packet)),
        );
        const found = idle.get(rule);
        expect(found?.kind === 'shadowed').toBe(isShadowed);
        if (!isShadowed) continue;
        const by = rulesOf(found?.coveredBy ?? []);
        expect(by.every((other) => rank(other) < rank(rule))).toBe(true);
        expect(packetsOf(rule).every((one) => by.some((other) => isMatch(other, one)))).toBe(true);
      }
    }),
    { numRuns: runs(300) },
  );
});

test('another rule is idle exactly where no packet is decided otherwise without it', () => {
  fc.assert(
    fc.property(smallGroups, (small) => {
      const { rules } = small.group;
      const idle = idleOf(small);
      for (const rule of rules) {
        const without = rules.filter((other) => other !== rule);
        const isSame = smallPackets.every((packet) => {
          const [one] = matching(rules, packet);
          const [other] = matching(without, packet);
          return (one?.policy ?? small.fallback) === (other?.policy ?? small.fallback);
        });
        const found = idle.get(rule);
        expect(found !== undefined).toBe(isSame);
        if (found === undefined || found.kind === 'shadowed') continue;
        const weaker = rulesOf([...found.coveredBy, ...found.decidedInstead]).filter(
          (other) => rank(other) >= rank(rule),
        );
        expect(weaker.every(({ policy }) => policy === rule.policy)).toBe(true);
      }
    }),
    { numRuns: runs(300) },
  );
});

test('those that are named are enough: with them alone the rule does nothing', () => {
  fc.assert(
    fc.property(smallGroups, (small) => {
      for (const [rule, { coveredBy, decidedInstead }] of idleOf(small)) {
        const others = rulesOf([...coveredBy, ...decidedInstead]);
        for (const packet of smallPackets) {
          const [one] = matching([rule, ...others], packet);
          const [other] = matching(others, packet);
          expect(one?.policy ?? small.fallback).toBe(other?.policy ?? small.fallback);
        }
      }
    }),
    { numRuns: runs(100) },
  );
});

test('a rule is contradicted exactly by what takes packets from it and also decides others', () => {
  fc.assert(
    fc.property(smallGroups, (small) => {
      const { rules } = small.group;
      const found = new Map(contradictionsOf(small).map((one) => [one.rule, one]));
      for (const rule of rules) {
        const inPlace = rules.filter(({ source }) => source.line === rule.source.line);
        const contradicts = rules.filter((other) => {
          if (other.policy === rule.policy) return false;
          const own = smallPackets.filter((packet) => matching(rules, packet)[0] === other);
          const isBeyond = own.some((packet) => !inPlace.some((one) => isMatch(one, packet)));
          return isBeyond && own.some((packet) => isMatch(rule, packet));
        });
        const [even, stronger] = [true, false].map((isEven) =>
          contradicts.filter((other) => (other.priority === rule.priority) === isEven),
        );
        const { overruledBy = [], piercedBy = [] } = found.get(rule) ?? {};
        expect(new Set(overruledBy)).toEqual(new Set(rule.policy === 'accept' ? even : []));
        expect(new Set(piercedBy)).toEqual(new Set(rule.policy === 'drop' ? stronger : []));
      }
    }),
    { numRuns: runs(300) },
  );
});

test('past the budget nothing is said of any rule', () => {
  fc.assert(
    fc.property(smallGroups, fc.integer({ min: 1, max: 30 }), ({ group, direction }, nodesMax) => {
      const options = { direction, nodesMax };
      for (const [answer, whole] of [
        [lint([group], options), lint([group], { direction })],
        [
          contradictions(group, options),
          contradictions(group, { direction, nodesMax: defaultNodesMax }),
        ],
      ]) {
        if (answer?.kind === 'incomplete') expect(answer).toEqual({ kind: 'incomplete', nodesMax });
        else expect(answer).toEqual(whole);
      }
    }),
    { numRuns: runs(100) },
  );
});
