// Goal: schemas/event.schema.json says exactly what the lines of `apply --json` and of a journal are.
// Method: applies that end in every way there is, on the emulator in this process; each of their lines
// must fit, and each event, reason, outcome and cause that the schema names must have been seen.
import type { AnySchemaObject } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { beginningJson, eventJson } from '../../src/cli/apply/event-json.ts';
import type { ApplyOptions } from '../../src/applier/run.ts';
import type { Transport } from '../../src/cloud/transport.ts';
import type { Emulator } from '../../src/emulator/emulator.ts';
import type { Plan } from '../../src/model/plan.ts';
import { withContents } from '../../src/planner/contents.ts';
import {
  applied,
  isWrite,
  patience,
  planFrom,
  planned,
  readLive,
  worldOf,
} from '../planner/in-process.ts';
import { richDesired, richSeeds } from '../planner/rich.ts';
import { accept, group, seed, wanted } from '../planner/words.ts';
import { eventSchema, eventSchemaFault } from './event-schema.ts';
import { brokenFrom, cutAt, lagging, losing, refusing } from '../applier/transports.ts';

const time = '2026-11-26T10:58:25.123Z';
const writer = { toolVersion: '0.1.0', pid: 4711 };
type Line = Readonly<Record<string, unknown>>;

test('every line of applies that end in every way fits the schema, and shows all that it names', async () => {
  const lines = (await Promise.all(endings.map((play) => play()))).flat();
  for (const line of lines) {
    expect([line, eventSchemaFault(line)]).toEqual([line, undefined]);
  }
  const named = (schema: unknown, key: string): readonly string[] => {
    const { properties = {} } = schema as AnySchemaObject;
    return (properties as Record<string, { enum: readonly string[] }>)[key]?.enum ?? [];
  };
  const seen = (key: string, wanted: (line: Line) => boolean = () => true) => {
    return new Set(lines.filter(wanted).map((line) => line[key]));
  };
  expect(seen('event')).toEqual(new Set(named(eventSchema, 'event')));
  const { refused, done, unverifiedGroup, difference } = eventSchema.$defs;
  expect(seen('reason', (line) => line['event'] === 'refused')).toEqual(
    new Set(named(refused, 'reason')),
  );
  expect(seen('outcome', (line) => line['event'] === 'done')).toEqual(
    new Set(named(done, 'outcome')),
  );
  const groups = lines
    .filter((line) => line['event'] === 'unverified')
    .flatMap((line) => line['groups'] as readonly Line[]);
  expect(new Set(groups.map(({ why }) => why))).toEqual(new Set(named(unverifiedGroup, 'why')));
  expect(difference).toBeDefined();
  expect(JSON.stringify(lines)).toContain('"kind":"ruleUnexpected"');
});

test.each<[string, Line]>([
  ['has no target', { event: 'started', toRun: 1, alreadyTrue: 0 }],
  [
    'has what belongs to another event',
    { target: 'prod', event: 'started', toRun: 1, alreadyTrue: 0, groups: 1 },
  ],
  ['is of an event that nobody knows', { target: 'prod', event: 'eaten' }],
  ['lacks what its event says', { target: 'prod', event: 'verified', groups: 1 }],
  [
    'has a reason, and not what belongs to it',
    { target: 'prod', event: 'refused', reason: 'stale' },
  ],
])('a line that %s does not fit', (_, line) => {
  expect(eventSchemaFault({ time, ...line })).toBeDefined();
});

const endings: readonly (() => Promise<readonly Line[]>)[] = [
  () => rich((send) => send),
  // Each write in turn is refused, answered with nothing, or not sent at all.
  ...Array.from({ length: 16 }, (_, number) => [
    () => rich((send) => refusing(send, number)),
    () => rich((send) => cutAt(send, number)),
    () => rich((send) => brokenFrom(send, number)),
  ]).flat(),
  () => rich((send) => losing(send, isWrite)),
  () => laggingFor(500),
  () => laggingFor(5000),
  () => rich((send) => send, { isStopped: () => true }),
  interrupted,
  () => meddled(edit),
  () => meddled(hold),
  stale(edit),
  stale(hold),
  stale(addRule),
  wrongAccount,
  withoutRuleIds,
  forwardAgain,
];

async function rich(
  through: (send: Transport) => Transport,
  more: Partial<ApplyOptions> = {},
): Promise<readonly Line[]> {
  const { send } = worldOf(richSeeds);
  const plan = await richPlan(send);
  return await linesOf(plan, through(send), { ...patience(), ...more });
}

async function richPlan(send: Transport): Promise<Plan> {
  const made = planned(richDesired, await readLive(richDesired, send));
  if (!made.ok) throw new Error('there is no plan');
  return withContents(made.plan, made.states);
}

async function linesOf(
  plan: Plan,
  send: Transport,
  options: ApplyOptions = patience(),
): Promise<readonly Line[]> {
  const lines = (await applied(plan, send, options)).map((event) => eventJson(event, time, plan));
  // As they are read again: what is undefined is not there.
  return [beginningJson(plan, time, writer), ...lines].map((line) => {
    return JSON.parse(JSON.stringify(line)) as Line;
  });
}

async function laggingFor(lagMs: number): Promise<readonly Line[]> {
  const { emulator, send } = worldOf(richSeeds);
  const plan = await richPlan(send);
  const waits = patience({ patienceMs: 1000 });
  return await linesOf(plan, lagging(emulator, { lagMs, now: waits.now }), waits);
}

async function interrupted(): Promise<readonly Line[]> {
  const { send } = worldOf(richSeeds);
  const plan = await richPlan(send);
  let writes = 0;
  const counted: Transport = (call) => {
    if (isWrite(call)) writes += 1;
    return send(call);
  };
  return await linesOf(plan, counted, { ...patience(), isStopped: () => writes > 3 });
}

/** Somebody else, once the first rules were authorized. */
async function meddled(meddle: (emulator: Emulator) => void): Promise<readonly Line[]> {
  const { emulator, send } = worldOf(richSeeds);
  const plan = await richPlan(send);
  let isDone = false;
  const watched: Transport = async (call) => {
    const reply = await send(call);
    if (call.action === 'AuthorizeSecurityGroup' && !isDone) {
      isDone = true;
      meddle(emulator);
    }
    return reply;
  };
  return await linesOf(plan, watched);
}

function stale(meddle: (emulator: Emulator) => void): () => Promise<readonly Line[]> {
  return async () => {
    const { emulator, send } = worldOf(richSeeds);
    const plan = await richPlan(send);
    meddle(emulator);
    return await linesOf(plan, send);
  };
}

async function wrongAccount(): Promise<readonly Line[]> {
  const plan = await richPlan(worldOf(richSeeds).send);
  return await linesOf(plan, worldOf(richSeeds, { account: '1000000000000009' }).send);
}

async function withoutRuleIds(): Promise<readonly Line[]> {
  const { send } = worldOf(richSeeds);
  const plan = await richPlan(send);
  const nameless: Transport = async (call) => {
    const text = JSON.stringify(await send(call));
    return JSON.parse(text.replaceAll('"SecurityGroupRuleId"', '"Nothing"')) as never;
  };
  return await linesOf(plan, nameless);
}

/** The second time its tokens are answered with what they were answered before. */
async function forwardAgain(): Promise<readonly Line[]> {
  const desired = wanted(group('web', { ingress: [accept('tcp 80', '0.0.0.0/0')] }));
  const { send } = worldOf([seed('web')]);
  const plan = await planFrom(desired, send);
  const lines = await linesOf(plan, send);
  await applied(await planFrom(wanted(group('web', { ingress: [] })), send), send);
  return [...lines, ...(await linesOf(plan, send))];
}

function edit(emulator: Emulator): void {
  call(emulator, 'ModifySecurityGroupAttribute', { SecurityGroupName: 'by-hand' });
}

function addRule(emulator: Emulator): void {
  call(emulator, 'AuthorizeSecurityGroup', {
    'Permissions.1.IpProtocol': 'TCP',
    'Permissions.1.PortRange': '8080/8080',
    'Permissions.1.SourceCidrIp': '1.2.3.0/24',
  });
}

function hold(emulator: Emulator): void {
  call(emulator, 'TagResources', {
    ResourceType: 'securitygroup',
    'ResourceId.1': 'sg-live-web',
    'Tag.1.Key': 'sluice:hold-until',
    'Tag.1.Value': '2999-01-01T00:00:00Z',
  });
}

function call(emulator: Emulator, action: string, parameters: Record<string, string>): void {
  const where = { RegionId: 'cn-hangzhou', SecurityGroupId: 'sg-live-web' };
  const request = { product: 'Ecs', version: '2014-05-26', region: undefined };
  const { status } = emulator.call({
    ...request,
    action,
    parameters: { ...where, ...parameters },
  });
  if (status !== 200) throw new Error(`${action} was refused`);
}
