// A saved plan, checked before anybody trusts it: a plan lies in a file, and files get edited.
import type { GroupName } from '../model/group-identity.ts';
import type { Hazard } from '../model/hazard.ts';
import { assertPlan, type Plan } from '../model/plan.ts';
import { planSetFault, type PlanSet } from '../model/plan-set.ts';
import { hazardsOfSteps } from '../planner/findings/hazards-of-steps.ts';
import { printable } from '../report/printable.ts';
import { isJournal } from '../report/journal-text.ts';
import { commandLine, type Place } from './command-line.ts';
import { readNamedFile, type NamedFile } from './read-named-file.ts';
import type { Surroundings } from './surroundings.ts';

export interface SavedPlans {
  /** In the order of the waves; one for each target. */
  readonly plans: readonly Plan[];
  /** The names of their targets. */
  readonly waves: readonly (readonly string[])[];
  /** The same as the file has it: a plan, or a set of plans. */
  readonly document: object;
}

/** A plan, or the plans of several targets. Undefined where it is neither, which has then been said. */
export async function readPlansFile(
  file: string,
  place: Place,
  { folder, err }: Surroundings,
): Promise<SavedPlans | undefined> {
  const { text, read } = await readPlansIn(file, folder);
  if (typeof read !== 'string') return read;
  err(`${file} is not a plan that can be applied: ${read}.\n`);
  // Whoever follows this advice overwrites the file.
  const isSpare = text.ok ? text.value.includes('"formatVersion"') : text.isAbsent;
  const spare = isSpare ? file : 'change.plan.json';
  err(`Make one with \`${commandLine(['plan', '--out', spare], place)}\`.\n`);
  return undefined;
}

/**
 * One plan that was applied. Undefined where it is no plan, or several, which has then been said, with
 * `advice`: a new plan would not be what was applied.
 */
export async function readAppliedPlan(
  file: string,
  advice: string,
  { folder, err }: Surroundings,
): Promise<Plan | undefined> {
  const { read } = await readPlansIn(file, folder);
  if (typeof read === 'string') {
    err(`${file} is not a plan that was applied: ${read}.\n${advice}`);
    return undefined;
  }
  const [plan, ...others] = read.plans;
  if (others.length === 0) return plan;
  err(`${file} has plans of several targets; expected a plan of one.\n${advice}`);
  return undefined;
}

async function readPlansIn(
  file: string,
  folder: string,
): Promise<{ readonly text: NamedFile; readonly read: SavedPlans | string }> {
  const text = await readNamedFile(file, folder);
  return { text, read: text.ok ? await parsePlans(text.value) : text.why };
}

/** Consent is asked for what the steps do, also where somebody took the hazard out of the file. */
function withHazards(plan: Plan): Plan {
  const keyOf = ({ code, group }: Hazard) => `${code} ${group ?? ''}`;
  const known = new Set(plan.hazards.map(keyOf));
  const hidden = hazardsOfSteps(plan).filter((hazard) => !known.has(keyOf(hazard)));
  return { ...plan, hazards: [...plan.hazards, ...hidden] };
}

/** What is wrong with it where it is no plan, safe to print: it may have words of the file. */
export async function parsePlans(text: string): Promise<SavedPlans | string> {
  if (isJournal(text)) return 'it is the journal of an apply; its plan is plan.json beside it';
  const read = await readPlans(text);
  if (typeof read === 'string') return printable(read);
  const plans = read.plans.map(withHazards);
  const [only] = plans;
  const document = isSet(read.document) ? { ...read.document, plans } : (only ?? {});
  return { ...read, plans, document };
}

async function readPlans(text: string): Promise<SavedPlans | string> {
  try {
    const value: unknown = JSON.parse(text);
    const { planSchemaFault, planSetSchemaFault } = await import('./plan-schema.ts');
    if (isSet(value)) return planSetSchemaFault(value) ?? plansOf(value as PlanSet);
    const fault = planSchemaFault(value) ?? contradictionOf(value as Plan);
    const plan = value as Plan;
    return fault ?? { plans: [plan], waves: [[plan.target.name]], document: plan };
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).replace('bug in sluice: ', '');
  }
}

function isSet(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'planSet';
}

function plansOf(set: PlanSet): SavedPlans | string {
  const fault = planSetFault(set);
  if (fault !== undefined) return fault;
  const byTarget = new Map(set.plans.map((plan) => [plan.target.name, plan]));
  const plans = set.waves.flat().flatMap((name) => byTarget.get(name) ?? []);
  const [wrong] = plans.flatMap((plan) => contradictionOf(plan) ?? []);
  return wrong ?? { waves: set.waves, plans, document: set };
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
  const isElsewhere = Object.entries(plan.groups).some(([name, { before, path }]) => {
    const back = groups[name as GroupName];
    // One that somebody joins by a step of another group has no state but the first.
    return back !== undefined && back.before !== (path.at(-1) ?? before);
  });
  return isElsewhere ? 'its way back does not begin where it ends' : contradictionOf(plan.undo);
}
