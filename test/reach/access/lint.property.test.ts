// Goal: a rule is called idle exactly where nothing changes without it, and for the right reason.
// Method: each rule of random groups is left out, and both sides are compared; that comparing is
// exact has tests of its own. Whether it is shadowed is asked packet by packet.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rankOf, type Direction, type Rule } from '../../../src/model/rule.ts';
import { compare } from '../../../src/reach/access/compare.ts';
import type { AccessGroup, Decider } from '../../../src/reach/access/contender.ts';
import { lint, type IdleRule } from '../../../src/reach/access/lint.ts';
import { runs } from '../../runs.ts';
import { anyInterface } from './any-groups.ts';
import { complete } from './complete.ts';
import { packetsOf } from './packets.ts';
import { isMatched, winnersOf } from './winners.ts';

interface Linted {
  readonly direction: Direction;
  readonly groups: readonly AccessGroup[];
}

const linted: fc.Arbitrary<Linted> = fc
  .constantFrom<Direction>('ingress', 'egress')
  .chain((direction) =>
    fc.record({
      direction: fc.constant(direction),
      groups: anyInterface(direction, { rulesMax: 10 }),
    }),
  );

test('a rule is idle exactly where leaving it out changes nothing: alone, or in every combination', () => {
  const property = fc.property(linted, ({ direction, groups }) => {
    const { idle } = complete(lint(groups, { direction }));
    for (const rule of groups.flatMap(({ rules }) => rules)) {
      const found = idle.find((one) => one.rule === rule);
      const change = { before: groups, after: withoutRule(groups, rule) };
      const { opened, closed, hasSameRanks } = complete(compare(change, { direction }));
      expect(found !== undefined).toBe(opened.length + closed.length === 0);
      expect(found?.kind === 'shadowed' || found?.kind === 'covered').toBe(hasSameRanks);
    }
  });
  fc.assert(property, { numRuns: runs(300) });
});

test('a shadowed rule never decides, and what covers an idle rule is enough to make it so', () => {
  const property = fc.property(linted, ({ direction, groups }) => {
    for (const found of complete(lint(groups, { direction })).idle) {
      if (found.kind === 'shadowed') expectShadowed(found.rule, { direction, groups });
      if (found.kind === 'covered') expect(strongerAlone(groups, found)).toEqual([]);
      const named = new Set([...found.coveredBy, ...found.decidedInstead]);
      const left = onlyThose(groups, { named, rule: found.rule });
      const again = complete(lint(left, { direction })).idle;
      const same = again.find(({ rule }) => rule === found.rule);
      expect(same === undefined).toBe(false);
      if (found.kind !== 'redundant') expect(same?.kind).toBe(found.kind);
    }
  });
  fc.assert(property, { numRuns: runs(200) });
});

test('looking at some rules alone finds of them what looking at all finds', () => {
  const property = fc.property(linted, fc.nat(), ({ direction, groups }, seed) => {
    const only = (rule: Rule) => (rule.priority + seed) % 2 === 0;
    const all = complete(lint(groups, { direction })).idle.filter(({ rule }) => only(rule));
    expect(complete(lint(groups, { direction, only })).idle).toEqual(all);
  });
  fc.assert(property, { numRuns: runs(300) });
});

function withoutRule(groups: readonly AccessGroup[], rule: Rule): readonly AccessGroup[] {
  return groups.map((group) => ({ ...group, rules: group.rules.filter((one) => one !== rule) }));
}

/** At each packet that it matches, something that is stronger matches too. */
function expectShadowed(rule: Rule, { direction, groups }: Linted): void {
  const winners = winnersOf(groups, direction);
  const wins = packetsOf[direction].filter(
    (packet, index) => isMatched(rule, packet) && (winners[index]?.rank ?? 0) >= rankOf(rule),
  );
  expect(wins).toEqual([]);
}

/** Of a covered rule: with rules that are stronger alone it would not be idle so. */
function strongerAlone(groups: readonly AccessGroup[], { rule }: IdleRule): readonly IdleRule[] {
  const stronger = groups.map((group) => ({
    ...group,
    rules: group.rules.filter((one) => one === rule || rankOf(one) < rankOf(rule)),
  }));
  const { direction } = rule;
  return complete(lint(stronger, { direction })).idle.filter(
    (one) => one.rule === rule && one.kind !== 'redundant',
  );
}

/** The groups with the rule, and of all else what is named. */
function onlyThose(
  groups: readonly AccessGroup[],
  { named, rule }: { readonly named: ReadonlySet<Decider>; readonly rule: Rule },
): readonly AccessGroup[] {
  const rules = new Set([...named].flatMap((one) => (one.kind === 'rule' ? [one.rule] : [])));
  const inner = new Set(
    [...named].flatMap((one) => (one.kind === 'innerAccessPolicy' ? [one.group] : [])),
  );
  return groups.map((group) => ({
    ...group,
    innerAccessPolicy: inner.has(group.name) ? 'accept' : 'drop',
    rules: group.rules.filter((one) => one === rule || rules.has(one)),
  }));
}
