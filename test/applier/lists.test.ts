// Goal: a plan is run only while the lists that its rules name hold what they held when it was made, as
// far as anybody could know that; else nothing is written.
import { describe, expect, test } from 'vitest';
import type { ListEntry } from '../../src/emulator/lists.ts';
import type { Peer } from '../../src/model/peer.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { DesiredState } from '../../src/model/target.ts';
import { staleText } from '../../src/report/apply-text.ts';
import { allOf, denying, worldWith } from '../cloud/machine-words.ts';
import { applied, counting, lastKind, planOf, type World } from '../planner/in-process.ts';
import { region, seededId } from '../planner/names.ts';
import { accept, group, seed, wanted } from '../planner/words.ts';

const web = seededId('web');
const office: Peer = { kind: 'prefixList', prefixList: 'pl-office' };
const desired = wanted(
  group('web', { ingress: [accept('tcp 22', office)] }),
  group('app', { ingress: [accept('tcp 22', '10.0.0.0/8')] }),
);
const entry = (text: string): ListEntry => ({ text, description: '' });

interface Prepared extends World {
  readonly plan: Plan;
  /** What the list holds from now on. */
  readonly put: (...texts: readonly string[]) => void;
}

const readsEntries = (action: string) => action === 'DescribePrefixListAttributes';

async function prepared({
  isRead = true,
  state = desired,
}: { isRead?: boolean; state?: DesiredState } = {}): Promise<Prepared> {
  const world = worldWith({ groups: [seed('web'), seed('app')] });
  const put = (...texts: readonly string[]) => {
    const list = { region, id: 'pl-office', maxEntries: 9, entries: texts.map(entry) };
    world.emulator.load({ prefixLists: [list] });
  };
  put('203.0.113.0/24', '198.51.100.0/24');
  const seen = isRead ? world.send : denying(world.send, 'Forbidden.RAM', readsEntries);
  return { ...world, put, plan: planOf(state, await allOf(state, seen)) };
}

async function expectStale({ plan, send }: Prepared, list: object): Promise<void> {
  const counted = counting(send);
  const stale = { group: 'web', id: web, why: 'lists', differences: [], lists: [list] };
  expect(await applied(plan, counted.send)).toMatchObject([
    { kind: 'refused', reason: { kind: 'stale', groups: [stale] } },
  ]);
  expect(counted.writes).toEqual([]);
}

describe('nothing is written when a list', () => {
  test('holds more than it did', async () => {
    const world = await prepared();
    world.put('203.0.113.0/24', '198.51.100.0/24', '0.0.0.0/0');
    await expectStale(world, { id: 'pl-office', added: ['0.0.0.0/0'], removed: [] });
  });

  test('holds less than it did', async () => {
    const world = await prepared();
    world.put('203.0.113.0/24');
    await expectStale(world, { id: 'pl-office', added: [], removed: ['198.51.100.0/24'] });
  });

  test('may not be read any more', async () => {
    const world = await prepared();
    const send = denying(world.send, 'Forbidden.RAM', readsEntries);
    await expectStale({ ...world, send }, { id: 'pl-office' });
  });
});

test('a read that fails is no reason to go on', async () => {
  const world = await prepared();
  const send = denying(world.send, 'Broken', readsEntries);
  const counted = counting(send);
  expect(await applied(world.plan, counted.send)).toMatchObject([
    { kind: 'refused', reason: { kind: 'unreadable', failure: { code: 'Broken' } } },
  ]);
  expect(counted.writes).toEqual([]);
});

describe('a plan is run', () => {
  test('when the same entries come in another order', async () => {
    const world = await prepared();
    world.put('198.51.100.0/24', '203.0.113.0/24');
    expect(lastKind(await applied(world.plan, world.send))).toBe('verified');
  });

  test('when nobody could know what was in it, without a look now', async () => {
    const world = await prepared({ isRead: false });
    world.put('0.0.0.0/0');
    const { send, calls } = counting(world.send);
    expect(lastKind(await applied(world.plan, send))).toBe('verified');
    expect(calls.filter(({ action }) => readsEntries(action))).toEqual([]);
  });

  test('when no rule of a group with it is left to change', async () => {
    const world = await prepared();
    expect(lastKind(await applied(world.plan, world.send))).toBe('verified');
    world.put('0.0.0.0/0');
    const { send, calls } = counting(world.send);
    expect(lastKind(await applied(world.plan, send))).toBe('verified');
    expect(calls.filter(({ action }) => readsEntries(action))).toEqual([]);
  });

  test('without a look where rules name no list', async () => {
    const state = wanted(group('app', { ingress: [accept('tcp 22', '10.0.0.0/8')] }));
    const world = await prepared({ state });
    world.put('0.0.0.0/0');
    const { send, calls } = counting(world.send);
    expect(lastKind(await applied(world.plan, send))).toBe('verified');
    expect(calls.filter(({ action }) => readsEntries(action))).toEqual([]);
  });
});

test('the way back is bound to the list like the way there', async () => {
  const world = await prepared();
  const { undo } = world.plan;
  if (undo === undefined) throw new Error('there is no way back');
  expect(lastKind(await applied(world.plan, world.send))).toBe('verified');
  world.put('203.0.113.0/24');
  await expectStale(
    { ...world, plan: undo },
    { id: 'pl-office', added: [], removed: ['198.51.100.0/24'] },
  );
});

test('the refusal says which list, and which entries', async () => {
  const world = await prepared();
  world.put('203.0.113.0/24', '0.0.0.0/0');
  const [refused] = await applied(world.plan, world.send);
  if (refused?.kind !== 'refused' || refused.reason.kind !== 'stale') throw new Error('not stale');
  expect(staleText(refused.reason.groups, 'made')).toBe(
    'stale: group web (sg-live-web) has rules for lists with other entries than when the plan was made\n' +
      '  pl-office: + 0.0.0.0/0, - 198.51.100.0/24\n' +
      'Nothing was written. Plan again, and review what you get.\n',
  );
});
