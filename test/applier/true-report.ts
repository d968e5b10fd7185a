// Whether an apply that ended says the truth about how far it came.
import { expect } from 'vitest';
import type { ApplyEvent } from '../../src/applier/events.ts';
import { readTouched } from '../../src/applier/live-groups.ts';
import type { Transport } from '../../src/cloud/transport.ts';
import { absent, digestGroup } from '../../src/model/digest.ts';
import type { GroupName } from '../../src/model/group-identity.ts';
import type { Plan } from '../../src/model/plan.ts';
import { valueOf } from '../planner/in-process.ts';

/** Each group stands where the report says, but for so many that may be a step ahead of it. */
export async function expectTrue(
  plan: Plan,
  last: ApplyEvent | undefined,
  truth: Transport,
  { aheadMax, name }: { readonly aheadMax: number; readonly name: string },
): Promise<void> {
  if (last?.kind === 'refused') {
    expect(['unreadable', 'interrupted'], name).toContain(last.reason.kind);
    return;
  }
  const ids = plan.steps.map(({ id }) => id);
  const doneSteps = last !== undefined && 'doneSteps' in last ? last.doneSteps : ids;
  if (last !== undefined && 'leftSteps' in last) {
    const left = new Set(last.leftSteps);
    expect(doneSteps, name).toEqual(ids.filter((id) => !left.has(id)));
  }
  const names = new Set(Object.keys(plan.groups) as GroupName[]);
  const live = valueOf(await readTouched(plan, truth, { names, made: new Map() }));
  let ahead = 0;
  for (const group of names) {
    const { before, path } = plan.groups[group] ?? { before: absent, path: [] };
    const done = plan.steps.filter((step) => step.group === group && doneSteps.includes(step.id));
    const stands = digestGroup(live.groups.get(group));
    const states = [before, ...path];
    if (stands === states[done.length]) continue;
    expect(stands, `${name}: ${group}`).toBe(states[done.length + 1]);
    ahead += 1;
  }
  expect(ahead, name).toBeLessThanOrEqual(aheadMax);
}
