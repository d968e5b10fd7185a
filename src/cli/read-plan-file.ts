// A saved plan, checked before anybody trusts it: a plan lies in a file, and files get edited.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { GroupName } from '../model/group-identity.ts';
import { assertPlan, type Plan } from '../model/plan.ts';
import { hazardsOfSteps } from '../planner/findings/hazards.ts';
import type { Surroundings } from './surroundings.ts';

/** Undefined where it is no plan, which has then been said. */
export async function readPlanFile(
  file: string,
  { folder, err }: Surroundings,
): Promise<Plan | undefined> {
  const text = await readFile(path.resolve(folder, file), 'utf8').catch(() => undefined);
  const fault = text === undefined ? 'it cannot be read' : await faultOf(text);
  if (fault === undefined && text !== undefined) return withHazards(JSON.parse(text) as Plan);
  err(`${file} is not a plan that can be applied: ${fault ?? ''}.\n`);
  err(`Make one with \`sluice plan --out ${file}\`.\n`);
  return undefined;
}

/** Consent is asked for what the steps do, also where somebody took the hazard out of the file. */
function withHazards(plan: Plan): Plan {
  const known = new Set(plan.hazards.map(({ message }) => message));
  const hidden = hazardsOfSteps(plan.steps).filter(({ message }) => !known.has(message));
  return { ...plan, hazards: [...plan.hazards, ...hidden] };
}

async function faultOf(text: string): Promise<string | undefined> {
  try {
    const plan: unknown = JSON.parse(text);
    const { planSchemaFault } = await import('./plan-schema.ts');
    const fault = planSchemaFault(plan);
    if (fault !== undefined) return fault;
    return contradictionOf(plan as Plan);
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).replace('bug in sluice: ', '');
  }
}

/** Also of its way back; throws where one of them is no plan at all. */
function contradictionOf(plan: Plan): string | undefined {
  assertPlan(plan);
  const named = new Set(plan.hazards.map(({ code }) => code));
  if (plan.proof.holds === 'exceptInWindows' && !named.has('transient-window')) {
    return 'its proof leaves windows open that no hazard names';
  }
  if (plan.proof.holds === 'unknown' && !named.has('not-proved')) {
    return 'it is not proved, and no hazard says so';
  }
  if (plan.undo === undefined) return undefined;
  const { undoes, groups } = plan.undo;
  if (undoes !== plan.id) return 'its way back is that of another plan';
  const isElsewhere = Object.entries(plan.groups).some(([name, { path }]) => {
    const back = groups[name as GroupName];
    return back !== undefined && back.before !== path.at(-1);
  });
  return isElsewhere ? 'its way back does not begin where it ends' : contradictionOf(plan.undo);
}
