// Goal: what rules name by id, and the cloud does not have, a plan says before an apply runs
// into it; and it says nothing of what nobody here can know.
import { expect, test } from 'vitest';
import type { EmulatorSeed } from '../../src/emulator/load-seed.ts';
import type { Note } from '../../src/model/plan.ts';
import type { WrittenRule } from '../../src/model/rule.ts';
import type { DesiredGroup } from '../../src/model/group.ts';
import { allOf, denying, worldWith } from '../cloud/machine-words.ts';
import { planOf } from './in-process.ts';
import { region, target } from './names.ts';
import { accept, foreign, group, seed, wanted } from './words.ts';

const elsewhere = { vpcId: 'vpc-other', tags: {} };
const seeded: EmulatorSeed = {
  groups: [seed('web'), seed('theirs', [], { tags: {} }), seed('far', [], elsewhere)],
  prefixLists: [{ region, id: 'pl-there', maxEntries: 10, entries: [] }],
  portRangeLists: [],
};

async function notesOf(
  groups: readonly DesiredGroup[],
  { isDenied = false, world = seeded }: { isDenied?: boolean; world?: EmulatorSeed } = {},
): Promise<readonly Note[]> {
  const desired = wanted(...groups);
  const { send } = worldWith(world);
  const hides = (action: string) => /PrefixListAttributes|PortRangeListEntries/.test(action);
  const seen = isDenied ? denying(send, 'Forbidden.RAM', hides) : send;
  const { notes } = planOf(desired, await allOf(desired, seen));
  return notes.filter(({ code }) => code === 'not-found');
}

const web = (...ingress: readonly WrittenRule[]) => group('web', { ingress });
const placed = (rule: WrittenRule, line: number): WrittenRule => {
  return { ...rule, source: { file: 'groups/web.yaml', line, column: 5 } };
};
const messages = (notes: readonly Note[]) => notes.map(({ message }) => message);

test('a peer that the whole list of the account and region does not have, once, with its places', async () => {
  const notes = await notesOf([
    web(
      placed(accept('tcp 22', foreign('sg-nowhere')), 4),
      placed(accept('tcp 80', foreign('sg-nowhere')), 7),
      accept('tcp 80', foreign('sg-live-theirs')),
    ),
  ]);
  expect(notes).toEqual([
    {
      code: 'not-found',
      group: 'web',
      source: { file: 'groups/web.yaml', line: 4, column: 5 },
      message:
        'web names sg-nowhere (groups/web.yaml:4:5 and 1 more), and account ' +
        `${target.account} has no such group in ${region}: an apply would be refused there; ` +
        'a group of another account needs its `account` beside the id',
    },
  ]);
});

test('of a group of another account nobody here can know', async () => {
  const peer = foreign('sg-nowhere', '1000000000000002');
  expect(await notesOf([web(accept('tcp 22', peer))])).toEqual([]);
});

test('a group of another VPC', async () => {
  const found = await notesOf([web(placed(accept('tcp 22', foreign('sg-live-far')), 4))]);
  expect(messages(found)).toEqual([
    'web names sg-live-far (groups/web.yaml:4:5), which is in vpc-other: the API refuses a peer of another VPC than the group',
  ]);
});

test('only what a step sends counts', async () => {
  const rule = accept('tcp 22', foreign('sg-nowhere'));
  const world = { ...seeded, groups: [seed('web', [rule])] };
  expect(await notesOf([web(rule)], { world })).toEqual([]);
});

test('lists that were asked for and not found; not those that may not be read', async () => {
  const rules = [
    placed(accept('tcp 22', { kind: 'prefixList', prefixList: 'pl-nowhere' }), 4),
    accept('tcp 22', { kind: 'prefixList', prefixList: 'pl-there' }),
    placed(
      {
        ...accept('tcp 1', '10.0.0.0/8'),
        traffic: { protocol: 'tcp', ports: { kind: 'list', portList: 'prl-nowhere' } },
      },
      9,
    ),
  ];
  expect(messages(await notesOf([web(...rules)]))).toEqual([
    'web names pl-nowhere (groups/web.yaml:4:5), which the cloud, asked for it, did not find: unless it is only hidden, an apply would be refused there',
    'web names prl-nowhere (groups/web.yaml:9:5), which the cloud, asked for it, did not find: unless it is only hidden, an apply would be refused there',
  ]);
  expect(await notesOf([web(...rules)], { isDenied: true })).toEqual([]);
});
