// Goal: who leaves a full group makes room for who joins it, and where nobody can go first the plan says so.
import { expect, test } from 'vitest';
import type { WrittenMembers } from '../../src/model/member.ts';
import type { Plan } from '../../src/model/plan.ts';
import { allOf, instance, worldWith } from '../cloud/machine-words.ts';
import { planned } from './in-process.ts';
import { othersId, seededId } from './names.ts';
import { group, seed, wanted } from './words.ts';

const [web, app] = [seededId('web'), seededId('app')];

function only(...ids: readonly string[]): { readonly members: WrittenMembers } {
  const source = { file: 'groups/web.yaml', line: 2, column: 1 };
  const all = ids.map((id) => ({ kind: 'instance', id, source }) as const);
  return { members: { all, isExclusive: true, source } };
}

/** Groups with room for one address each. */
async function planOne(
  places: Readonly<Record<string, readonly string[]>>,
  members: { readonly web: readonly string[]; readonly app?: readonly string[] },
) {
  const world = worldWith({
    groups: [seed('web'), seed('app'), seed('other', [], { id: othersId, tags: {} })],
    instances: Object.entries(places).map(([name, groups]) => instance(name, groups)),
  });
  const desired = {
    ...wanted(
      group('web', only(...members.web)),
      group('app', members.app && only(...members.app)),
    ),
    quotas: { addressesPerGroup: 1 },
  };
  const made = planned(desired, await allOf(desired, world.send));
  return made.ok ? linesOf(made.plan) : made.refusals.map(({ message }) => message);
}

function linesOf({ steps }: Plan): readonly string[] {
  return steps.map((step) => {
    const member = 'member' in step ? step.member : '';
    return `${step.wave} ${step.kind} ${step.group} ${member}`;
  });
}

test('whoever stays in another group leaves first', async () => {
  const places = { a: [web, othersId], b: [othersId] };
  expect(await planOne(places, { web: ['i-b'] })).toEqual([
    '0 leaveGroup web i-a',
    '1 joinGroup web i-b',
  ]);
});

test('whoever moves to a group with room does so first, and others follow', async () => {
  const places = { a: [web], b: [othersId], c: [othersId] };
  expect(await planOne(places, { web: ['i-b'], app: ['i-a'] })).toEqual([
    '0 joinGroup app i-a',
    '1 leaveGroup web i-a',
    '2 joinGroup web i-b',
  ]);
});

test('two full groups cannot exchange their members, and the refusal says what to do', async () => {
  const places = { a: [web], b: [app] };
  const messages = await planOne(places, { web: ['i-b'], app: ['i-a'] });
  expect(messages).toContain(
    'web would hold 2 private IPv4 addresses until those who leave it have left, and they cannot leave before others have joined; the quota is 1; first put one of those who leave it into a group that has room, in a plan of its own',
  );
});

test('more members than a group may hold are refused as before', async () => {
  const places = { a: [web, othersId], b: [othersId] };
  const messages = await planOne(places, { web: ['i-a', 'i-b'] });
  expect(messages).toEqual([
    'web would hold 2 private IPv4 addresses; the quota is 1; write fewer members, or a larger `quotas: { addressesPerGroup: … }` if the account has one',
  ]);
});
