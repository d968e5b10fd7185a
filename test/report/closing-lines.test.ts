// Goal: no more is claimed of a plan than what was shown of it.
// Method: every wording once, from plans that differ in one thing.
import { expect, test } from 'vitest';
import type { GroupName } from '../../src/model/group-identity.ts';
import type { Note, Plan } from '../../src/model/plan.ts';
import type { QuotaUse } from '../../src/model/quota-use.ts';
import { closingLines } from '../../src/report/closing-lines.ts';
import { loaded, parseGroups } from '../desired/workspace-text.ts';
import { planned, readLive, worldOf } from '../planner/in-process.ts';

const web = 'web' as GroupName;

/** Makes two groups, and a rule in one of them. */
const plan = await onePlan();

async function onePlan(): Promise<Plan> {
  const rule = '{ protocol: tcp, ports: 80, source: { group: app } }';
  const groups = { 'groups/all.yaml': `name: web\ningress: [${rule}]\n---\nname: app\n` };
  const { state } = loaded(parseGroups(groups));
  const made = planned(state, await readLive(state, worldOf([]).send));
  if (!made.ok) throw new Error(made.refusals.map(({ message }) => message).join());
  return made.plan;
}

/** The lines without the empty one at the end. */
function lines(change: Partial<Plan>): readonly string[] {
  return closingLines({ ...plan, ...change }).slice(0, -1);
}

test('calls: as few as can be shown, with how few that is where it is fewer', () => {
  expect(lines({})[0]).toBe(
    '3 calls in 1 wave; no plan safe beside any rules, and without temporary ones, takes fewer.',
  );
  expect(lines({ calls: { planned: 15, least: 14 } })[0]).toBe(
    '15 calls in 1 wave; no plan safe beside any rules, and without temporary ones, takes fewer than 14.',
  );
  expect(lines({ calls: { planned: 1, least: 1 } })[0]).toBe('1 call in 1 wave.');
});

test('a plan that does nothing has nothing to close with', () => {
  expect(closingLines({ ...plan, steps: [] })).toEqual([]);
});

test.each([
  [
    'inEveryCombination',
    1204,
    /^On no interface is .*, whatever .* \(1,204 classes of packets\)\.$/,
  ],
  ['inEveryCombination', 1, /whatever other groups are on it \(1 class of packets\)\.$/],
  ['inEveryCombination', 0, /^No interface is in the groups whose rules change, so no packet/],
  ['onInterfacesOfToday', 33, /^On no interface of today .*; beside rules of other groups one may/],
  ['exceptInWindows', 37, /^On no interface of today .*, but for what the hazards name \(37 /],
  ['unknown', 1_000_001, /^Not proved: there are more classes .* \(1,000,001 classes/],
] as const)('a proof that holds %s, with %i classes, claims no more', (holds, classes, wanted) => {
  expect(lines({ proof: { holds, classes } })[1]).toMatch(wanted);
});

test('nothing is said of packets where no rule changes', () => {
  const steps = plan.steps.filter(({ kind }) => kind === 'createGroup');
  expect(lines({ steps })).toEqual([
    lines({})[0],
    'The way back: 2 steps (to consent to: deletes-group).',
  ]);
});

test('quotas are shown from nine tenths of the limit on, those of interfaces by all their groups', () => {
  const use: QuotaUse = {
    group: web,
    quota: 'rulesPerGroup',
    limit: 1000,
    now: 10,
    peak: 899,
    end: 800,
  };
  const together = ['app', web, 'sg-others'];
  const quota: readonly QuotaUse[] = [
    use,
    { ...use, now: 890, peak: 900, end: 800 },
    { ...use, quota: 'groupPeersPerGroup', limit: 20, now: 17, peak: 18, end: 18 },
    { ...use, quota: 'rulesPerInterface', interface: together, limit: 1000, now: 1200, peak: 1200 },
  ];
  expect(lines({ quota }).slice(1, -2)).toEqual([
    'web: 890 of 1,000 rules now, 900 on the way, 800 at the end.',
    'web: 17 of 20 rules whose peer is a group now, 18 on the way, 18 at the end.',
    'app + web + sg-others: 1,200 of 1,000 rules on an interface now, 1,200 on the way, 800 at the end.',
  ]);
});

test('what does not come back is named, and counted where it is much', () => {
  const lost = (count: number): Plan => {
    const notes = Array.from({ length: count }, (_, index): Note => {
      return { code: 'not-restored', message: `rule ${index + 1} stays` };
    });
    return { ...plan, undo: { ...plan, notes } };
  };
  const without: Plan = { ...plan, undo: { ...plan, ...lost(1).undo, steps: [] } };
  expect(lines(without).at(-1)).toBe('No way back: rule 1 stays.');
  expect(lines(lost(0)).at(-1)).toBe('The way back: 3 steps (to consent to: first-apply).');
  expect(lines(lost(2)).at(-1)).toBe(
    'The way back: 3 steps (to consent to: first-apply), but rule 1 stays; rule 2 stays.',
  );
  expect(lines(lost(5)).at(-1)).toBe(
    'The way back: 3 steps (to consent to: first-apply), but rule 1 stays; rule 2 stays; rule 3 stays; and 2 more.',
  );
});
