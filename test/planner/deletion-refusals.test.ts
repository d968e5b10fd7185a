// Goal: a deletion that the cloud would refuse is refused before anything is written, with all that is
// in its way; what may not be read is a note. Method: whole reads of an emulator, and its own refusal.
import { describe, expect, test } from 'vitest';
import type { EmulatorSeed } from '../../src/emulator/load-seed.ts';
import type { SeedGroup } from '../../src/emulator/seed.ts';
import type { DesiredGroup } from '../../src/model/group.ts';
import type { Refusal } from '../../src/model/refusal.ts';
import {
  allOf,
  denying,
  instance,
  numbered,
  secondary,
  worldWith,
} from '../cloud/machine-words.ts';
import { applied, lastKind, planOf, planned } from './in-process.ts';
import { seededId } from './names.ts';
import { accept, foreign, gone, group, named, seed, wanted } from './words.ts';

const web = seededId('web');
const toWeb = accept('tcp 80', named('web'));
const theirs = (name: string, more: Partial<SeedGroup> = {}): SeedGroup =>
  seed(name, [toWeb], { id: `sg-${name}`, tags: {}, ...more });

/** Everything that another account's group needs to refer to ours. */
const theirAccount: Partial<SeedGroup> = {
  account: '1000000000000002',
  rules: [
    {
      Direction: 'ingress',
      IpProtocol: 'TCP',
      PortRange: '80/80',
      SourceGroupId: web,
      SourceGroupOwnerAccount: '1000000000000001',
    },
  ],
};

async function refusalsOf(
  groups: readonly DesiredGroup[],
  world: EmulatorSeed,
): Promise<readonly Refusal[]> {
  const desired = wanted(...groups);
  const result = planned(desired, await allOf(desired, worldWith(world).send));
  return result.ok ? [] : result.refusals;
}

/** The plan is made, and the cloud does all of it. */
async function expectDeleted(groups: readonly DesiredGroup[], world: EmulatorSeed): Promise<void> {
  const desired = wanted(...groups);
  const { send } = worldWith(world);
  const plan = planOf(desired, await allOf(desired, send));
  expect(plan.steps.map(({ kind }) => kind)).toContain('deleteGroup');
  expect(lastKind(await applied(plan, send))).toBe('verified');
}

describe('rules that refer to it', () => {
  test('of ours that stay are in the way, by what they match', async () => {
    const groups = [seed('web'), seed('app', [toWeb])];
    expect(await refusalsOf([gone('web'), group('app')], { groups })).toEqual([
      {
        code: 'still-referred',
        message:
          'web cannot be deleted while rules that stay refer to it (ingress tcp 80 of app); ' +
          'write that direction without them, so that they are revoked first',
        source: gone('web').source,
      },
    ]);
  });

  test('of ours that the same plan revokes are not', async () => {
    const groups = [seed('web'), seed('app', [toWeb])];
    await expectDeleted([gone('web'), group('app', { ingress: [] })], { groups });
  });

  test('of ours that the same plan deletes are not, nor are those in a circle', async () => {
    const groups = [seed('web', [accept('tcp 80', named('app'))]), seed('app', [toWeb])];
    await expectDeleted([gone('web'), gone('app')], { groups });
  });

  test('of a group that is being adopted are ours', async () => {
    const groups = [seed('web'), theirs('legacy')];
    const adopted = (more: object) => group('legacy', { adopt: 'sg-legacy' as never, ...more });
    await expectDeleted([gone('web'), adopted({ ingress: [] })], { groups });
    const [refusal] = await refusalsOf([gone('web'), adopted({})], { groups });
    expect(refusal?.message).toContain('(ingress tcp 80 of legacy)');
  });

  test('of somebody else are in the way, by the name of the group', async () => {
    const groups = [seed('web'), theirs('billing')];
    expect(await refusalsOf([gone('web')], { groups })).toEqual([
      {
        code: 'still-referred',
        message:
          'web cannot be deleted while rules that stay refer to it ' +
          '(rules of sg-billing "billing"); have those to whom the other groups belong revoke theirs',
        source: gone('web').source,
      },
    ]);
  });

  test('of another account are in the way, by its number', async () => {
    const groups = [seed('web'), theirs('data', theirAccount)];
    const [refusal] = await refusalsOf([gone('web')], { groups });
    expect(refusal).toMatchObject({ code: 'still-referred' });
    expect(refusal?.message).toContain('(rules of sg-data of 1000000000000002)');
  });

  test('are all named at once', async () => {
    const groups = [
      seed('web'),
      seed('app', [toWeb, accept('udp 53', named('web'), { direction: 'egress' })]),
      theirs('billing'),
      theirs('data', theirAccount),
    ];
    const [refusal, ...others] = await refusalsOf([gone('web'), group('app')], { groups });
    expect(others).toEqual([]);
    const list = [
      'ingress tcp 80 of app',
      'egress udp 53 of app',
      'rules of sg-billing "billing"',
      'rules of sg-data of 1000000000000002',
    ];
    expect(refusal?.message).toContain(`(${list.join(', ')})`);
    expect(refusal?.message).toMatch(/revoked first, and have those .* revoke theirs$/);
  });

  test('that refer to another group are not in the way', async () => {
    const groups = [
      seed('web'),
      seed('app', [accept('tcp 80', foreign('sg-billing'))]),
      theirs('billing', { rules: [] }),
    ];
    await expectDeleted([gone('web'), group('app')], { groups });
  });
});

describe('network interfaces in it', () => {
  test('are in the way, with the instances that they are of', async () => {
    const refusals = await refusalsOf([gone('web')], {
      groups: [seed('web'), seed('app')],
      instances: [instance('b', [web]), instance('d', [seededId('app')])],
      interfaces: [secondary('a', [web]), secondary('c', [web], { instanceId: 'i-d' })],
    });
    expect(refusals).toEqual([
      {
        code: 'has-members',
        message:
          'web cannot be deleted while network interfaces are in it ' +
          '(eni-a, eni-b of i-b, eni-c of i-d); put them into other groups first',
        source: gone('web').source,
      },
    ]);
  });

  test.each([
    [5, '(eni-0, eni-1, eni-2, eni-3, eni-4)'],
    [6, '(eni-0, eni-1, eni-2, eni-3, eni-4 and 1 more)'],
    [9, '(eni-0, eni-1, eni-2, eni-3, eni-4 and 4 more)'],
  ])('are named up to five, of %i', async (count, list) => {
    const interfaces = numbered(count, (name) => secondary(name, [web]));
    const [refusal] = await refusalsOf([gone('web')], { groups: [seed('web')], interfaces });
    expect(refusal?.message).toContain(list);
  });

  test('are named in the same order, however they were read', async () => {
    const desired = wanted(gone('web'));
    const interfaces = numbered(9, (name) => secondary(name, [web]));
    const { send } = worldWith({ groups: [seed('web')], interfaces });
    const live = await allOf(desired, send);
    const all = live.interfaces.kind === 'read' ? live.interfaces.all : [];
    const turned = { ...live, interfaces: { kind: 'read', all: all.toReversed() } } as const;
    expect(planned(desired, turned)).toEqual(planned(desired, live));
  });

  test('that are in other groups are not in the way', async () => {
    await expectDeleted([gone('web'), group('app')], {
      groups: [seed('web'), seed('app')],
      interfaces: [secondary('a', [seededId('app')])],
    });
  });
});

test('a group that goes because it is in no file can be kept, and the refusal says how', async () => {
  const world = {
    groups: [seed('web'), seed('old', [], { id: seededId('old') }), seed('app')],
    interfaces: [secondary('a', [seededId('old')])],
  };
  const { send } = worldWith(world);
  const desired = { ...wanted(group('web'), group('app')), prune: true };
  const made = planned(desired, await allOf(desired, send));
  expect(made.ok ? [] : made.refusals).toEqual([
    {
      code: 'has-members',
      message:
        'old cannot be deleted while network interfaces are in it (eni-a); put them into other groups first; ' +
        'old is in no file and goes because of --prune: plan without that, or write a file for it to keep it ' +
        '(`state: released` leaves it to others)',
    },
  ]);
  const without = wanted(group('web'), group('app'));
  expect(planOf(without, await allOf(without, send)).steps).toEqual([]);
  const old = { state: 'released', name: 'old', source: gone('web').source } as DesiredGroup;
  const released = { ...wanted(group('web'), group('app'), old), prune: true };
  const kinds = planOf(released, await allOf(released, send)).steps.map(({ kind }) => kind);
  expect(kinds).toEqual(['untagGroup']);
});

test('all that is in the way of all groups is said at once', async () => {
  const refusals = await refusalsOf([gone('web'), gone('db'), group('app')], {
    groups: [seed('web'), seed('db'), seed('app', [toWeb])],
    interfaces: [secondary('a', [web]), secondary('b', [seededId('db')])],
  });
  expect(refusals.map(({ code, source }) => `${source?.file ?? ''} ${code}`)).toEqual([
    'groups/web.yaml still-referred',
    'groups/web.yaml has-members',
    'groups/db.yaml has-members',
  ]);
});

describe('what may not be read is a note', () => {
  const [interfacesAction, referencesAction] = [
    'DescribeNetworkInterfaces',
    'DescribeSecurityGroupReferences',
  ];
  const blindFor = (...actions: readonly string[]) => {
    const { send } = worldWith({
      groups: [seed('web'), theirs('billing')],
      interfaces: [secondary('a', [web])],
    });
    return denying(send, 'Forbidden.RAM', (action) => actions.includes(action));
  };
  const desired = wanted(gone('web'));

  test('for each that is unknown', async () => {
    const send = blindFor(interfacesAction, referencesAction);
    const note = { code: 'deletion-unknown', group: 'web', source: gone('web').source };
    const was = 'was refused: Forbidden.RAM';
    expect(planOf(desired, await allOf(desired, send)).notes).toEqual([
      { ...note, message: `whether anything is in web is not known: ${interfacesAction} ${was}` },
      { ...note, message: `who else refers to web is not known: ${referencesAction} ${was}` },
    ]);
  });

  test.each([
    [interfacesAction, 'still-referred'],
    [referencesAction, 'has-members'],
  ])('and what is known refuses all the same: without %s', async (action, code) => {
    const result = planned(desired, await allOf(desired, blindFor(action)));
    expect(result).toMatchObject({ ok: false, refusals: [{ code }] });
  });

  test('where nothing is deleted, there is nothing to say', async () => {
    const kept = wanted(group('web', { ingress: [], egress: [] }));
    const { send } = worldWith({ groups: [seed('web')] });
    const blind = denying(send, 'Forbidden.RAM', (action) => action === interfacesAction);
    expect(planOf(kept, await allOf(kept, blind)).notes).toEqual([]);
  });
});

describe('interfaces that may not be read', () => {
  const open = { ingress: [accept('tcp 443', '0.0.0.0/0')], egress: [] };
  const isHidden = (action: string) => action === 'DescribeInstances';

  test('are a note where rules of a live group change', async () => {
    const desired = wanted(group('web', open));
    const { send } = worldWith({ groups: [seed('web')] });
    const blind = denying(send, 'NoPermission', isHidden);
    const { notes, interfaces } = planOf(desired, await allOf(desired, blind));
    const why = 'DescribeInstances was refused: NoPermission';
    expect(interfaces).toEqual({ kind: 'unreadable', why });
    expect(notes).toEqual([
      {
        code: 'interfaces-unknown',
        message: `who is in which group is not known (${why}), so all groups of one type are taken to meet`,
      },
    ]);
  });

  test('are none where all groups are new, and so have no members', async () => {
    const desired = wanted(group('web', open));
    const blind = denying(worldWith({}).send, 'NoPermission', isHidden);
    expect(planOf(desired, await allOf(desired, blind)).notes).toEqual([]);
  });
});

test('a plan tells with whom its groups sit, and no other sets', async () => {
  const [app, db] = [seededId('app'), seededId('db')];
  const desired = wanted(
    group('web', { ingress: [accept('tcp 443', '0.0.0.0/0')] }),
    group('app'),
    group('db'),
  );
  const { send } = worldWith({
    groups: [seed('web'), seed('app'), seed('db'), theirs('billing', { rules: [] })],
    instances: [instance('a', [web, app]), instance('b', [app, web])],
    interfaces: [secondary('c', [web, 'sg-billing']), secondary('d', [app, db])],
  });
  expect(planOf(desired, await allOf(desired, send)).interfaces).toEqual({
    kind: 'read',
    profiles: [
      { groups: ['app', 'web'], interfaces: 2, instances: 2 },
      { groups: ['sg-billing', 'web'], interfaces: 1, instances: 0 },
    ],
  });
});
