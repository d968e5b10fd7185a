// Goal: a program that names groups of other targets gets what the command line does: a plan with their ids,
// and none that is executed once a name means another group.
// Method: the functions of the package on two accounts of one emulator.
import { expect, test } from 'vitest';
import { applyPlan, type ApplyPlanOptions } from '../../src/api/apply-plan.ts';
import { loadWorkspace } from '../../src/api/load-workspace.ts';
import { makePlan } from '../../src/api/make-plan.ts';
import type { OtherTarget } from '../../src/api/other-targets.ts';
import { readLiveState } from '../../src/api/read-live.ts';
import { inProcessTransport } from '../../src/cloud/in-process.ts';
import { Emulator } from '../../src/emulator/emulator.ts';
import type { SeedGroup } from '../../src/emulator/seed.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { DesiredState } from '../../src/model/target.ts';
import { makeWorkspace } from '../cli/sluice.ts';

const [edge, data] = ['1000000000000001', '1000000000000002'];
const [region, vpc] = ['cn-hangzhou', 'vpc-shared'];
const workspaceText = `version: 1
owner: edge-platform
groups: groups/*.yaml
targets:
  edge: { account: '${edge}', region: ${region}, vpc: ${vpc} }
  data: { account: '${data}', region: ${region}, vpc: ${vpc} }
`;
const web = `name: web
target: edge
ingress: [{ protocol: tcp, ports: 5432, source: { group: db, target: data } }]
`;
const db = 'name: db\ntarget: data\ningress: []\n';
const allowHazards = ['first-apply'] as const;

test('a plan has the ids of groups of other targets, where a way to these is given', async () => {
  const { desired, send, others } = await worldWith('sg-old');
  const alone = await readLiveState(desired, send);
  if (alone.kind !== 'read') throw new Error(alone.kind);
  const refused = makePlan(desired, alone.live, { allowHazards });
  expect(refused).toMatchObject({ ok: false, refusals: [{ code: 'not-found' }] });
  const plan = await planOf(desired, { send, others });
  const peer = { kind: 'foreignGroup', groupId: 'sg-old', account: data };
  expect(plan.steps).toContainEqual(
    expect.objectContaining({ kind: 'authorize', rules: [expect.objectContaining({ peer })] }),
  );
  expect(await ending(plan, { send, others })).toMatchObject({ kind: 'verified' });
});

test.each([
  ['is another by now', 'sg-new', { now: 'sg-new' }],
  ['is nobody any more', undefined, {}],
])('no plan is executed once the group of a name %s', async (_, id, now) => {
  const first = await worldWith('sg-old');
  const plan = await planOf(first.desired, first);
  const { send, others, emulator } = await worldWith(id);
  const names = [{ kind: 'group', name: 'db', target: 'data', was: 'sg-old', ...now }];
  expect(await ending(plan, { send, others })).toEqual({
    kind: 'refused',
    reason: {
      kind: 'stale',
      groups: [{ group: 'web', id: undefined, why: 'names', differences: [], names }],
    },
  });
  expect(emulator.snapshot().groups.filter(({ name }) => name === 'web')).toEqual([]);
});

test('nor one of which nobody can ask whom its names mean', async () => {
  const { desired, send, others } = await worldWith('sg-old');
  const plan = await planOf(desired, { send, others });
  expect(await ending(plan, { send, others: [] })).toMatchObject({
    kind: 'refused',
    reason: { kind: 'stale', groups: [{ group: 'web', why: 'names' }] },
  });
});

test('the account of another target is compared before its groups are read', async () => {
  const { desired, send, others } = await worldWith('sg-old');
  const plan = await planOf(desired, { send, others });
  const wrong = others.map(({ target }) => ({ target, send }));
  const reason = { kind: 'wrongAccount', expected: data, found: edge };
  expect(await readLiveState(desired, send, { otherTargets: wrong })).toEqual(reason);
  expect(await ending(plan, { send, others: wrong })).toEqual({ kind: 'refused', reason });
});

interface Ways {
  readonly send: OtherTarget['send'];
  readonly others: readonly OtherTarget[];
}

/** A cloud in which the other target has a group "db" of this id, or none. */
async function worldWith(
  id: string | undefined,
): Promise<Ways & { readonly emulator: Emulator; readonly desired: DesiredState }> {
  const emulator = new Emulator({ seed: 1, account: edge, vpcs: [{ id: vpc, region }] });
  emulator.loadKeys({ accounts: [{ id: data, accessKeys: [{ id: 'data', secret: 'data' }] }] });
  const tags = { 'sluice:owner': 'edge-platform', 'sluice:group': 'db' };
  const seed: SeedGroup = { account: data, region, vpcId: vpc, name: 'db', tags, rules: [] };
  if (id !== undefined) emulator.put({ ...seed, id });
  const loaded = await loadWorkspace(`${makeWorkspace({ web, db }, workspaceText)}/sluice.yaml`);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings));
  const [desired, other] = ['edge', 'data'].map((name) =>
    loaded.states.find(({ target }) => target.name === name),
  );
  if (desired === undefined || other === undefined) throw new Error('a target is missing');
  const send = inProcessTransport((request) => emulator.call(request), region);
  const toData = inProcessTransport(
    (request) => emulator.call({ ...request, accessKeyId: 'data' }),
    region,
  );
  return { emulator, desired, send, others: [{ target: other.target, send: toData }] };
}

async function planOf(desired: DesiredState, { send, others }: Ways): Promise<Plan> {
  const read = await readLiveState(desired, send, { otherTargets: others });
  if (read.kind !== 'read') throw new Error(read.kind);
  const made = makePlan(desired, read.live, { allowHazards });
  if (!made.ok) throw new Error(made.refusals.map(({ message }) => message).join('\n'));
  return made.plan;
}

async function ending(plan: Plan, { send, others: otherTargets }: Ways) {
  const options: ApplyPlanOptions = { allowHazards, otherTargets, settleMs: 0, patienceMs: 0 };
  const events = [];
  for await (const event of applyPlan(plan, send, options)) events.push(event);
  return events.at(-1);
}
