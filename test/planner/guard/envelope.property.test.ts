// Goal: two sets of rules stand for every part of a wave's calls that may be seen.
// Method: a random group and a few operations of one wave; each subset of them is a state, and the
// oracle decides every packet in all of these.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { GroupContent } from '../../../src/model/group.ts';
import type { GroupName } from '../../../src/model/group-identity.ts';
import { predict } from '../../../src/model/predict.ts';
import type { Direction, Policy, Rule } from '../../../src/model/rule.ts';
import type { Change, Step, StepId } from '../../../src/model/step.ts';
import { envelopeOf, stateGroup } from '../../../src/planner/guard/envelope.ts';
import { anyRule } from '../../reach/access/any-groups.ts';
import { verdicts } from '../../reach/access/verdicts.ts';
import { runs } from '../../runs.ts';

interface Drawn {
  readonly direction: Direction;
  readonly before: GroupContent;
  /** Each is seen, or not. */
  readonly operations: readonly Change[];
}

/** A rule in place of another: at another priority, or as another policy, or in half of it. */
const edited = fc.record({
  priority: fc.constantFrom(1, 2, 50),
  policy: fc.constantFrom<Policy>('accept', 'drop'),
});

const drawn: fc.Arbitrary<Drawn> = fc
  .constantFrom<Direction>('ingress', 'egress')
  .chain((direction) =>
    fc.record({
      direction: fc.constant(direction),
      type: fc.constantFrom('normal' as const, 'enterprise' as const),
      inner: fc.tuple(fc.constantFrom<Policy>('accept', 'drop'), fc.boolean()),
      rules: fc.array(anyRule(direction), { minLength: 2, maxLength: 5 }),
      come: fc.array(anyRule(direction), { maxLength: 2 }),
      goes: fc.boolean(),
      edits: fc.array(edited, { maxLength: 2 }),
    }),
  )
  .map(({ direction, type, inner: [inner, turns], rules, come, goes, edits }) => {
    const [gone, ...others] = rules;
    const before = contentOf(type, inner, rules);
    const operations: Change[] = [
      ...come.map((rule) => ({ kind: 'authorize' as const, direction, rules: [rule] })),
      ...(goes && gone !== undefined
        ? [{ kind: 'revoke' as const, direction, rules: [gone] }]
        : []),
      ...edits.flatMap((edit, index): readonly Change[] => {
        const rule = others[index];
        if (rule === undefined) return [];
        return [{ kind: 'modifyRule', direction, before: rule, after: { ...rule, ...edit } }];
      }),
      ...(turns && type === 'normal'
        ? [
            {
              kind: 'modifyInnerAccessPolicy' as const,
              before: inner,
              after: inner === 'accept' ? ('drop' as const) : ('accept' as const),
            },
          ]
        : []),
    ];
    return { direction, before, operations };
  });

test('a packet may pass in a part of a wave exactly where most is let through, and must where least is', () => {
  let moving = 0;
  const property = fc.property(drawn, ({ direction, before, operations }) => {
    const states = subsets(operations).map((some) =>
      some.reduce<GroupContent | undefined>(predict, before),
    );
    const seen = states.map((state) =>
      verdicts(state ? [stateGroup('web', state)] : [], direction),
    );
    const steps = operations.map((change, index) => stepOf(change, index));
    const { least, most } = envelopeOf('web', before, steps);
    const [lower, upper] = [least, most].map((one) => verdicts(one ? [one] : [], direction));
    const wrong = (seen[0] ?? []).flatMap((_, packet) => {
      const all = seen.map((state) => state[packet] === true);
      const isRight =
        upper?.[packet] === all.includes(true) && lower?.[packet] === !all.includes(false);
      return isRight ? [] : [packet];
    });
    expect(wrong).toEqual([]);
    moving += Number(JSON.stringify(lower) !== JSON.stringify(upper));
  });
  fc.assert(property, { numRuns: runs(200) });
  expect(moving).toBeGreaterThan(50);
});

function contentOf(
  type: GroupContent['type'],
  inner: Policy,
  rules: readonly Rule[],
): GroupContent {
  const innerAccessPolicy = type === 'normal' ? inner : 'drop';
  return { cloudName: 'web', description: '', type, innerAccessPolicy, tags: {}, rules };
}

function stepOf(change: Change, index: number): Step {
  return { ...change, id: String(index) as StepId, group: 'web' as GroupName, wave: 0 };
}

function subsets<Item>(items: readonly Item[]): readonly Item[][] {
  return items.reduce<Item[][]>(
    (found, item) => [...found, ...found.map((subset) => [...subset, item])],
    [[]],
  );
}
