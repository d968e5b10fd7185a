// Goal: the sizes of all lists that rules name are known, and nothing is asked where none is named.
import { expect, test } from 'vitest';
import { readListSizes } from '../../src/cloud/read-list-sizes.ts';
import type { Rule } from '../../src/model/rule.ts';
import { counting, valueOf } from '../planner/in-process.ts';
import { region } from '../planner/names.ts';
import { accept } from '../planner/words.ts';
import { answering, denying, numbered, worldWith } from './machine-words.ts';

const everyone = accept('tcp 80', '0.0.0.0/0');
const fromList = (id: string): Rule => ({
  ...everyone,
  peer: { kind: 'prefixList', prefixList: id },
});
const toPorts = (id: string): Rule => ({
  ...everyone,
  traffic: { protocol: 'tcp', ports: { kind: 'list', portList: id } },
});

test('no rule names a list: no call', async () => {
  const { send, calls } = counting(worldWith({}).send);
  expect(valueOf(await readListSizes(send, [everyone]))).toEqual(new Map());
  expect(calls).toEqual([]);
});

test.each([
  [1, 1],
  [100, 1],
  [101, 2],
])('%i lists of a kind in %i calls', async (count, calls) => {
  const lists = (prefix: string) =>
    numbered(count, (name) => ({ region, id: `${prefix}-${name}`, maxEntries: Number(name) + 1 }));
  const world = worldWith({ prefixLists: lists('pl'), portRangeLists: lists('prl') });
  const counted = counting(world.send);
  const rules = numbered(count, (name) => [fromList(`pl-${name}`), toPorts(`prl-${name}`)]).flat();
  const sizes = valueOf(await readListSizes(counted.send, [...rules, ...rules]));
  expect(sizes.size).toBe(2 * count);
  expect(sizes.get(`pl-${count - 1}`)).toBe(count);
  expect(sizes.get(`prl-${count - 1}`)).toBe(count);
  expect(counted.calls).toHaveLength(2 * calls);
});

test('a list that is gone is not among them', async () => {
  const { send } = worldWith({ prefixLists: [{ region, id: 'pl-1', maxEntries: 7 }] });
  const sizes = valueOf(await readListSizes(send, [fromList('pl-1'), fromList('pl-gone')]));
  expect(sizes).toEqual(new Map([['pl-1', 7]]));
});

test('lists of a kind that may not be read are not among them', async () => {
  const { send } = worldWith({
    prefixLists: [{ region, id: 'pl-1', maxEntries: 7 }],
    portRangeLists: [{ region, id: 'prl-1', maxEntries: 9 }],
  });
  const denied = denying(send, 'Forbidden.RAM', (action) => action === 'DescribePrefixLists');
  const sizes = valueOf(await readListSizes(denied, [fromList('pl-1'), toPorts('prl-1')]));
  expect(sizes).toEqual(new Map([['prl-1', 9]]));
});

test.each<[string, object]>([
  ['without a list', {}],
  ['without a size', { PrefixLists: { PrefixList: [{ PrefixListId: 'pl-1' }] } }],
  ['without an id', { PrefixLists: { PrefixList: [{ MaxEntries: 7 }] } }],
])('a reply %s is a failure', async (_, body) => {
  const odd = answering(worldWith({}).send, 'DescribePrefixLists', body);
  expect(await readListSizes(odd, [fromList('pl-1')])).toMatchObject({
    ok: false,
    failure: { code: 'UnexpectedReply' },
    during: 'DescribePrefixLists',
  });
});

test('any other no is a failure', async () => {
  const denied = denying(worldWith({}).send, 'Broken', () => true);
  expect(await readListSizes(denied, [toPorts('prl-1')])).toMatchObject({
    ok: false,
    failure: { code: 'Broken' },
    during: 'DescribePortRangeLists',
  });
});
