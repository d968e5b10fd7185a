// Goal: a group of which the list shows no resource group is in the one that the cloud says when it is
// asked for that one, so that the default one can be written like any other; and nobody asks in vain.
import { expect, test } from 'vitest';
import { listGroups } from '../../src/cloud/read-groups.ts';
import { findResourceGroups } from '../../src/cloud/find-resource-groups.ts';
import type { Transport } from '../../src/cloud/transport.ts';
import type { GroupId } from '../../src/model/group-identity.ts';
import { counting, valueOf, worldOf } from '../planner/in-process.ts';
import { seededId, target } from '../planner/names.ts';
import { seed } from '../planner/words.ts';

const usual = `rg-default-${target.account}`;
const [web, app] = [seededId('web'), seededId('app')];

async function foundIn(send: Transport, wanted: Readonly<Record<string, readonly string[]>>) {
  const listed = valueOf(await listGroups(send));
  const { send: counted, calls } = counting(send);
  const asked = new Map(Object.entries(wanted).map(([id, those]) => [id as GroupId, those]));
  const found = valueOf(await findResourceGroups(counted, listed, asked));
  const by = found.map(({ id, inResourceGroup }) => [id as string, inResourceGroup] as const);
  return { calls: calls.length, groups: Object.fromEntries(by) };
}

test.each([
  ['unnamed', 2],
  ['named', 0],
] as const)('whatever the cloud shows of the default one: %s', async (shown, calls) => {
  const { send } = worldOf(
    [seed('web'), seed('app'), seed('db', [], { resourceGroupId: 'rg-1' })],
    {
      switches: { defaultResourceGroup: shown },
    },
  );
  const found = await foundIn(send, {
    [web]: [usual],
    [app]: ['rg-1'],
    [seededId('db')]: [usual],
  });
  expect(found.groups).toMatchObject({ [web]: usual, [seededId('db')]: 'rg-1' });
  expect(found.groups[app]).toBe(shown === 'named' ? usual : undefined);
  expect(found.calls).toBe(calls);
});

test('one call asks about a hundred groups, and none about groups of which nothing is written', async () => {
  const names = Array.from({ length: 101 }, (_, index) => `group-${index}`);
  const { send } = worldOf([...names, 'web'].map((name) => seed(name)));
  const wanted = Object.fromEntries(names.map((name) => [seededId(name), [usual]]));
  const found = await foundIn(send, wanted);
  expect(found.calls).toBe(2);
  expect(Object.values(found.groups).filter((one) => one === usual)).toHaveLength(101);
  expect((await foundIn(send, {})).calls).toBe(0);
});

test('where the cloud does not answer, it is a failure', async () => {
  const { emulator, send } = worldOf([seed('web')]);
  const listed = valueOf(await listGroups(send));
  emulator.refuseNext('DescribeSecurityGroups', { code: 'Forbidden.RAM' });
  expect(await findResourceGroups(send, listed, new Map([[web, [usual]]]))).toMatchObject({
    ok: false,
    during: 'DescribeSecurityGroups',
  });
});
