// What plan and drift say of several targets: each in its turn, in the order of the waves, and then
// all of them in a line each.
import type { Plan } from '../../model/plan.ts';
import { renderCauses, renderOutcomes, targetHeading } from '../../report/targets-text.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { PlannedTarget, SeveralPlanned, TargetPlan } from '../plan-workspace.ts';
import type { Surroundings } from '../surroundings.ts';
import { withTargetName } from './record-output.ts';

export interface TellOptions {
  /** For standard output alone, in place of the text. */
  readonly json: string | undefined;
  /** With a heading that names the target. */
  readonly render: (made: TargetPlan) => string;
  /** What a plan comes to, in a few words. */
  readonly outcomeOf: (plan: Plan) => string;
  /** What changes several of them, in a line each. */
  readonly causes?: readonly string[];
}

export function tellTargets(
  planned: SeveralPlanned,
  { json, render, outcomeOf, causes = [] }: TellOptions,
  { out, err, colours }: Surroundings,
): void {
  for (const { name, made, said } of planned.targets) {
    if (json === undefined) {
      out(typeof made === 'number' ? targetHeading(name, colours) : render(made));
    }
    err(withTargetName(typeof made === 'number' ? said : `${said}${made.calls}`, name));
    if (json === undefined) out('\n');
  }
  if (json !== undefined) out(json);
  const outcomes = planned.targets.map((target) => ({
    name: target.name,
    outcome: outcomeText(target, outcomeOf),
  }));
  const closing = `${renderOutcomes(outcomes, colours)}${renderCauses(causes, colours)}`;
  (json === undefined ? out : err)(closing);
}

function outcomeText({ made }: PlannedTarget, outcomeOf: TellOptions['outcomeOf']): string {
  return typeof made === 'number' ? `no plan: ${exitCodeText(made)}` : outcomeOf(made.plan);
}

/** Such as `refused, exit 4`. */
export function exitCodeText(code: ExitCode): string {
  const [name] = Object.entries(exitCodes).find(([, known]) => known === code) ?? ['failed'];
  return `${name}, exit ${code}`;
}
