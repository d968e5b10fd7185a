// Goal: the smallest examples of what an order must prevent, and where none is needed. That it
// holds in general is shown by the property tests.
import { describe, expect, test } from 'vitest';
import { accept, drop, group, live, outline, plannedFor, seed } from './words.ts';

describe('adding', () => {
  test('hole: the drop comes before the accept that it cuts into', async () => {
    const ssh = drop('tcp 22', '0.0.0.0/0', { priority: 1 });
    const low = accept('tcp 1-1024', '0.0.0.0/0', { priority: 10 });
    const plan = await plannedFor([group('web', { ingress: [low, ssh] })], [seed('web')]);
    expect(outline(plan)).toEqual([
      '0 web authorize ingress: drop tcp 22 0.0.0.0/0 @1',
      '1 web authorize ingress: accept tcp 1-1024 0.0.0.0/0 @10',
    ]);
  });

  test('outage: the accept comes before the drop that it is an exception from', async () => {
    const all = accept('tcp 1-65535', '10.0.0.0/8', { priority: 50 });
    const few = accept('tcp 22', '10.1.0.0/16', { priority: 1 });
    const most = drop('tcp 22', '10.0.0.0/8', { priority: 10 });
    const plan = await plannedFor(
      [group('web', { ingress: [most, all, few] })],
      [seed('web', [live(all)])],
    );
    expect(outline(plan)).toEqual([
      '0 web authorize ingress: accept tcp 22 10.1.0.0/16 @1',
      '1 web authorize ingress: drop tcp 22 10.0.0.0/8 @10',
    ]);
  });

  test('rules that no packet can meet share a call', async () => {
    const rules = [
      drop('tcp 22', '0.0.0.0/0'),
      accept('tcp 22', '::/0', { priority: 10 }),
      accept('udp 22', '0.0.0.0/0', { priority: 10 }),
      accept('tcp 23', '0.0.0.0/0', { priority: 10 }),
    ];
    const plan = await plannedFor([group('web', { ingress: rules })], [seed('web')]);
    expect(plan.steps.map(({ kind, wave }) => [kind, wave])).toEqual([['authorize', 0]]);
  });

  test('a new group has no members, so its rules need no order', async () => {
    const rules = [drop('tcp 22', '0.0.0.0/0'), accept('tcp 1-1024', '0.0.0.0/0', { priority: 9 })];
    const plan = await plannedFor([group('web', { ingress: rules })], []);
    expect(plan.steps.map(({ kind, wave }) => [kind, wave])).toEqual([
      ['createGroup', 0],
      ['authorize', 0],
    ]);
  });
});

describe('replacing', () => {
  test('accepts are authorized in one wave and revoked in the next', async () => {
    const before = [accept('tcp 80', '0.0.0.0/0'), accept('tcp 81', '0.0.0.0/0')];
    const after = [accept('tcp 82', '0.0.0.0/0'), accept('tcp 443', '::/0')];
    const plan = await plannedFor(
      [group('web', { ingress: after })],
      [
        seed(
          'web',
          before.map((rule) => live(rule)),
        ),
      ],
    );
    expect(outline(plan)).toEqual([
      '0 web authorize ingress: accept tcp 443 ::/0 @1, accept tcp 82 0.0.0.0/0 @1',
      '1 web revoke ingress: accept tcp 80 0.0.0.0/0 @1, accept tcp 81 0.0.0.0/0 @1',
    ]);
  });

  test('revokes go weakest first, where they meet', async () => {
    const before = [
      drop('tcp 22', '0.0.0.0/0'),
      accept('tcp 1-1024', '0.0.0.0/0', { priority: 9 }),
    ];
    const plan = await plannedFor([group('web', { ingress: [] })], [seed('web', before)]);
    expect(outline(plan)).toEqual([
      '0 web revoke ingress: accept tcp 1-1024 0.0.0.0/0 @9',
      '1 web revoke ingress: drop tcp 22 0.0.0.0/0 @1',
    ]);
  });

  test('a rule that gets stronger moves with the new ones, one that gets weaker with the old', async () => {
    const before = [
      accept('tcp 80', '0.0.0.0/0', { priority: 20 }),
      accept('tcp 81', '0.0.0.0/0', { priority: 5 }),
      accept('tcp 82', '0.0.0.0/0', { priority: 5 }),
    ];
    const after = [
      accept('tcp 80', '0.0.0.0/0', { priority: 10 }),
      accept('tcp 81', '0.0.0.0/0', { priority: 10 }),
      accept('tcp 82', '0.0.0.0/0', { priority: 5, description: 'new words' }),
    ];
    const plan = await plannedFor([group('web', { ingress: after })], [seed('web', before)]);
    expect(outline(plan)).toEqual([
      '0 web modify ingress: accept tcp 82 0.0.0.0/0 @5 → accept tcp 82 0.0.0.0/0 @5 "new words"',
      '0 web modify ingress: accept tcp 80 0.0.0.0/0 @20 → accept tcp 80 0.0.0.0/0 @10',
      '1 web modify ingress: accept tcp 81 0.0.0.0/0 @5 → accept tcp 81 0.0.0.0/0 @10',
    ]);
  });
});

describe('the inner access policy', () => {
  const office = drop('all', '10.0.0.0/8');
  const everyone = accept('all', '0.0.0.0/0', { priority: 2 });

  test('accepts before a drop that would cut its members off', async () => {
    const plan = await plannedFor(
      [group('web', { innerAccessPolicy: 'accept', ingress: [office] })],
      [seed('web', [], { innerAccessPolicy: 'Drop' })],
    );
    expect(outline(plan)).toEqual([
      '0 web inner policy accept',
      '1 web authorize ingress: drop all 10.0.0.0/8 @1',
    ]);
  });

  test('lets go after the drop has gone that it was an exception from', async () => {
    const plan = await plannedFor(
      [group('web', { innerAccessPolicy: 'drop', ingress: [] })],
      [seed('web', [office], { innerAccessPolicy: 'Accept' })],
    );
    expect(outline(plan)).toEqual([
      '0 web revoke ingress: drop all 10.0.0.0/8 @1',
      '1 web inner policy drop',
    ]);
  });

  test('lets go after what replaces it is there', async () => {
    const plan = await plannedFor(
      [group('web', { innerAccessPolicy: 'drop', ingress: [everyone] })],
      [seed('web', [], { innerAccessPolicy: 'Accept' })],
    );
    expect(outline(plan)).toEqual([
      '0 web authorize ingress: accept all 0.0.0.0/0 @2',
      '1 web inner policy drop',
    ]);
  });
});

describe('several groups', () => {
  const ssh = drop('tcp 22', '0.0.0.0/0');
  const low = accept('tcp 1-1024', '0.0.0.0/0', { priority: 10 });

  test('of one type go in lockstep, as they may share an interface', async () => {
    const plan = await plannedFor(
      [group('web', { ingress: [ssh] }), group('app', { ingress: [low] })],
      [seed('web'), seed('app')],
    );
    expect(plan.steps.map(({ group: name, wave }) => [name, wave])).toEqual([
      ['web', 0],
      ['app', 1],
    ]);
  });

  test('of different types never share one, so they need no order', async () => {
    const plan = await plannedFor(
      [group('web', { type: 'enterprise', ingress: [ssh] }), group('app', { ingress: [low] })],
      [seed('web', [], { type: 'enterprise' }), seed('app')],
    );
    expect(plan.steps.map(({ wave }) => wave)).toEqual([0, 0]);
  });
});
