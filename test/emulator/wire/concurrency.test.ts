// Goal: many clients at once leave the state that they would have left one after the other.
// Method: fifty clients over HTTP, twenty thousand calls. Each changes groups of its own, and of
// shared groups only what is its own there, so that the calls of different clients commute and a
// model that knows nothing of the emulator can say what must be left. A client's own reads must show
// its own writes at once.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { Emulator } from '../../../src/emulator/emulator.ts';
import { serve } from '../../../src/emulator/http/server.ts';
import { httpClient } from './http-client.ts';
import { chance } from './random.ts';
import type { Served } from '../../../src/emulator/http/server.ts';
import type { HttpClient } from './http-client.ts';
import type { Chance } from './random.ts';
import type { Words } from './sign-v1.ts';

const clients = 50;
const callsEach = 400;
const sharedIds = ['sg-shared-1', 'sg-shared-2', 'sg-shared-3'] as const;

interface ModelGroup {
  name: string;
  policy: string;
  readonly tags: Map<string, string>;
  /** Descriptions by port. */
  readonly rules: Map<number, string>;
}

type Model = Map<string, ModelGroup>;

const emulator = new Emulator();
let server: Served;

beforeAll(async () => {
  for (const id of sharedIds) emulator.put({ region: 'cn-hangzhou', id, name: id });
  server = await serve({
    call: (request) => emulator.call(request),
    secretOf: (id) => emulator.secretOf(id),
    port: 0,
  });
});

afterAll(() => server.close());

test(`${clients} clients, ${clients * callsEach} calls: the state is the model's`, async () => {
  const model: Model = new Map(sharedIds.map((id) => [id, modelGroup(id)]));
  const counts = await Promise.all(
    Array.from({ length: clients }, (_, index) => runClient(index, model)),
  );
  expect(counts).toEqual(counts.map(() => callsEach));
  expect(stateNow()).toEqual(stateOfModel(model));
  const counted = await fetch(`${server.url}/_emulator/counters`);
  expect(await counted.json()).toMatchObject({ clients: { node: clients * callsEach } });
});

function modelGroup(name: string): ModelGroup {
  return { name, policy: 'Accept', tags: new Map(), rules: new Map() };
}

interface Turn {
  readonly client: HttpClient;
  readonly index: number;
  readonly model: Model;
  readonly own: string[];
  readonly chance: Chance;
}

/** The number of calls, each of which was answered as the model says. */
async function runClient(index: number, model: Model): Promise<number> {
  const client = httpClient(server.port);
  const turn: Turn = { client, index, model, own: [], chance: chance(index) };
  let calls = 0;
  while (calls < callsEach) {
    await oneCall(turn);
    calls++;
  }
  client.close();
  return calls;
}

function oneCall(turn: Turn): Promise<void> {
  const { own, chance: random } = turn;
  const id = own[random.number(Math.max(1, own.length))];
  if (id === undefined || (own.length < 4 && random.number(10) === 0)) return create(turn);
  const act = random.pick([
    authorize,
    authorize,
    revoke,
    describe,
    describe,
    rename,
    changePolicy,
    tag,
    shared,
    shared,
    random.number(20) === 0 ? remove : describe,
  ]);
  return act(turn, id);
}

async function create({ client, index, model, own, chance: random }: Turn): Promise<void> {
  const name = `client-${index}-${random.number(1_000_000)}`;
  const { code, body } = await client.call('CreateSecurityGroup', { SecurityGroupName: name });
  expect(code).toBe('OK');
  const id = String(body['SecurityGroupId']);
  own.push(id);
  model.set(id, modelGroup(name));
}

async function authorize({ client, model, chance: random }: Turn, id: string): Promise<void> {
  const ports = [...new Set([1, 2, 3].map(() => 1 + random.number(30)))];
  const description = `d${random.number(1000)}`;
  const rules = ports.map((port) => ({ ...ruleWords(port), Description: description }));
  const words = { SecurityGroupId: id, ...numbered(rules) };
  expect((await client.call('AuthorizeSecurityGroup', words)).code).toBe('OK');
  const known = groupOf(model, id).rules;
  for (const port of ports) if (!known.has(port)) known.set(port, description);
}

async function revoke({ client, model, chance: random }: Turn, id: string): Promise<void> {
  const port = 1 + random.number(30);
  const words = { SecurityGroupId: id, ...numbered([ruleWords(port)]) };
  const { code } = await client.call('RevokeSecurityGroup', words);
  const was = groupOf(model, id).rules.delete(port);
  expect(code).toBe(was ? 'OK' : 'InvalidSecurityGroupRule.RuleNotExist');
}

async function describe({ client, model }: Turn, id: string): Promise<void> {
  const words = { SecurityGroupId: id };
  const { body } = await client.call('DescribeSecurityGroupAttribute', words);
  const { Permission } = body['Permissions'] as { Permission: Record<string, string>[] };
  const shown = Permission.map((rule) => [portOf(rule['PortRange']), rule['Description']] as const);
  const { name, policy, rules } = groupOf(model, id);
  expect(body).toMatchObject({ SecurityGroupName: name, InnerAccessPolicy: policy });
  expect(new Map(shown)).toEqual(rules);
}

async function rename({ client, model, chance: random }: Turn, id: string): Promise<void> {
  const name = `renamed-${random.number(1_000_000)}`;
  const words = { SecurityGroupId: id, SecurityGroupName: name };
  expect((await client.call('ModifySecurityGroupAttribute', words)).code).toBe('OK');
  groupOf(model, id).name = name;
}

async function changePolicy({ client, model, chance: random }: Turn, id: string): Promise<void> {
  const policy = random.pick(['Accept', 'Drop']);
  const words = { SecurityGroupId: id, InnerAccessPolicy: policy };
  expect((await client.call('ModifySecurityGroupPolicy', words)).code).toBe('OK');
  groupOf(model, id).policy = policy;
}

async function tag(turn: Turn, id: string): Promise<void> {
  const { client, model, chance: random } = turn;
  const [key, value] = [`k${random.number(3)}`, `v${random.number(9)}`];
  const resource = { ResourceType: 'securitygroup', 'ResourceId.1': id };
  const words = { ...resource, 'Tag.1.Key': key, 'Tag.1.Value': value };
  expect((await client.call('TagResources', words)).code).toBe('OK');
  groupOf(model, id).tags.set(key, value);
}

async function remove({ client, model, own }: Turn, id: string): Promise<void> {
  expect((await client.call('DeleteSecurityGroup', { SecurityGroupId: id })).code).toBe('OK');
  own.splice(own.indexOf(id), 1);
  model.delete(id);
}

/** In a group of all clients, the rule with one's own port comes and goes. */
async function shared({ client, index, model, chance: random }: Turn): Promise<void> {
  const id = random.pick(sharedIds);
  const port = 1000 + index;
  const { rules } = groupOf(model, id);
  const there = rules.has(port);
  const action = there ? 'RevokeSecurityGroup' : 'AuthorizeSecurityGroup';
  const rule = { ...ruleWords(port), Description: `of ${index}` };
  const { code } = await client.call(action, { SecurityGroupId: id, ...numbered([rule]) });
  expect(code).toBe('OK');
  if (there) rules.delete(port);
  else rules.set(port, `of ${index}`);
}

function ruleWords(port: number): Words {
  return { IpProtocol: 'tcp', PortRange: `${port}/${port}`, SourceCidrIp: '10.0.0.0/8' };
}

function numbered(rules: readonly Words[]): Words {
  const pairs = rules.flatMap((rule, index) =>
    Object.entries(rule).map(([name, value]) => [`Permissions.${index + 1}.${name}`, value]),
  );
  return Object.fromEntries(pairs) as Words;
}

function groupOf(model: Model, id: string): ModelGroup {
  const group = model.get(id);
  if (group === undefined) throw new Error(`the model has no ${id}`);
  return group;
}

function portOf(range: string | undefined): number {
  return Number(range?.split('/')[0]);
}

type PlainGroup = readonly [id: string, name: string, policy: string, tags: object, rules: object];

function stateOfModel(model: Model): readonly PlainGroup[] {
  const groups = [...model].map(([id, { name, policy, tags, rules }]): PlainGroup => [
    id,
    name,
    policy,
    Object.fromEntries(tags),
    Object.fromEntries(rules),
  ]);
  return groups.toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function stateNow(): readonly PlainGroup[] {
  const groups = emulator.snapshot().groups.map((group): PlainGroup => {
    const rules = group.rules.map((rule) => [portOf(rule.PortRange), rule.Description ?? '']);
    return [
      group.id,
      group.name,
      group.innerAccessPolicy,
      group.tags,
      Object.fromEntries(rules) as object,
    ];
  });
  return groups.toSorted(([a], [b]) => (a < b ? -1 : 1));
}
