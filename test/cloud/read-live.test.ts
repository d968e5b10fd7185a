// Goal: what a plan is made from is read whole; what may not be read beside the groups themselves is
// said to be unknown, and every other failure is one.
import { describe, expect, test } from 'vitest';
import type { SeedGroup, SeedRule } from '../../src/emulator/seed.ts';
import { unknownLists } from '../../src/model/lists.ts';
import { counting } from '../planner/in-process.ts';
import { region, seededId } from '../planner/names.ts';
import { accept, gone, group, named, seed, wanted } from '../planner/words.ts';
import { allOf, denying, instance, readAll, secondary, worldWith } from './machine-words.ts';

const [web, app] = [seededId('web'), seededId('app')];
const others = (name: string, more: Partial<SeedGroup> = {}): SeedGroup =>
  seed(name, [accept('tcp 22', '10.0.0.0/8')], { id: `sg-${name}`, tags: {}, ...more });

const ours = wanted(group('web'), group('app'));
const groups = [
  seed('web'),
  seed('app'),
  others('neighbour'),
  others('cluster', { serviceManaged: true }),
  others('stranger'),
  others('elsewhere', { vpcId: 'vpc-2' }),
];
const interfaces = [
  secondary('a', [web, 'sg-neighbour']),
  secondary('b', [web, app, 'sg-cluster']),
  secondary('c', ['sg-stranger']),
  secondary('d', ['sg-elsewhere'], { vpcId: 'vpc-2' }),
];

test('where nothing is asked for, groups and interfaces are all that is read', async () => {
  const { send, calls } = counting(worldWith({ groups: groups.slice(0, 2) }).send);
  expect(await allOf(ours, send)).toMatchObject({
    interfaces: { kind: 'unreadable' },
    neighbours: [],
    references: { kind: 'read', to: new Map() },
    listSizes: new Map(),
    lists: unknownLists,
  });
  expect(calls.map(({ action }) => action).toSorted()).toEqual([
    'DescribeInstances',
    'DescribeNetworkInterfaces',
    'DescribeSecurityGroupAttribute',
    'DescribeSecurityGroupAttribute',
    'DescribeSecurityGroups',
  ]);
});

describe('neighbours', () => {
  test('are other groups on interfaces of ours, with their rules', async () => {
    const { send } = worldWith({ groups, interfaces });
    const { groups: read, neighbours } = await allOf(ours, send);
    expect(read.map(({ id }) => id).toSorted()).toEqual([app, web]);
    expect(neighbours.map(({ id }) => id).toSorted()).toEqual(['sg-cluster', 'sg-neighbour']);
    expect(neighbours.map(({ rules }) => rules.length)).toEqual([1, 1]);
  });

  test('whose rules may not be read are left out', async () => {
    const { send } = worldWith({ groups, interfaces });
    const denied = denying(
      send,
      'NoPermission',
      (_, { SecurityGroupId }) => SecurityGroupId === 'sg-cluster',
    );
    const { interfaces: found, neighbours } = await allOf(ours, denied);
    expect(found.kind).toBe('read');
    expect(neighbours.map(({ id }) => id)).toEqual(['sg-neighbour']);
  });

  test('whose rules cannot be read for another reason fail the read', async () => {
    const { send } = worldWith({ groups, interfaces });
    const broken = denying(
      send,
      'Broken',
      (_, { SecurityGroupId }) => SecurityGroupId === 'sg-cluster',
    );
    expect(await readAll(ours, broken)).toMatchObject({
      ok: false,
      during: 'DescribeSecurityGroupAttribute of sg-cluster',
    });
  });
});

describe('interfaces', () => {
  const actions = ['DescribeNetworkInterfaces', 'DescribeInstances'];

  test.each(actions)('are not known where RAM denies %s', async (action) => {
    const { emulator, send } = worldWith({ groups, interfaces });
    emulator.refuseNext(action, { code: 'Forbidden.RAM' });
    const why = `${action} was refused: Forbidden.RAM`;
    expect(await allOf(ours, send)).toMatchObject({
      interfaces: { kind: 'unreadable', why },
      neighbours: [],
    });
  });

  test.each(['NoPermission', 'NotAuthorized'])(
    'are not known where the code is %s',
    async (code) => {
      const { send } = worldWith({ groups, interfaces });
      const denied = denying(send, code, (action) => actions.includes(action));
      expect((await allOf(ours, denied)).interfaces).toEqual({
        kind: 'unreadable',
        why: `DescribeNetworkInterfaces was refused: ${code}`,
      });
    },
  );

  test('are not known where the list is empty, which may be for want of permission', async () => {
    const { send } = worldWith({ groups, instances: [instance('a', [web])] });
    const empty = {
      ok: true,
      body: { NetworkInterfaceSets: { NetworkInterfaceSet: [] } },
      attempts: 1,
    } as const;
    const concealing: typeof send = (call) =>
      call.action === 'DescribeNetworkInterfaces' ? Promise.resolve(empty) : send(call);
    expect((await allOf(ours, concealing)).interfaces).toMatchObject({
      kind: 'unreadable',
      why: 'DescribeNetworkInterfaces lists none, since the VPC has none or the permission is missing',
    });
  });

  test.each(actions)('that cannot be read for another reason fail the read: %s', async (action) => {
    const { emulator, send } = worldWith({ groups, interfaces });
    emulator.refuseNext(action, { code: 'InternalError' });
    expect(await readAll(ours, send)).toMatchObject({
      ok: false,
      failure: { kind: 'unavailable', code: 'InternalError' },
      during: action,
    });
  });

  test('a denied list of groups is no lesser knowledge but a failure', async () => {
    const { emulator, send } = worldWith({ groups, interfaces });
    emulator.refuseNext('DescribeSecurityGroups', { code: 'Forbidden.RAM' });
    expect(await readAll(ours, send)).toMatchObject({
      ok: false,
      during: 'DescribeSecurityGroups',
    });
  });
});

describe('references', () => {
  const goingOne = wanted(gone('web'), group('app'));
  const referring = [seed('web'), seed('app', [accept('tcp 80', named('web'))])];

  test('are asked for of groups that are to be deleted, and of no other', async () => {
    const { send, calls } = counting(worldWith({ groups: referring }).send);
    const { references } = await allOf(goingOne, send);
    expect(references).toEqual({ kind: 'read', to: new Map([[web, [{ groupId: app }]]]) });
    const asked = calls.filter(({ action }) => action === 'DescribeSecurityGroupReferences');
    expect(asked.map(({ parameters }) => parameters)).toEqual([{ 'SecurityGroupId.1': web }]);
  });

  test('are not known where RAM denies them', async () => {
    const { emulator, send } = worldWith({ groups: referring });
    emulator.refuseNext('DescribeSecurityGroupReferences', { code: 'Forbidden.RAM' });
    expect((await allOf(goingOne, send)).references).toEqual({
      kind: 'unreadable',
      why: 'DescribeSecurityGroupReferences was refused: Forbidden.RAM',
    });
  });

  test('that cannot be read for another reason fail the read', async () => {
    const { emulator, send } = worldWith({ groups: referring });
    emulator.refuseNext('DescribeSecurityGroupReferences', { code: 'InternalError' });
    expect(await readAll(goingOne, send)).toMatchObject({
      ok: false,
      during: 'DescribeSecurityGroupReferences',
    });
  });
});

describe('sizes of lists', () => {
  const list = (id: string, maxEntries: number) => ({ region, id, maxEntries });
  const ruleOf = (prefixList: string): SeedRule => {
    const tcp = { IpProtocol: 'TCP', PortRange: '1/1', Policy: 'Accept' } as const;
    return { Direction: 'ingress', ...tcp, SourcePrefixListId: prefixList };
  };

  test('are those that live rules of ours, of neighbours, or written rules name', async () => {
    const written = { ...accept('tcp 1', '0.0.0.0/0'), traffic: portList('prl-written') };
    const { send } = worldWith({
      groups: [
        seed('web', [], { rules: [ruleOf('pl-live')] }),
        others('neighbour', { rules: [ruleOf('pl-neighbour')] }),
      ],
      interfaces: [secondary('a', [web, 'sg-neighbour'])],
      prefixLists: [list('pl-live', 3), list('pl-neighbour', 4), list('pl-nobody', 5)],
      portRangeLists: [list('prl-written', 6)],
    });
    const { listSizes } = await allOf(wanted(group('web', { ingress: [written] })), send);
    expect([...listSizes].toSorted()).toEqual([
      ['pl-live', 3],
      ['pl-neighbour', 4],
      ['prl-written', 6],
    ]);
  });

  function portList(id: string) {
    return { protocol: 'tcp', ports: { kind: 'list', portList: id } } as const;
  }
});
