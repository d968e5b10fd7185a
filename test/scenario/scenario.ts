// A scenario is a story in chapters. Each chapter plans from where the last one ended, keeps what a
// person would see, applies it, and demands that planning again finds nothing.
import picocolors from 'picocolors';
import { expect, test } from 'vitest';
import { apply } from '../../src/applier/apply.ts';
import type { ApplyEvent } from '../../src/applier/events.ts';
import { inProcessTransport } from '../../src/cloud/in-process.ts';
import { listGroups, readGroups } from '../../src/cloud/read-live.ts';
import type { Transport } from '../../src/cloud/transport.ts';
import { parseDesired } from '../../src/desired/load.ts';
import { Emulator } from '../../src/emulator/emulator.ts';
import type { Plan, PlanId } from '../../src/model/plan.ts';
import type { DesiredState } from '../../src/model/target.ts';
import { concernedIds } from '../../src/planner/claims.ts';
import { plan, type Planned } from '../../src/planner/plan.ts';
import { renderDrift } from '../../src/report/drift-text.ts';
import { renderFindings, renderRefusals } from '../../src/report/findings-text.ts';
import { renderPlan } from '../../src/report/plan-text.ts';
import { stepLine } from '../../src/report/step-line.ts';

export interface Chapter {
  readonly title: string;
  /** The group files of this chapter, all of them, as one text of several documents. */
  readonly groups: string;
  /** What somebody does to the cloud by hand before this chapter. */
  readonly meanwhile?: (emulator: Emulator, idOf: (name: string) => string) => void;
  /** Whether the reader sees the drift instead of the plan. */
  readonly asDrift?: boolean;
}

const plain = picocolors.createColors(false);

const workspace = `version: 1
owner: edge-platform
groups: groups/*.yaml
targets:
  prod: { account: '1000000000000001', region: cn-hangzhou, vpc: vpc-bp1test }
`;

/** Keeps the story in golden/NAME.txt; `npx vitest run test/scenario -u` accepts a new one. */
export function scenario(name: string, chapters: readonly Chapter[]): void {
  test(name, async () => {
    const emulator = new Emulator({ seed: 1, now: () => new Date('2026-11-22T08:00:00Z') });
    const send = inProcessTransport((request) => emulator.call(request), 'cn-hangzhou');
    const story: string[] = [];
    for (const [index, { title, groups, meanwhile, asDrift }] of chapters.entries()) {
      meanwhile?.(emulator, (group) => idOfGroup(emulator, group));
      const desired = parse(groups);
      const planned = await planFrom(desired, send, `plan-${index}`);
      story.push(`## ${title}\n\n`);
      if (!planned.ok) {
        story.push(renderRefusals(planned.refusals, plain), '\n');
        continue;
      }
      story.push(asDrift ? renderDrift(planned.plan, plain) : renderPlan(planned.plan, plain));
      story.push(await applied(planned.plan, send), '\n');
      const again = await planFrom(desired, send, `again-${index}`);
      expect(again.ok && again.plan.steps).toEqual([]);
    }
    await expect(story.join('')).toMatchFileSnapshot(`golden/${name}.txt`);
  });
}

function parse(groups: string): DesiredState {
  const result = parseDesired({
    workspace: { file: 'sluice.yaml', text: workspace },
    groups: [{ file: 'groups/all.yaml', text: groups }],
  });
  if (!result.ok) throw new Error(renderFindings(result.findings, plain));
  return result.loaded.state;
}

async function planFrom(desired: DesiredState, send: Transport, id: string): Promise<Planned> {
  const listed = await listGroups(send);
  if (!listed.ok) throw new Error(listed.failure.message);
  const ids = concernedIds(desired, listed.value);
  const wanted = listed.value.filter((group) => ids.has(group.id));
  const groups = await readGroups(send, wanted, { account: desired.target.account, atOnce: 2 });
  if (!groups.ok) throw new Error(groups.failure.message);
  return plan(
    desired,
    { listed: listed.value, groups: groups.value },
    { id: id as PlanId, createdAt: '2026-11-22T08:00:00Z', toolVersion: '0.1.0', allowHazards: [] },
  );
}

/** The steps in their order, with a ruler between waves. */
async function applied(planToApply: Plan, send: Transport): Promise<string> {
  const patience = { patienceMs: 0, firstPauseMs: 1, pauseMaxMs: 1, settleMs: 0 };
  const events: ApplyEvent[] = [];
  const clock = { sleep: () => Promise.resolve(), now: () => 0 };
  for await (const event of apply(planToApply, send, { ...patience, ...clock })) events.push(event);
  expect(events.at(-1)?.kind).toBe('verified');
  const lines = events.flatMap((event) => {
    if (event.kind === 'done') return [`> ${stepLine(event.step)}`];
    return event.kind === 'readingBack' ? ['> ---- read back'] : [];
  });
  return planToApply.steps.length === 0 ? '' : `\n${lines.join('\n')}\n`;
}

function idOfGroup(emulator: Emulator, name: string): string {
  const found = emulator.snapshot().groups.find((group) => group.name === name);
  if (found === undefined) throw new Error(`no group is called ${name}`);
  return found.id;
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
