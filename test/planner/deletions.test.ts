// Goal: groups are deleted in an order that the cloud accepts, also where they refer to each other
// in circles, and only when they are said to be absent.
import { describe, expect, test } from 'vitest';
import type { Refusal } from '../../src/model/refusal.ts';
import { applied, lastKind, planFrom, planned, readLive, worldOf } from './in-process.ts';
import { accept, gone, group, named, outline, plannedFor, seed, wanted } from './words.ts';

const from = (name: string) => accept('tcp 80', named(name));

describe('deleting', () => {
  test('goes from those that refer to those that are referred to', async () => {
    const plan = await plannedFor(
      [gone('app'), gone('db'), gone('web')],
      [seed('app', [from('web')]), seed('db', [from('app')]), seed('web')],
    );
    expect(outline(plan)).toEqual(['0 db deleteGroup', '0 app deleteGroup', '0 web deleteGroup']);
  });

  test('waits until the rules are gone that refer to it', async () => {
    const plan = await plannedFor(
      [gone('web'), group('app', { ingress: [] })],
      [seed('web'), seed('app', [from('web')])],
    );
    expect(outline(plan)).toEqual([
      '0 app revoke ingress: accept tcp 80 web @1',
      '1 web deleteGroup',
    ]);
  });

  test('breaks a circle by letting go of one group', async () => {
    const plan = await plannedFor(
      [gone('app'), gone('db'), gone('web')],
      [seed('app', [from('web')]), seed('db', [from('app')]), seed('web', [from('db')])],
    );
    expect(outline(plan)).toEqual([
      '0 db revoke ingress: accept tcp 80 app @1',
      '1 app deleteGroup',
      '1 web deleteGroup',
      '1 db deleteGroup',
    ]);
  });

  test('two circles that share a group end with nothing left', async () => {
    const names = ['app', 'db', 'web'];
    const seeds = names.map((name) =>
      seed(name, names.filter((other) => other !== name).map(from)),
    );
    const { emulator, send } = worldOf(seeds);
    const plan = await planFrom(wanted(...names.map(gone)), send);
    expect(lastKind(await applied(plan, send))).toBe('verified');
    expect(emulator.snapshot().groups).toEqual([]);
  });

  test.each([
    ['a direction of ours that is not written', [group('app')]],
    ['a group of ours that stands in no file', []],
  ])('is refused, before anything is written, while %s refers to it', async (_, others) => {
    const desired = wanted(gone('web'), ...others);
    const { send } = worldOf([seed('web'), seed('app', [from('web')])]);
    const { ok, refusals } = planned(desired, await readLive(desired, send)) as {
      readonly ok: boolean;
      readonly refusals: readonly Refusal[];
    };
    expect(ok).toBe(false);
    expect(refusals).toMatchObject([{ code: 'still-referred' }]);
    expect(refusals[0]?.message).toContain('ingress tcp 80 of app');
  });

  test('is final: what stands in no file stays, with a note', async () => {
    const desired = wanted(group('app'));
    const { send } = worldOf([seed('web'), seed('app')]);
    const plan = await planFrom(desired, send);
    expect(plan.steps).toEqual([]);
    expect(plan.notes).toContainEqual(
      expect.objectContaining({
        code: 'orphan',
        message: expect.stringContaining('sg-live-web') as string,
      }),
    );
    expect((await readLive(desired, send)).groups).toHaveLength(2);
  });
});
