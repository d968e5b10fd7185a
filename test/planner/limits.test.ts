// Goal: a plan that changes more than the workspace allows needs consent, and one that changes exactly as
// much does not; what the files leave of all that is ours is never nothing without a word.
import { describe, expect, test } from 'vitest';
import { isOver, parseAmount, type ChangeLimits } from '../../src/model/change-limits.ts';
import type { DesiredGroup } from '../../src/model/group.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { WrittenRule } from '../../src/model/rule.ts';
import type { DesiredState } from '../../src/model/target.ts';
import type { SeedGroup } from '../../src/emulator/seed.ts';
import { undoWithContents } from '../../src/planner/contents.ts';
import { limitPlan, limitWayBack } from '../../src/planner/guard/limit-plan.ts';
import { planFrom, worldOf } from './in-process.ts';
import { accept, gone, group, named, seed, wanted } from './words.ts';

const source = { file: 'sluice.yaml', line: 9, column: 10 };

/** `limit({ rules: '30%' })`, all at one place. */
function limit(texts: Readonly<Partial<Record<keyof ChangeLimits, string>>>): ChangeLimits {
  const limits = Object.entries(texts).map(([name, text]) => {
    const amount = parseAmount(text);
    if (amount === undefined) throw new Error(`${text} is no amount`);
    return [name, { amount, source }] as const;
  });
  return Object.fromEntries(limits);
}

async function planned(
  groups: readonly DesiredGroup[],
  seeds: readonly SeedGroup[],
  more: Partial<DesiredState> = {},
): Promise<Plan> {
  return planFrom({ ...wanted(...groups), ...more }, worldOf(seeds).send);
}

function said({ hazards }: Pick<Plan, 'hazards'>, code = 'mass-change'): readonly string[] {
  return hazards.flatMap((one) => (one.code === code ? [one.message] : []));
}

/** Rules of one port that differ in their network: as long as one is left, nothing is cut. */
function networks(count: number, more: Partial<WrittenRule> = {}): readonly WrittenRule[] {
  return Array.from({ length: count }, (_, index) => ({
    ...accept('tcp 443', `10.${index}.0.0/16`),
    ...more,
  }));
}

/** As many rules as `live`, of which so many go. */
async function planWithout(count: number, live: number, limits: ChangeLimits): Promise<Plan> {
  const rules = networks(live);
  return await planned([group('web', { ingress: rules.slice(count) })], [seed('web', rules)], {
    limits,
  });
}

describe('a percentage', () => {
  test.each([
    ['30%', 3, 10, false],
    ['30%', 4, 10, true],
    // In floating point 0.29 × 100 is less than 29, and 0.57 × 100 less than 57.
    ['29%', 29, 100, false],
    ['57%', 57, 100, false],
    ['57%', 58, 100, true],
    ['33%', 33, 99, true],
    ['33%', 34, 104, false],
    ['100%', 12, 12, false],
    ['0%', 1, 10, true],
    ['0%', 9, 9, false],
    ['0', 1, 1, true],
    ['0', 0, 0, false],
    ['5', 5, 5, false],
    ['5', 6, 1000, true],
  ])('%s: %d of %d is too many: %s', (text, count, total, isTooMany) => {
    const amount = parseAmount(text);
    expect(amount && isOver(amount, count, total)).toBe(isTooMany);
  });

  test('guards from ten on, a number always', async () => {
    expect(said(await planWithout(4, 9, limit({ rules: '30%' })))).toEqual([]);
    expect(said(await planWithout(3, 10, limit({ rules: '30%' })))).toEqual([]);
    expect(said(await planWithout(4, 10, limit({ rules: '30%' })))).toEqual([
      'changes 4 of 10 rules (40 %); limits.rules is 30%',
    ]);
    expect(said(await planWithout(2, 3, limit({ rules: '1' })))).toEqual([
      'changes 2 of 3 rules (66.7 %); limits.rules is 1',
    ]);
  });
});

test('each limit that is exceeded is a hazard with its place, and the plan cannot be applied', async () => {
  const plan = await planWithout(2, 3, limit({ groups: '0', rules: '1', deletes: '1' }));
  expect(plan.hazards.map((one) => [one.message, one.source])).toEqual([
    ['changes 1 of 1 groups (100 %); limits.groups is 0', source],
    ['changes 2 of 3 rules (66.7 %); limits.rules is 1', source],
    ['deletes 2 of 3 rules (66.7 %); limits.deletes is 1', source],
  ]);
  expect(plan.applyable).toBe(false);
});

test('a rule of another priority or description changed, and was not deleted', async () => {
  const [web, app] = [networks(2, { priority: 9 }), networks(2, { description: 'new' })];
  const plan = await planned(
    [group('web', { ingress: web }), group('app', { ingress: app })],
    [seed('web', networks(2)), seed('app', networks(2))],
    { limits: limit({ rules: '0', deletes: '0' }) },
  );
  expect(said(plan)).toEqual(['changes 4 of 4 rules (100 %); limits.rules is 0']);
});

test('what is new is no change of what is there, but is deleted on the way back', async () => {
  const plan = await planned(
    [group('web', { ingress: networks(3) }), group('app', { ingress: networks(2) })],
    [seed('web', networks(1))],
    { limits: limit({ groups: '1', rules: '0', deletes: '1' }) },
  );
  expect(said(plan)).toEqual([]);
  expect(said(plan.undo ?? plan)).toEqual([
    'changes 2 of 2 groups (100 %); limits.groups is 1',
    'changes 4 of 5 rules (80 %); limits.rules is 0',
    'deletes 4 of 5 rules (80 %); limits.deletes is 1',
  ]);
});

test('the rules of a group that goes go with it; orphans count among what is there', async () => {
  const seeds = [seed('web', networks(2)), seed('app', networks(3)), seed('orphan', networks(4))];
  const plan = await planned([gone('web'), gone('app'), group('db')], seeds, {
    limits: limit({ deletes: '1' }),
  });
  expect(said(plan)).toEqual([
    'deletes 5 of 9 rules (55.6 %) and 2 of 3 groups (66.7 %); limits.deletes is 1',
  ]);
});

test('where the command line says the limit, it is named by its flag', async () => {
  const deletes = { amount: { kind: 'count', count: 1 } } as const;
  const plan = await planWithout(2, 3, { deletes });
  expect(said(plan)).toEqual(['deletes 2 of 3 rules (66.7 %); --max-delete is 1']);
  expect(plan.hazards[0]).not.toHaveProperty('source');
});

describe('a plan that was made without limits', () => {
  test('has the hazards of the limits of now, and so has its way back', async () => {
    const limits = limit({ groups: '0', deletes: '1', headroom: '100%' });
    const seeds = [seed('web', networks(3))];
    const groups = [group('web', { ingress: networks(1) }), group('app', { ingress: networks(2) })];
    const plan = await planned(groups, seeds);
    const fresh = await planned(groups, seeds, { limits });
    const limited = limitPlan(plan, limits);
    expect(fresh.hazards.length).toBeGreaterThan(2);
    expect(limited.hazards).toEqual(fresh.hazards);
    expect(limited.applyable).toBe(false);
    expect(limited.undo?.hazards.toSorted(byMessage)).toEqual(
      fresh.undo?.hazards.toSorted(byMessage),
    );
    const back = undoWithContents(plan) ?? plan;
    expect(back.undoes).toBe(plan.id);
    expect(limitWayBack(plan, back, limits).hazards).toEqual(limited.undo?.hazards);
  });

  test('is the very same where it keeps to them, or has the hazards already', async () => {
    const plan = await planWithout(2, 3, {});
    expect(limitPlan(plan, limit({ deletes: '2' }))).toEqual(plan);
    const limits = limit({ deletes: '1' });
    const limited = await planWithout(2, 3, limits);
    expect(limitPlan(limited, limits)).toEqual(limited);
  });
});

function byMessage(one: { readonly message: string }, other: { readonly message: string }): number {
  return one.message < other.message ? -1 : 1;
}

describe('quota-headroom', () => {
  const quotas = { rulesPerGroup: 10 };
  const roomFor = async (before: number, after: number, headroom: string) => {
    const limits = limit({ headroom });
    const web = group('web', { ingress: networks(after) });
    const plan = await planned([web], [seed('web', networks(before))], { quotas, limits });
    return said(plan, 'quota-headroom');
  };

  test('exactly as much free as is wanted is enough', async () => {
    expect(await roomFor(1, 8, '2')).toEqual([]);
    expect(await roomFor(1, 8, '20%')).toEqual([]);
    const full = 'web would have 9 of 10 rules in a group (now 1), which leaves 1 free';
    expect(await roomFor(1, 9, '2')).toEqual([`${full}; limits.headroom is 2`]);
    expect(await roomFor(1, 9, '11%')).toEqual([`${full}; limits.headroom is 11%`]);
  });

  test('a group that is full already is no news where it gets no fuller', async () => {
    expect(await roomFor(10, 9, '50%')).toEqual([]);
    expect(await roomFor(9, 10, '50%')).toHaveLength(1);
  });

  test('rules whose peer is a group have a quota of their own', async () => {
    const ingress = [accept('tcp 1', named('app')), accept('tcp 2', named('app'))];
    const groups = [group('web', { ingress }), group('app')];
    const plan = await planned(groups, [seed('web'), seed('app')], {
      quotas: { groupPeersPerGroup: 2 },
      limits: limit({ headroom: '1' }),
    });
    expect(said(plan, 'quota-headroom')).toEqual([
      'web would have 2 of 2 rules of a group whose peer is a group (now 0), which leaves 0 free; limits.headroom is 1',
    ]);
  });
});

describe('empty-desired-state', () => {
  const groupFiles = { glob: 'groups/*.yaml', source };
  const whose = 'of owner "edge-platform" in target "prod"';
  const mostly = 'the files are groups/*.yaml: mostly that is a wrong path, branch or target';
  const empty = async (groups: readonly DesiredGroup[], seeds: readonly SeedGroup[]) => {
    const plan = await planned(groups, seeds, { groupFiles });
    return said(plan, 'empty-desired-state');
  };

  test('no rule is left', async () => {
    const groups = [group('web', { ingress: [] }), group('app', { ingress: [] })];
    expect(await empty(groups, [seed('web', networks(2)), seed('app', networks(1))])).toEqual([
      `leaves no rule in any group ${whose}, where 3 are now; ${mostly}`,
    ]);
    expect(await empty(groups, [seed('web', networks(2)), seed('app')])).toHaveLength(1);
  });

  test('no group is left', async () => {
    expect(
      await empty([gone('web'), gone('app')], [seed('web'), seed('app', networks(1))]),
    ).toEqual([`deletes every group ${whose}, 2 in all; ${mostly}`]);
  });

  test('no file has a group, and something goes', async () => {
    expect(await empty([gone('web')], [seed('web'), seed('app', networks(1))])).toEqual([
      `no file has a group that should be in target "prod", where owner "edge-platform" has 2; ${mostly}`,
    ]);
  });

  test.each([
    ['a rule is left', [group('web', { ingress: networks(1) })], [seed('web', networks(2))]],
    [
      'a new one comes',
      [group('web', { ingress: networks(1, { priority: 2 }) })],
      [seed('web', networks(1))],
    ],
    ['there was no rule', [group('web', { ingress: [], description: 'new' })], [seed('web')]],
    [
      'a direction that nobody writes has one',
      [group('web', { ingress: [] })],
      [seed('web', [...networks(1), ...networks(1, { direction: 'egress' })])],
    ],
    [
      'an orphan has one',
      [group('web', { ingress: [] })],
      [seed('web', networks(1)), seed('app', networks(1))],
    ],
    ['nothing is ours', [group('web', { ingress: [] })], []],
  ])('is not said where %s', async (_, groups, seeds) => {
    expect(await empty(groups, seeds)).toEqual([]);
  });

  test('is not said of the way back, which is read from no file', async () => {
    const plan = await planned([group('web', { ingress: networks(1) })], []);
    expect(plan.undo?.hazards.map(({ code }) => code)).toEqual(['deletes-group']);
  });

  test('where no file has a group, a plan that does nothing says so', async () => {
    const plan = await planned([], [seed('web', networks(1)), seed('app')], { groupFiles });
    expect(plan.steps).toEqual([]);
    expect(plan.notes[0]).toEqual({
      code: 'no-groups-written',
      source,
      message: `no file has a group that should be in target "prod", where owner "edge-platform" has 2; ${mostly}`,
    });
    const none = await planned([], [], { groupFiles });
    expect(none.notes).toEqual([]);
  });
});
