// Goal: whoever refers to a group is known, of whatever account, before the group is deleted.
import { expect, test } from 'vitest';
import { readReferences } from '../../src/cloud/read-references.ts';
import type { GroupId } from '../../src/model/group-identity.ts';
import { counting, valueOf, worldOf } from '../planner/in-process.ts';
import { region, seededId, target } from '../planner/names.ts';
import { accept, named, seed } from '../planner/words.ts';
import { answering, numbered } from './machine-words.ts';

const toWeb = [accept('tcp 80', named('web'))];
const web = seededId('web');

test.each([
  [0, 0],
  [1, 1],
  [10, 1],
  [11, 2],
  [25, 3],
])('of %i groups in %i calls', async (count, calls) => {
  const seeds = numbered(count, (name) => seed(name));
  const ids = seeds.flatMap(({ id }) => (id === undefined ? [] : [id as GroupId]));
  const last = seed('last', [accept('tcp 80', named(String(count - 1)))]);
  const counted = counting(worldOf([...seeds, last]).send);
  const references = valueOf(await readReferences(counted.send, ids, target.account));
  expect([...references.keys()]).toEqual(ids);
  expect(counted.calls).toHaveLength(calls);
  if (count > 0)
    expect(references.get(ids[count - 1] ?? web)).toEqual([{ groupId: 'sg-live-last' }]);
});

test.each(['empty', 'leftOut'] as const)(
  'of our account and of another, in their order, where groups without any are: %s',
  async (groupsWithoutReferences) => {
    const seeds = [
      seed('web'),
      seed('lonely'),
      seed('zoo', toWeb),
      seed('app', toWeb),
      seed('data', [], {
        account: '1000000000000002',
        rules: [
          {
            Direction: 'ingress',
            IpProtocol: 'TCP',
            PortRange: '1/1',
            SourceGroupId: web,
            SourceGroupOwnerAccount: target.account,
          },
        ],
      }),
    ];
    const { send } = worldOf(seeds, { switches: { groupsWithoutReferences } });
    const ids = [web, seededId('lonely')];
    expect(valueOf(await readReferences(send, ids, target.account))).toEqual(
      new Map([
        [
          web,
          [
            { groupId: 'sg-live-app' },
            { groupId: 'sg-live-data', account: '1000000000000002' },
            { groupId: 'sg-live-zoo' },
          ],
        ],
        [seededId('lonely'), []],
      ]),
    );
  },
);

test.each<[string, object]>([
  ['no list', {}],
  ['a group without an id', referencing({ SecurityGroupId: '' })],
  ['no list of those who refer', referencing({ ReferencingSecurityGroups: {} })],
  [
    'somebody without an id',
    referencing({ ReferencingSecurityGroups: { ReferencingSecurityGroup: [{ AliUid: '1' }] } }),
  ],
])('a reply with %s is a failure', async (_, body) => {
  const { send } = worldOf([seed('web')]);
  const odd = answering(send, 'DescribeSecurityGroupReferences', body);
  expect(await readReferences(odd, [web], target.account)).toMatchObject({
    ok: false,
    failure: { code: 'UnexpectedReply' },
    during: 'DescribeSecurityGroupReferences',
  });
});

test('a group that is gone is a failure', async () => {
  const { send } = worldOf([seed('app', [], { region })]);
  expect(await readReferences(send, [web], target.account)).toMatchObject({
    ok: false,
    failure: { code: 'InvalidSecurityGroupId.NotFound' },
  });
});

function referencing(change: object): object {
  const whole = {
    SecurityGroupId: web,
    ReferencingSecurityGroups: { ReferencingSecurityGroup: [] },
  };
  return { SecurityGroupReferences: { SecurityGroupReference: [{ ...whole, ...change }] } };
}
