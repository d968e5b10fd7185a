// Goal: what is in the lists that rules name is known where it may be, nothing is asked where none is
// named, and what may not be read is said to be unknown, never to be empty.
import { expect, test } from 'vitest';
import { readLists } from '../../src/cloud/read-lists.ts';
import type { ListIds } from '../../src/model/lists.ts';
import { accept, group, wanted } from '../planner/words.ts';
import { counting, valueOf } from '../planner/in-process.ts';
import { region } from '../planner/names.ts';
import { allOf, answering, denying, worldWith } from './machine-words.ts';

const entry = (text: string) => ({ text, description: '' });
const prefixList = (id: string, texts: readonly string[], more: object = {}) => {
  return { region, id, maxEntries: 9, entries: texts.map(entry), ...more };
};
const world = () =>
  worldWith({
    prefixLists: [
      prefixList('pl-1', ['10.0.0.0/8', '203.0.113.7/32']),
      prefixList('pl-6', ['2001:db8::/32'], { family: 'IPv6' }),
      prefixList('pl-empty', []),
      prefixList('pl-theirs', ['10.0.0.0/8'], { account: '1000000000000002' }),
    ],
    portRangeLists: [prefixList('prl-1', ['22/22', '8000/8999'])],
  });
const named = (...ids: readonly string[]): ListIds => ({
  prefixLists: ids.filter((id) => id.startsWith('pl-')),
  portLists: ids.filter((id) => id.startsWith('prl-')),
});
const options = { atOnce: 2 };

test('no rule names a list: no call', async () => {
  const { send, calls } = counting(world().send);
  const lists = valueOf(await readLists(send, named(), options));
  expect(lists).toEqual({ prefixLists: new Map(), portLists: new Map(), notFound: [] });
  expect(calls).toEqual([]);
});

test('entries of both kinds and families, a call for each list', async () => {
  const { send, calls } = counting(world().send);
  const ids = named('pl-1', 'pl-6', 'pl-empty', 'prl-1');
  const { prefixLists, portLists } = valueOf(await readLists(send, ids, options));
  expect(Object.fromEntries(prefixLists)).toEqual({
    'pl-1': ['10.0.0.0/8', '203.0.113.7/32'],
    'pl-6': ['2001:db8::/32'],
    'pl-empty': [],
  });
  expect(Object.fromEntries(portLists)).toEqual({
    'prl-1': [
      { first: 22, last: 22 },
      { first: 8000, last: 8999 },
    ],
  });
  expect(calls).toHaveLength(4);
});

test('of a list that is gone, or of another account, nothing is known', async () => {
  const ids = named('pl-1', 'pl-gone', 'pl-theirs', 'prl-gone');
  const { prefixLists, portLists } = valueOf(await readLists(world().send, ids, options));
  expect([...prefixLists.keys()]).toEqual(['pl-1']);
  expect([...portLists.keys()]).toEqual([]);
});

test.each(['Forbidden.RAM', 'NoPermission'])(
  'where RAM says %s, nothing is known',
  async (code) => {
    const isDenied = (action: string) => action === 'DescribePrefixListAttributes';
    const denied = denying(world().send, code, isDenied);
    const { prefixLists, portLists } = valueOf(
      await readLists(denied, named('pl-1', 'prl-1'), options),
    );
    expect([...prefixLists.keys()]).toEqual([]);
    expect([...portLists.keys()]).toEqual(['prl-1']);
  },
);

test('of a list with an entry that means nothing to us, nothing is known', async () => {
  const body = { Entries: [{ PortRange: '22/22' }, { PortRange: 'ssh' }] };
  const odd = answering(world().send, 'DescribePortRangeListEntries', body);
  expect(valueOf(await readLists(odd, named('prl-1'), options)).portLists).toEqual(new Map());
});

test.each<[string, object]>([
  ['without entries', {}],
  ['with something else in their place', { Entries: { Entry: 'none' } }],
])('a reply %s is a failure', async (_, body) => {
  const odd = answering(world().send, 'DescribePrefixListAttributes', body);
  expect(await readLists(odd, named('pl-1'), options)).toMatchObject({
    ok: false,
    failure: { code: 'UnexpectedReply' },
    during: 'DescribePrefixListAttributes',
  });
});

test('any other no is a failure', async () => {
  const denied = denying(world().send, 'Broken', () => true);
  expect(await readLists(denied, named('prl-1'), options)).toMatchObject({
    ok: false,
    failure: { code: 'Broken' },
    during: 'DescribePortRangeListEntries',
  });
});

test('what a plan is made from has the lists that written rules name', async () => {
  const peer = { kind: 'prefixList', prefixList: 'pl-1' } as const;
  const ingress = [{ ...accept('tcp 22', '0.0.0.0/0'), peer }];
  const { lists } = await allOf(wanted(group('web', { ingress })), world().send);
  expect(Object.fromEntries(lists.prefixLists)).toEqual({
    'pl-1': ['10.0.0.0/8', '203.0.113.7/32'],
  });
});
