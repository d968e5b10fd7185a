// Goal: what a plan says of rules for lists is what their entries make of them, and where nobody may read
// them it is what it is for a list that may hold anything.
import { describe, expect, test } from 'vitest';
import type { EmulatorSeed } from '../../src/emulator/load-seed.ts';
import type { Cidr } from '../../src/model/cidr.ts';
import type { FlowAssertion } from '../../src/model/flow-assertion.ts';
import type { GroupName } from '../../src/model/group-identity.ts';
import type { Peer } from '../../src/model/peer.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { WrittenRule } from '../../src/model/rule.ts';
import type { DesiredState } from '../../src/model/target.ts';
import { hasPorts } from '../../src/model/traffic.ts';
import { hazardsOfSteps } from '../../src/planner/findings/hazards-of-steps.ts';
import { allOf, denying, instance, secondary, worldWith } from '../cloud/machine-words.ts';
import { planOf } from './in-process.ts';
import { region, seededId } from './names.ts';
import { accept, drop, group, seed, wanted } from './words.ts';

const [web, app] = [seededId('web'), seededId('app')];
const entriesOf = (texts: readonly string[]) => texts.map((text) => ({ text, description: '' }));
const listOf = (id: string, ...texts: readonly string[]) => {
  return { region, id, maxEntries: 10, entries: entriesOf(texts) };
};
const lists: EmulatorSeed = {
  prefixLists: [
    listOf('pl-office', '203.0.113.0/24', '198.51.100.0/24'),
    listOf('pl-anybody', '0.0.0.0/0'),
    listOf('pl-none'),
  ],
  portRangeLists: [listOf('prl-admin', '22/22', '3389/3389')],
};
const machines: EmulatorSeed = { instances: [instance('a', [web]), instance('b', [app])] };

const from = (prefixList: string): Peer => ({ kind: 'prefixList', prefixList });
const toPorts = (peer: string, portList: string): WrittenRule => ({
  ...accept('tcp 1', peer),
  traffic: { protocol: 'tcp', ports: { kind: 'list', portList } },
});

interface Change {
  readonly before?: readonly WrittenRule[];
  readonly after: readonly WrittenRule[];
}

async function planned(
  { before = [], after }: Change,
  {
    isRead = true,
    more = {},
    address,
  }: { isRead?: boolean; more?: Partial<DesiredState>; address?: string } = {},
): Promise<Plan> {
  const desired = { ...wanted(group('web', { ingress: after }), group('app')), ...more };
  const { emulator, send } = worldWith({ ...lists, groups: [seed('web'), seed('app')] });
  emulator.load(machines);
  for (const rule of before) emulator.call(authorize(rule));
  const hides = (action: string) => /PrefixListAttributes|PortRangeListEntries/.test(action);
  const seen = isRead ? send : denying(send, 'Forbidden.RAM', hides);
  const where = address === undefined ? {} : { from: { address: address as Cidr } };
  return planOf(desired, await allOf(desired, seen), where);
}

/** As somebody did by hand: what the seeds of groups cannot say. */
function authorize({ policy, traffic, peer }: WrittenRule) {
  if (!hasPorts(traffic)) throw new Error('these are rules of TCP');
  const { ports } = traffic;
  const parameters = {
    SecurityGroupId: web,
    'Permissions.1.IpProtocol': 'TCP',
    'Permissions.1.Policy': policy,
    ...(ports.kind === 'list'
      ? { 'Permissions.1.PortRangeListId': ports.portList }
      : { 'Permissions.1.PortRange': `${ports.first}/${ports.last}` }),
    ...(peer.kind === 'cidr' ? { 'Permissions.1.SourceCidrIp': peer.cidr } : {}),
    ...(peer.kind === 'prefixList' ? { 'Permissions.1.SourcePrefixListId': peer.prefixList } : {}),
  };
  const action = 'AuthorizeSecurityGroup';
  return { product: 'Ecs', version: '2014-05-26', action, region, parameters } as const;
}

const codesOf = ({ hazards }: Plan) => hazards.map(({ code }) => code);
const effectsOf = ({ access: { changes } }: Plan) =>
  changes
    .filter(({ effect }) => effect === 'opens' || effect === 'closes')
    .map(({ effect, traffic: { peers = ['anybody'], ports = ['any'], within = [] } }) =>
      [effect, ports, peers, within].map(String).join(' ').trim(),
    );

const ssh = accept('tcp 22', from('pl-office'));

describe('what opens and closes', () => {
  test('a list that holds the internet opens to the internet', async () => {
    const plan = await planned({ after: [accept('tcp 22', from('pl-anybody'))] });
    expect(codesOf(plan)).toEqual(['opens-to-internet']);
    expect(plan.notes.map(({ code }) => code)).not.toContain('lists-unknown');
    expect(plan.access.risk).toBe('opens-to-internet');
    expect(plan.access.changes[0]?.causes).toMatchObject([{ rule: { peer: from('pl-anybody') } }]);
  });

  test('where nobody may read it, it is somebody in the list', async () => {
    const plan = await planned(
      { after: [accept('tcp 22', from('pl-anybody'))] },
      { isRead: false },
    );
    expect(codesOf(plan)).toEqual([]);
    expect(effectsOf(plan)).toEqual(['opens 22 anybody pl-anybody']);
    expect(plan.notes).toContainEqual({
      code: 'lists-unknown',
      message: expect.stringContaining('what is in pl-anybody could not be read') as string,
    });
  });

  test('blocks in the place of a list that holds them change nothing', async () => {
    const blocks = ['203.0.113.0/24', '198.51.100.0/24'].map((cidr) => accept('tcp 22', cidr));
    expect(effectsOf(await planned({ before: [ssh], after: blocks }))).toEqual([]);
    const [half] = blocks.slice(1);
    expect(effectsOf(await planned({ before: [ssh], after: half ? [half] : [] }))).toEqual([
      'closes 22 203.0.113.0/24',
    ]);
  });

  test('a drop takes from a list what it overlaps', async () => {
    const after = [ssh, drop('tcp 22', '203.0.113.128/25')];
    expect(effectsOf(await planned({ after }))).toEqual([
      'opens 22 198.51.100.0/24,203.0.113.0/25',
    ]);
  });

  test('a drop for a list takes its entries from a block', async () => {
    const after = [accept('tcp 22', '203.0.112.0/23'), drop('tcp 22', from('pl-office'))];
    expect(effectsOf(await planned({ after }))).toEqual(['opens 22 203.0.112.0/24']);
  });

  test('ports of a list are those ports', async () => {
    const plan = await planned({ after: [toPorts('10.0.0.0/8', 'prl-admin')] });
    expect(effectsOf(plan)).toEqual(['opens 22,3389 10.0.0.0/8']);
  });

  test('a list without entries opens nothing', async () => {
    expect(effectsOf(await planned({ after: [accept('tcp 22', from('pl-none'))] }))).toEqual([]);
  });
});

describe('who is cut off', () => {
  const before = [accept('tcp 22', '0.0.0.0/0')];

  test('everybody, by a list without entries; nobody knows, where it may not be read', async () => {
    const change = { before, after: [accept('tcp 22', from('pl-none'))] };
    expect(codesOf(await planned(change))).toEqual(['cuts-traffic']);
    expect(codesOf(await planned(change, { isRead: false }))).toEqual([]);
  });

  test.each([
    ['203.0.113.7/32', []],
    ['203.0.114.7/32', ['self-lockout']],
  ])('whoever is at %s', async (address, codes) => {
    expect(codesOf(await planned({ before, after: [ssh] }, { address }))).toEqual(codes);
  });
});

describe('a protected flow', () => {
  const noAdmin: FlowAssertion = {
    ...{ name: 'No SSH', expects: 'deny', except: [], protocols: ['tcp'], ports: ['22'] },
    from: [{ kind: 'addresses', blocks: ['192.0.2.0/24'] as Cidr[] }],
    to: [{ kind: 'group', group: 'web' as GroupName }],
    source: { file: 'sluice.yaml', line: 1, column: 1 },
  };
  const more = { protect: [noAdmin] };

  test.each<[string, boolean, number]>([
    ['pl-office', true, 0],
    ['pl-anybody', true, 1],
    ['pl-office', false, 1],
  ])('is judged by the entries of %s, where they are read (%s)', async (list, isRead, count) => {
    const plan = await planned({ after: [accept('tcp 22', from(list))] }, { isRead, more });
    expect(plan.breaches ?? []).toHaveLength(count);
  });
});

describe('a plan carries', () => {
  const tcp = { IpProtocol: 'TCP', PortRange: '22/22', Policy: 'Accept' } as const;
  const officeRule = { Direction: 'ingress', ...tcp, SourcePrefixListId: 'pl-office' } as const;

  test('what was in the lists that rules of its groups name, before or after', async () => {
    const before = [toPorts('10.0.0.0/8', 'prl-admin')];
    const { lists: known, groups } = await planned({ before, after: [ssh] });
    expect(known).toEqual({
      prefixLists: { 'pl-office': ['198.51.100.0/24', '203.0.113.0/24'] },
      portLists: { 'prl-admin': ['22', '3389'] },
    });
    expect(groups).toMatchObject({ web: { lists: ['pl-office', 'prl-admin'] } });
  });

  test('nothing where no rule names one, or it may not be read', async () => {
    const none = await planned({ after: [accept('tcp 22', '10.0.0.0/8')] });
    const hidden = await planned({ after: [ssh] }, { isRead: false });
    for (const { lists: known, groups } of [none, hidden]) {
      expect(known).toBeUndefined();
      expect(groups).not.toHaveProperty('web.lists');
    }
  });

  test('those of groups on its interfaces too', async () => {
    const groups = [seed('web'), seed('app', [], { rules: [officeRule] }), seed('db')];
    const interfaces = [secondary('a', [web, app]), secondary('b', [seededId('db')])];
    const { send } = worldWith({ ...lists, groups, interfaces });
    const open = { ingress: [accept('tcp 443', '10.0.0.0/8')] };
    const desired = wanted(group('web', open), group('app'), group('db', open));
    const plan = planOf(desired, await allOf(desired, send));
    expect(plan.groups).toMatchObject({ web: { lists: ['pl-office'] } });
    expect(plan.groups).not.toHaveProperty('db.lists');
    expect(Object.keys(plan.lists?.prefixLists ?? {})).toEqual(['pl-office']);
  });

  test('enough to find its hazards again where a file hides them', async () => {
    const plan = await planned({ after: [accept('tcp 22', from('pl-anybody'))] });
    const fromFile = JSON.parse(JSON.stringify({ ...plan, hazards: [] })) as Plan;
    expect(hazardsOfSteps(fromFile).map(({ code }) => code)).toEqual(['opens-to-internet']);
  });
});
