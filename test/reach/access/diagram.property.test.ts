// Goal: equal functions are one node, however they were made, and operations obey their laws.
// Method: random rules; the same meaning in another spelling or another order of work must give the
// very same node. `topDown` decides level by level, and shares no more than how a node is made.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Direction, Rule } from '../../../src/model/rule.ts';
import { analysisOf, ranksOf, unionOf, type Analysis } from '../../../src/reach/access/analysis.ts';
import { contendersOf, type AccessGroup } from '../../../src/reach/access/contender.ts';
import { compare } from '../../../src/reach/access/compare.ts';
import { termsOf } from '../../../src/reach/access/describe.ts';
import { exposure } from '../../../src/reach/access/exposure.ts';
import { shapesOf } from '../../../src/reach/access/region.ts';
import { anything } from '../../../src/reach/access/shape.ts';
import { portLevel, sidesOf } from '../../../src/reach/access/space.ts';
import { none, nowhere, type Node, type Sides } from '../../../src/reach/diagram/diagram.ts';
import { runs } from '../../runs.ts';
import { anyChange, anyInterface, anyRule } from './any-groups.ts';
import { anyRegion } from './any-region.ts';
import { complete } from './complete.ts';
import { knownLists } from './known-lists.ts';

const nodesMax = 100_000;
const direction: Direction = 'ingress';
const rules = fc.array(anyRule(direction), { maxLength: 10 });

test('order, repetition and the halves of a block make no difference to the node', () => {
  const property = fc.property(rules, fc.nat(), (some, seed) => {
    const respelled = some.flatMap((rule, index) =>
      (index + seed) % 2 === 0 ? [...halvesOf(rule), rule] : halvesOf(rule),
    );
    const turned = [...respelled.slice(seed % 7), ...respelled.slice(0, seed % 7)].toReversed();
    const analysis = analysisFor([...some, ...turned]);
    expect(nodeOf(turned, analysis)).toBe(nodeOf(some, analysis));
  });
  fc.assert(property, { numRuns: runs(1500) });
});

test('divide and conquer makes what deciding level by level makes', () => {
  const property = fc.property(rules, (some) => {
    const analysis = analysisFor(some);
    const { diagram, space } = analysis;
    const boxes = contendersOf(groupsOf(some), direction).map(({ rank, shape }) => {
      return { rank, sides: sidesOf(shape, space) };
    });
    expect(nodeOf(some, analysis)).toBe(topDown(boxes, 0, diagram));
  });
  fc.assert(property, { numRuns: runs(700) });
});

test('the ranks of several groups are the least of those of each', () => {
  const property = fc.property(anyInterface(direction, { rulesMax: 10 }), (groups) => {
    const all = contendersOf(groups, direction);
    const analysis = analysisOf(
      all.map(({ shape }) => shape),
      { nodesMax },
    );
    const least = groups
      .map((group) => ranksOf(contendersOf([group], direction), analysis))
      .reduce((one, other) => analysis.diagram.min(one, other), none);
    expect(ranksOf(all, analysis)).toBe(least);
  });
  fc.assert(property, { numRuns: runs(1000) });
});

test('the kinds of some boxes are the boxes without all else', () => {
  const property = fc.property(rules, (some) => {
    const all = contendersOf(groupsOf(some), direction).map(({ shape }) => shape);
    // What matches nobody, as a list without entries, is of no kind.
    const shapes = all.filter(({ ports, peers }) => ports?.length !== 0 && peers?.length !== 0);
    const kinds = shapes.map(({ protocols, ports }) => ({ ...anything, protocols, ports }));
    const analysis = analysisOf([...shapes, ...kinds], { nodesMax });
    const set = unionOf(shapes, analysis);
    expect(analysis.diagram.projected(set, portLevel)).toBe(unionOf(kinds, analysis));
  });
  fc.assert(property, { numRuns: runs(700) });
});

test('before + opened − closed = after, the two are apart, and the way back is the mirror image', () => {
  const property = fc.property(rules, rules, (some, others) => {
    const analysis = analysisFor([...some, ...others]);
    const { diagram } = analysis;
    const [before, after] = [nodeOf(some, analysis), nodeOf(others, analysis)];
    const opened = diagram.gained({ before, after });
    const closed = diagram.gained({ before: after, after: before });
    const [was, is] = [diagram.accepted(before), diagram.accepted(after)];
    expect(diagram.and(opened, closed)).toBe(nowhere);
    expect(diagram.minus(diagram.or(was, opened), closed)).toBe(is);
    expect(diagram.minus(is, was)).toBe(opened);
    expect(diagram.gained({ before, after: before })).toBe(nowhere);
    expect(diagram.implies(opened, is)).toBe(true);
    expect(diagram.implies(is, was)).toBe(opened === nowhere);
  });
  fc.assert(property, { numRuns: runs(1500) });
});

test('the terms of a set read back are the set, whatever is asked of it', () => {
  const property = fc.property(rules, anyRegion(direction), (some, region) => {
    const conditions = contendersOf(groupsOf(some), direction).flatMap(({ shape }) => shape.within);
    const regions = shapesOf(region, { direction, conditions });
    const shapes = contendersOf(groupsOf(some), direction).map(({ shape }) => shape);
    const askedIn = (analysis: Analysis): Node =>
      analysis.diagram.and(
        analysis.diagram.accepted(nodeOf(some, analysis)),
        unionOf(regions, analysis),
      );
    const first = analysisOf([...shapes, ...regions], { nodesMax });
    const names = first.space.conditions;
    const read = termsOf(askedIn(first), { direction, analysis: first, matches: shapes }).flatMap(
      ({ term }) => shapesOf(term.traffic, { direction, conditions: names }),
    );
    // Terms may begin and end elsewhere: a run of addresses is said in blocks.
    const again = analysisOf([...shapes, ...regions, ...read], { nodesMax });
    const { diagram, feasible } = again;
    expect(diagram.and(unionOf(read, again), feasible)).toBe(diagram.and(askedIn(again), feasible));
  });
  fc.assert(property, { numRuns: runs(1500) });
});

test('a change is the same with all rules around it and with those alone that it meets', () => {
  const property = fc.property(anyChange({ rulesMax: 10 }), ({ before, after, direction: of }) => {
    const all = [...contendersOf(before, of), ...contendersOf(after, of)];
    const shapes = all.map(({ shape }) => shape);
    const found = complete(compare({ before, after }, { direction: of }));
    const [was, is] = [before, after].map(
      (groups) => complete(exposure(groups, { direction: of })).allowed,
    );
    const conditions = shapes.flatMap(({ within }) => within);
    const parts = [was, is, found.opened, found.closed].map((terms = []) =>
      terms.flatMap(({ traffic }) => shapesOf(traffic, { direction: of, conditions })),
    );
    const analysis = analysisOf([...shapes, ...parts.flat()], { nodesMax });
    const { diagram, feasible } = analysis;
    const nodes = parts.map((part) => diagram.and(unionOf(part, analysis), feasible));
    const [wasNode = nowhere, isNode = nowhere, opened, closed] = nodes;
    expect(opened).toBe(diagram.minus(isNode, wasNode));
    expect(closed).toBe(diagram.minus(wasNode, isNode));
  });
  fc.assert(property, { numRuns: runs(700) });
});

test('too few nodes give no answer', () => {
  const some = fc.sample(anyRule(direction), { numRuns: 30, seed: 1 });
  const groups = groupsOf(some);
  const answer = { kind: 'incomplete', nodesMax: 20 };
  expect(exposure(groups, { direction, nodesMax: 20 })).toEqual(answer);
  expect(compare({ before: [], after: groups }, { direction, nodesMax: 20 })).toEqual(answer);
});

function groupsOf(some: readonly Rule[]): readonly AccessGroup[] {
  return [
    { name: 'me', type: 'normal', innerAccessPolicy: 'drop', rules: some, lists: knownLists },
  ];
}

function analysisFor(some: readonly Rule[]): Analysis {
  const shapes = contendersOf(groupsOf(some), direction).map(({ shape }) => shape);
  return analysisOf(shapes, { nodesMax });
}

function nodeOf(some: readonly Rule[], analysis: Analysis): Node {
  return ranksOf(contendersOf(groupsOf(some), direction), analysis);
}

/** A rule for each half of its block, where it has one that can be halved in the universe. */
function halvesOf(rule: Rule): readonly Rule[] {
  const halves = {
    '0.0.0.0/0': ['0.0.0.0/1', '128.0.0.0/1'],
    '10.0.0.0/8': ['10.0.0.0/9', '10.128.0.0/9'],
    '::/0': ['::/1', '8000::/1'],
  } as Readonly<Record<string, readonly string[]>>;
  const { peer } = rule;
  const blocks = peer.kind === 'cidr' ? halves[peer.cidr] : undefined;
  return blocks?.map((cidr) => ({ ...rule, peer: { kind: 'cidr', cidr } }) as Rule) ?? [rule];
}

interface RankedBox {
  readonly rank: number;
  readonly sides: Sides;
}

/** The first of the boxes at each piece of the last level, each piece of each level by itself. */
function topDown(boxes: readonly RankedBox[], level: number, diagram: Analysis['diagram']): Node {
  if (level === diagram.sizes.length) {
    return boxes.reduce((best, { rank }) => Math.min(best, rank), none);
  }
  if (boxes.length === 0) return none;
  const size = diagram.sizes[level] ?? 0;
  if (boxes.every(({ sides }) => sides[level] === undefined)) {
    return topDown(boxes, level + 1, diagram);
  }
  return Array.from({ length: size }, (_, piece) => {
    const inside = boxes.filter(({ sides }) => {
      const spans = sides[level];
      return spans === undefined || spans.some((one) => one.first <= piece && piece <= one.last);
    });
    const only = diagram.sizes.map((__, at) =>
      at === level ? [{ first: piece, last: piece }] : undefined,
    );
    const set = diagram.box(only, 1, nowhere);
    return diagram.within(set, topDown(inside, level + 1, diagram));
  }).reduce((one, other) => diagram.over(one, other), none);
}
