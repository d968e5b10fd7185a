// A scenario is a story in chapters. Each chapter plans from where the last one ended, keeps what a
// person would see, applies it, and demands that planning again finds nothing, and that the way back
// leads, in a copy of the world, to where the chapter began.
import picocolors from 'picocolors';
import { expect, test } from 'vitest';
import { apply } from '../../src/applier/apply.ts';
import type { ApplyEvent } from '../../src/applier/events.ts';
import { inProcessTransport } from '../../src/cloud/in-process.ts';
import { readLive } from '../../src/cloud/read-live.ts';
import type { Transport } from '../../src/cloud/transport.ts';
import { planSchemaFault } from '../../src/cli/plan-schema.ts';
import { parseDesired } from '../../src/desired/load.ts';
import { Emulator, type EmulatorOptions } from '../../src/emulator/emulator.ts';
import type { EmulatorSeed } from '../../src/emulator/load-seed.ts';
import type { GroupName } from '../../src/model/group-identity.ts';
import type { LiveState } from '../../src/model/live.ts';
import type { Plan, PlanId, UndoPlan } from '../../src/model/plan.ts';
import type { Quotas } from '../../src/model/quota.ts';
import type { DesiredState } from '../../src/model/target.ts';
import { concernedIds } from '../../src/planner/claims/claims.ts';
import { plan, type Planned } from '../../src/planner/plan.ts';
import { renderDrift } from '../../src/report/drift/drift-text.ts';
import { targetDrift } from '../../src/report/drift/target-drift.ts';
import { renderFindings, renderRefusals } from '../../src/report/findings-text.ts';
import { renderPlan } from '../../src/report/plan-text.ts';
import { stepLine } from '../../src/report/step-line.ts';
import { patience } from '../planner/in-process.ts';
import { documentOf, driftSchemaFault } from '../report/drift/drift-schema.ts';

export interface Chapter {
  readonly title: string;
  /** The group files of this chapter, all of them, as one text of several documents. */
  readonly groups: string;
  /** Machines that come before this chapter: of each, the cloud's names of its groups. */
  readonly machines?: readonly (readonly string[])[];
  /** What somebody does to the cloud by hand before this chapter. */
  readonly meanwhile?: (emulator: Emulator, idOf: (name: string) => string) => void;
  /** Whether groups of ours that are in no file go. */
  readonly prune?: boolean;
  /** Whether the reader sees the drift instead of the plan. */
  readonly asDrift?: boolean;
  /** Whether it only leads up to the next one, and nobody reads it. */
  readonly isPrelude?: boolean;
  /** The named address lists of the workspace, as YAML in one line. */
  readonly networks?: string;
}

export interface World {
  /** Those of the account, which the cloud keeps to and the workspace names. */
  readonly quotas?: Partial<Quotas>;
  /** Whether these credentials may not read network interfaces. */
  readonly hidesInterfaces?: boolean;
  readonly switches?: EmulatorOptions['switches'];
}

const plain = picocolors.createColors(false);

const workspace = `version: 1
owner: edge-platform
groups: groups/*.yaml
targets:
  prod: { account: '1000000000000001', region: cn-hangzhou, vpc: vpc-bp1test }
`;

const here = { region: 'cn-hangzhou', vpcId: 'vpc-bp1test' };

/** What is there before the first chapter: a VPC without any machine looks like one that is hidden. */
const neighbourhood: EmulatorSeed = {
  groups: [{ ...here, id: 'sg-neighbours', name: 'neighbours' }],
  instances: [{ ...here, id: 'i-one', interfaceId: 'eni-one', groupIds: ['sg-neighbours'] }],
};

/** Keeps the story in golden/NAME.txt; `npx vitest run test/scenario -u` accepts a new one. */
export function scenario(name: string, chapters: readonly Chapter[], world: World = {}): void {
  test(name, async () => {
    const options = emulatorOptions(world);
    const emulator = new Emulator(options).load(neighbourhood);
    const send = transportTo(emulator);
    const story: string[] = [];
    for (const [index, chapter] of chapters.entries()) {
      const { title, asDrift, isPrelude } = chapter;
      const { desired, live, planned } = await planChapter(chapter, {
        emulator,
        send,
        world,
        index,
      });
      if (isPrelude) {
        if (!planned.ok) throw new Error(renderRefusals(planned.refusals, plain));
        await applied(planned.plan, send);
        continue;
      }
      story.push(`## ${title}\n\n`);
      if (!planned.ok) {
        story.push(renderRefusals(planned.refusals, plain), '\n');
        continue;
      }
      const { plan: made } = planned;
      expect(planSchemaFault(JSON.parse(JSON.stringify(made)))).toBeUndefined();
      const drift = targetDrift(made, desired, live);
      expect(driftSchemaFault(documentOf(drift))).toBeUndefined();
      story.push(asDrift ? renderDrift(drift, plain, { next: [] }) : renderPlan(made, plain));
      story.push(await applied(made, send), '\n');
      const again = planOf(desired, await liveOf(desired, send), `again-${index}`);
      expect(again.ok && again.plan.steps).toEqual([]);
      const copy = Emulator.restore(emulator.snapshot(), options);
      if (made.undo !== undefined) await goBack(made, made.undo, transportTo(copy));
    }
    await expect(story.join('')).toMatchFileSnapshot(`golden/${name}.txt`);
  });
}

/** The plan of the last chapter, from where those before it ended. */
export async function lastPlan(chapters: readonly Chapter[], world: World = {}): Promise<Plan> {
  return (await lastChapter(chapters, world)).plan;
}

export interface LastChapter {
  readonly plan: Plan;
  /** What it was made from. */
  readonly desired: DesiredState;
  readonly live: LiveState;
  /** Where it could be applied. */
  readonly send: Transport;
}

export async function lastChapter(
  chapters: readonly Chapter[],
  world: World = {},
): Promise<LastChapter> {
  const emulator = new Emulator(emulatorOptions(world)).load(neighbourhood);
  const send = transportTo(emulator);
  let last: LastChapter | undefined;
  for (const [index, chapter] of chapters.entries()) {
    if (last !== undefined) await applied(last.plan, send);
    const { planned, ...read } = await planChapter(chapter, { emulator, send, world, index });
    if (!planned.ok) throw new Error(renderRefusals(planned.refusals, plain));
    last = { plan: planned.plan, ...read, send };
  }
  if (last === undefined) throw new Error('there is no chapter');
  return last;
}

interface Scene {
  readonly emulator: Emulator;
  readonly send: Transport;
  readonly world: World;
  readonly index: number;
}

async function planChapter(
  { groups, machines = [], meanwhile, networks, prune }: Chapter,
  { emulator, send, world, index }: Scene,
): Promise<{
  readonly desired: DesiredState;
  readonly live: LiveState;
  readonly planned: Planned;
}> {
  emulator.load(machinesIn(emulator, machines));
  meanwhile?.(emulator, (group) => idOfGroup(emulator, group));
  if (world.hidesInterfaces) hideInterfaces(emulator);
  const read = parse(groups, { quotas: world.quotas ?? {}, networks });
  const desired = { ...read, ...(prune && { prune: true }) };
  const live = await liveOf(desired, send);
  return { desired, live, planned: planOf(desired, live, `plan-${index}`) };
}

function emulatorOptions({ quotas = {}, switches = {} }: World): EmulatorOptions {
  const limits = Object.entries(quotas).map(([quota, limit]) => [`${quota}Max`, limit] as const);
  const now = () => new Date('2026-11-22T08:00:00Z');
  return { seed: 1, now, switches, limits: Object.fromEntries(limits) };
}

function transportTo(emulator: Emulator): Transport {
  return inProcessTransport((request) => emulator.call(request), 'cn-hangzhou');
}

function machinesIn(emulator: Emulator, machines: readonly (readonly string[])[]): EmulatorSeed {
  const instances = machines.map((names) => {
    const groupIds = names.map((group) => idOfGroup(emulator, group));
    return { ...here, groupIds };
  });
  return { instances };
}

function hideInterfaces(emulator: Emulator): void {
  emulator.refuseNext('DescribeNetworkInterfaces', { code: 'Forbidden.RAM' });
}

function parse(
  groups: string,
  {
    quotas,
    networks = '{}',
  }: { readonly quotas: Partial<Quotas>; readonly networks: string | undefined },
): DesiredState {
  const text = `${workspace}quotas: ${JSON.stringify(quotas)}\nnetworks: ${networks}\n`;
  const result = parseDesired({
    workspace: { file: 'sluice.yaml', text },
    groups: [{ file: 'groups/all.yaml', text: groups }],
    nowMs: Date.UTC(2026, 10, 22, 8),
  });
  if (!result.ok) throw new Error(renderFindings(result.findings, plain));
  const [state] = result.loaded.states;
  if (state === undefined) throw new Error('there is no target');
  return state;
}

async function liveOf(desired: DesiredState, send: Transport): Promise<LiveState> {
  const live = await readLive(desired, send, { concernedIds, atOnce: 2 });
  if (!live.ok) throw new Error(`${live.during}: ${live.failure.message}`);
  return live.value;
}

function planOf(desired: DesiredState, live: LiveState, id: string): Planned {
  return plan(desired, live, {
    id: id as PlanId,
    createdAt: '2026-11-22T08:00:00Z',
    toolVersion: '0.1.0',
    allowHazards: [],
  });
}

/** Where nothing is said not to come back, everything does. */
async function goBack(made: Plan, undo: UndoPlan, send: Transport): Promise<void> {
  if (undo.steps.length > 0) await applied(undo, send);
  if (undo.notes.length > 0) return;
  for (const [group, { before }] of Object.entries(made.groups)) {
    expect(undo.groups[group as GroupName]?.path.at(-1)).toBe(before);
  }
}

/** The steps in their order, with a ruler between waves. */
async function applied(planToApply: Plan, send: Transport): Promise<string> {
  const events: ApplyEvent[] = [];
  for await (const event of apply(planToApply, send, patience({ patienceMs: 0 }))) {
    events.push(event);
  }
  expect(events.at(-1)?.kind).toBe('verified');
  const lines = events.flatMap((event) => {
    if (event.kind === 'done') return [`> ${stepLine(event.step)}`];
    return event.kind === 'readingBack' ? ['> ---- read back'] : [];
  });
  const more = lines.length - linesMax;
  const shown = more > 0 ? [...lines.slice(0, linesMax), `> and ${more} more lines`] : lines;
  return planToApply.steps.length === 0 ? '' : `\n${shown.join('\n')}\n`;
}

const linesMax = 30;

function idOfGroup(emulator: Emulator, name: string): string {
  const found = emulator.snapshot().groups.find((group) => group.name === name);
  if (found === undefined) throw new Error(`no group is called ${name}`);
  return found.id;
}

/** Of the only rule of the group with these ports. */
export function ruleId(emulator: Emulator, group: string, ports: string): string {
  const { groups } = emulator.snapshot();
  const rules = groups.find(({ name }) => name === group)?.rules ?? [];
  const [found, ...others] = rules.filter(({ PortRange }) => PortRange === ports);
  if (found === undefined || others.length > 0) throw new Error(`no one rule of ${group}`);
  return found.SecurityGroupRuleId;
}

/** One call as somebody in the console makes it; a refusal ends the test. */
export function byHand(
  emulator: Emulator,
  action: string,
  parameters: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> {
  const { status, body } = emulator.call({
    product: 'Ecs',
    version: '2014-05-26',
    action,
    region: 'cn-hangzhou',
    parameters: { RegionId: 'cn-hangzhou', ...parameters },
  });
  expect({ status, body }).toMatchObject({ status: 200 });
  return body;
}
