// Goal: a group that is held is left alone whatever was written, what depends on it is left alone too,
// and all others get what was written. Method: whole reads of an emulator, with real applies.
import { describe, expect, test } from 'vitest';
import type { EmulatorSeed } from '../../src/emulator/load-seed.ts';
import type { SeedGroup } from '../../src/emulator/seed.ts';
import type { DesiredGroup } from '../../src/model/group.ts';
import type { GroupName } from '../../src/model/group-identity.ts';
import { holdTags } from '../../src/model/hold.ts';
import type { Plan, PlanId } from '../../src/model/plan.ts';
import type { Refusal } from '../../src/model/refusal.ts';
import type { FrozenReason } from '../../src/planner/frozen/reasons.ts';
import { plan } from '../../src/planner/plan.ts';
import { allOf, instance, worldWith } from '../cloud/machine-words.ts';
import { applied, lastKind, patience } from './in-process.ts';
import { seededId } from './names.ts';
import {
  accept,
  drop,
  foreign,
  gone,
  group,
  named,
  outline,
  ownTags,
  seed,
  wanted,
} from './words.ts';

const until = '2026-11-27T08:00:00Z';
const reason = 'INC-42 console edit';
const hold = holdTags({ until, reason });
const https = accept('tcp 443', '10.0.0.0/8');
const ssh = accept('tcp 22', '10.0.0.0/8');
const toWeb = accept('tcp 80', named('web'));
const all = { ingress: [], egress: [] };

/** A live group of ours that somebody holds. */
function held(name: string, rules: SeedGroup['rules'] | readonly object[] = [], tags = hold) {
  return seed(name, rules as never, { tags: { ...ownTags(name), ...tags } });
}

interface Options {
  readonly leftOut?: Readonly<Record<string, string>>;
  readonly now?: string;
  readonly quotas?: { readonly rulesPerInterface: number };
}

async function planIn(
  groups: readonly DesiredGroup[],
  seeded: EmulatorSeed,
  {
    leftOut = {},
    now = '2026-11-27T07:59:59Z',
    quotas = { rulesPerInterface: 1000 },
  }: Options = {},
) {
  const desired = { ...wanted(...groups), quotas };
  const world = worldWith(seeded);
  const frozen = new Map(
    Object.entries(leftOut).map(([name, why]): [GroupName, FrozenReason] => {
      return [name as GroupName, { kind: 'left-out', why }];
    }),
  );
  const options = { id: 'plan' as PlanId, toolVersion: '0.0.0', allowHazards: [], frozen };
  const live = await allOf(desired, world.send);
  return { result: plan(desired, live, { ...options, createdAt: now }), world };
}

/** The plan, once the cloud has done all of it. */
async function done(...args: Parameters<typeof planIn>): Promise<Plan> {
  const { result, world } = await planIn(...args);
  if (!result.ok) throw new Error(result.refusals.map(({ message }) => message).join('\n'));
  const startMs = Date.parse(result.plan.createdAt);
  const events = await applied(result.plan, world.send, patience({ startMs }));
  expect(lastKind(events)).toBe('verified');
  return result.plan;
}

async function refusalsOf(...args: Parameters<typeof planIn>): Promise<readonly Refusal[]> {
  const { result } = await planIn(...args);
  return result.ok ? [] : result.refusals;
}

/** But for what an emulator without machines has nothing to say about. */
function notesOf({ notes }: Plan): readonly string[] {
  const said = notes.filter(({ code }) => !code.endsWith('unknown'));
  return said.map(({ code, message }) => `${code}: ${message}`);
}

const heldWeb = `held: web (sg-live-web) is held until ${until}: "${reason}"`;

describe('a group that is held', () => {
  test.each<[string, DesiredGroup, readonly object[], string]>([
    ['rules', group('web', { ...all, ingress: [https] }), [ssh], '2 differences stay'],
    [
      'the inner policy',
      group('web', { ...all, innerAccessPolicy: 'drop' }),
      [],
      '1 difference stays',
    ],
    ['tags', group('web', { ...all, tags: { team: 'x' } }), [], '1 difference stays'],
    ['its name', group('web', { ...all, cloudName: 'site' }), [], '1 difference stays'],
    ['its being there', gone('web'), [ssh], '1 difference stays'],
    ['nothing', group('web', all), [], 'nothing of it differs'],
  ])('is left alone where %s would change', async (_, written, rules, left) => {
    const plan = await done([written], { groups: [held('web', rules)] });
    expect(plan.steps).toEqual([]);
    expect(notesOf(plan)).toEqual([`${heldWeb}; ${left}`]);
  });

  test('is left alone while the others get what was written', async () => {
    const plan = await done(
      [group('web', { ...all, ingress: [https] }), group('app', { ...all, ingress: [https] })],
      { groups: [held('web', [ssh]), seed('app', [ssh])] },
    );
    expect(outline(plan)).toEqual([
      '0 app modify ingress: accept tcp 22 10.0.0.0/8 @1 → accept tcp 443 10.0.0.0/8 @1',
    ]);
    expect(Object.keys(plan.groups)).toEqual(['app']);
  });

  test('says in data what is not done about it', async () => {
    const { notes } = await done([group('web', { ...all, ingress: [https] })], {
      groups: [held('web', [ssh])],
    });
    expect(notes[0]?.undone?.map(({ kind, group: of }) => `${kind} ${of}`)).toEqual([
      'authorize web',
      'revoke web',
    ]);
  });

  test('does not stop the others by what is wrong with it', async () => {
    const twice = [https, { ...https, peer: foreign('sg-x') }, { ...https, priority: 200 }];
    const enterprise = group('web', { ...all, type: 'enterprise', ingress: [https] });
    for (const written of [group('web', { ...all, ingress: twice }), enterprise]) {
      const seeds = { groups: [held('web'), seed('app', [ssh])] };
      const plan = await done([written, group('app', all)], seeds);
      expect(outline(plan)).toHaveLength(1);
      expect(notesOf(plan)[0]).toMatch(/; it could not be planned: /);
    }
  });

  test('may not be told from another one: that is refused all the same', async () => {
    const twin = seed('web', [], { id: 'sg-twin', tags: ownTags('web') });
    expect(await refusalsOf([group('web', all)], { groups: [held('web'), twin] })).toMatchObject([
      { code: 'ambiguous-identity' },
    ]);
  });

  test('that no file names is said to be', async () => {
    const plan = await done([group('app', all)], { groups: [held('web', [ssh]), seed('app')] });
    expect(notesOf(plan)).toEqual([
      `${heldWeb}; nothing of it differs`,
      'orphan: web (sg-live-web) is ours and stands in no file; write a file for it, or one that says `state: absent`; with --prune it goes',
    ]);
  });

  test('until nobody knows when is held', async () => {
    const odd = { 'sluice:hold-until': 'tomorrow', 'sluice:hold-reason': reason };
    const plan = await done([group('web', all)], { groups: [held('web', [ssh], odd)] });
    expect(plan.steps).toEqual([]);
    expect(notesOf(plan)).toEqual([
      `held: web (sg-live-web) is held until somebody releases it: "${reason}" ` +
        '(its tag sluice:hold-until is "tomorrow"; expected a time such as 2027-03-31T08:00:00Z); 1 difference stays',
    ]);
  });
});

test('a hold that is over is none, and is said to be over', async () => {
  const written = group('web', { ...all, tags: {} });
  const plan = await done([written], { groups: [held('web', [ssh])] }, { now: until });
  expect(outline(plan)).toEqual(['0 web revoke ingress: accept tcp 22 10.0.0.0/8 @1']);
  expect(notesOf(plan)).toEqual([
    `hold-expired: the hold of web (sg-live-web) was over at ${until}: "${reason}"; ` +
      'it is planned like any other; `sluice unhold` takes the hold off',
  ]);
});

test('a plan whose group is held since is refused as held, and is not stale once it is released', async () => {
  const { result, world } = await planIn([group('web', all)], { groups: [seed('web', [ssh])] });
  const tag = { ResourceType: 'securitygroup', 'ResourceId.1': seededId('web') };
  const tags = Object.entries(hold).flatMap(([key, value], index) => [
    [`Tag.${index + 1}.Key`, key] as const,
    [`Tag.${index + 1}.Value`, value] as const,
  ]);
  const parameters = { ...tag, ...Object.fromEntries(tags) };
  await world.send({ product: 'Ecs', action: 'TagResources', parameters });
  if (!result.ok) throw new Error('no plan');
  expect(await applied(result.plan, world.send)).toEqual([
    {
      kind: 'refused',
      reason: { kind: 'held', groups: [{ group: 'web', id: seededId('web'), until, reason }] },
    },
  ]);
  const keys = Object.keys(hold).map((key, index) => [`TagKey.${index + 1}`, key] as const);
  const untag = { ...tag, ...Object.fromEntries(keys) };
  await world.send({ product: 'Ecs', action: 'UntagResources', parameters: untag });
  expect(lastKind(await applied(result.plan, world.send))).toBe('verified');
});

describe('what depends on a group that is left alone', () => {
  test('is not deleted while that refers to it, nor what it refers to itself', async () => {
    const groups = [
      held('app', [toWeb]),
      seed('web', [accept('tcp 5432', named('db'))]),
      seed('db'),
      seed('old'),
    ];
    const written = [group('app', all), gone('web'), gone('db'), gone('old')];
    const plan = await done(written, { groups });
    expect(outline(plan)).toEqual(['0 old deleteGroup']);
    expect(notesOf(plan).slice(1)).toEqual([
      'left-out: web is left out: rules of app, which is held, refer to it; 1 difference stays',
      'left-out: db is left out: rules of web, which is left out, refer to it; 1 difference stays',
    ]);
  });

  test('is not deleted while a group that no file names is held and refers to it', async () => {
    const plan = await done([gone('web')], { groups: [held('app', [toWeb]), seed('web')] });
    expect(plan.steps).toEqual([]);
    expect(notesOf(plan)).toContain(
      'left-out: web is left out: rules of app, which is held, refer to it; 1 difference stays',
    );
  });

  test('is not made, nor changed, where its rules need a group that is not made', async () => {
    const toApp = accept('tcp 80', named('app'));
    const written = [
      group('db', { ...all, ingress: [toApp, https] }),
      group('app', { ...all, ingress: [toWeb] }),
      group('web', all),
      group('old', { ...all, ingress: [https] }),
    ];
    const plan = await done(
      written,
      { groups: [seed('db', [ssh]), seed('old')] },
      { leftOut: { web: 'nobody approved it' } },
    );
    expect(outline(plan)).toEqual(['0 old authorize ingress: accept tcp 443 10.0.0.0/8 @1']);
    expect(notesOf(plan).filter((note) => note.startsWith('left-out'))).toEqual([
      'left-out: db is left out: its rules need app, which is not there and is left out; 3 differences stay',
      'left-out: app is left out: its rules need web, which is not there and is left out; 1 difference stays',
      'left-out: web is left out: nobody approved it; 1 difference stays',
    ]);
  });

  test('is as written where that is there already', async () => {
    const written = [group('app', { ...all, ingress: [toWeb] }), group('web', all)];
    const plan = await done(written, { groups: [held('web', [ssh])] });
    expect(outline(plan)).toEqual([
      '0 app createGroup',
      '0 app authorize ingress: accept tcp 80 web @1',
    ]);
  });

  test('is left out where an interface has no room beside it', async () => {
    const [one, two] = [seededId('web'), seededId('app')];
    const seeds: EmulatorSeed = {
      groups: [held('web', [ssh, https]), seed('app'), seed('db')],
      instances: [instance('a', [one, two]), instance('b', [seededId('db')])],
    };
    const app = group('app', { ...all, ingress: [ssh, https] });
    const others = [app, group('db', { ...all, ingress: [ssh] })];
    const quotas = { rulesPerInterface: 3 };
    const plan = await done([group('web', all), ...others], seeds, { quotas });
    expect(outline(plan)).toEqual(['0 db authorize ingress: accept tcp 22 10.0.0.0/8 @1']);
    expect(notesOf(plan)).toContain(
      'left-out: app is left out: beside web, which is held and keeps its rules, ' +
        'an interface would have 4; the quota is 3; 2 differences stay',
    );
    // Where it would not fit anyhow, that is what is said.
    const full = [group('web', { ...all, ingress: [ssh, https] }), ...others];
    expect(await refusalsOf(full, seeds, { quotas })).toMatchObject([{ code: 'quota-exceeded' }]);
  });
});

describe('a rule that moves to a group that is held', () => {
  const [one, two] = [seededId('web'), seededId('app')];
  const written = [
    group('web', { ...all, ingress: [https] }),
    group('app', { ...all, ingress: [accept('tcp 8080', '10.0.0.0/8')] }),
  ];
  const seeds: EmulatorSeed = {
    groups: [held('web'), seed('app', [https])],
    instances: [instance('a', [one, two])],
  };

  test('stays where it is, or nobody would have it', async () => {
    const plan = await done(written, seeds);
    expect(plan.steps).toEqual([]);
    expect(notesOf(plan)).toEqual([
      `${heldWeb}; 1 difference stays`,
      'left-out: app is left out: beside web, which is held, its change alone would cut ' +
        'ingress tcp 443 from 10.0.0.0/8 not in app or web; 2 differences stay',
    ]);
  });

  test('goes where the two are on no interface together', async () => {
    const instances = [instance('a', [one]), instance('b', [two])];
    const plan = await done(written, { ...seeds, instances });
    expect(new Set(plan.steps.map((step) => step.group))).toEqual(new Set(['app']));
  });

  test('goes where the traffic is let in by a group that stays', async () => {
    const others = seed('others', [https], { id: 'sg-others', tags: {} });
    const instances = [instance('a', [one, two, 'sg-others'])];
    const plan = await done(written, { groups: [...(seeds.groups ?? []), others], instances });
    expect(new Set(plan.steps.map((step) => step.group))).toEqual(new Set(['app']));
  });

  test('and drops something: it stays, or what was closed would open', async () => {
    const [wall, door] = [
      drop('tcp 443', '10.0.0.0/8'),
      accept('tcp 443', '10.0.0.0/8', { priority: 9 }),
    ];
    const plan = await done(
      [group('web', { ...all, ingress: [wall] }), group('app', { ...all, ingress: [door] })],
      { ...seeds, groups: [held('web'), seed('app', [wall, door])] },
    );
    expect(plan.steps).toEqual([]);
    expect(notesOf(plan)[1]).toContain(
      'its change alone would open ingress tcp 443 from 10.0.0.0/8',
    );
  });

  test('stays also where nobody may read who sits where', async () => {
    const plan = await done(written, { groups: seeds.groups ?? [] });
    expect(plan.steps).toEqual([]);
  });
});

describe('a group that is held before it is adopted', () => {
  const legacy = seed('legacy', [ssh], { tags: { ...hold } });
  const adopting = group('legacy', { ...all, adopt: seededId('legacy') });
  const toLegacy = accept('tcp 80', named('legacy'));

  test('is not adopted, and rules that name it mean its id', async () => {
    const written = [adopting, group('app', { ...all, ingress: [toLegacy] })];
    const seeds = { groups: [legacy, seed('app', [accept('tcp 22', foreign('sg-live-legacy'))])] };
    const plan = await done(written, seeds);
    expect(outline(plan)).toEqual([
      '0 app modify ingress: accept tcp 22 sg-live-legacy @1 → accept tcp 80 sg-live-legacy @1',
    ]);
    expect(notesOf(plan)[0]).toMatch(/^held: legacy \(sg-live-legacy\) .*; 3 differences stay$/);
  });

  test('keeps those that it refers to', async () => {
    const referring = seed('legacy', [toWeb], { tags: { ...hold } });
    const plan = await done([adopting, gone('web')], { groups: [referring, seed('web')] });
    expect(plan.steps).toEqual([]);
    expect(notesOf(plan)).toContain(
      'left-out: web is left out: rules of legacy, which is held, refer to it; 1 difference stays',
    );
  });
});

test('the way back of a deletion does not bring back a hold that was over', async () => {
  const plan = await done([gone('web')], { groups: [held('web')] }, { now: until });
  const [back] = plan.undo?.steps ?? [];
  expect(back).toMatchObject({ kind: 'createGroup', tags: ownTags('web') });
});
