// Commands that a report of plans ends with: what applies them, and what shows all of them.
import { commandLine, maxDeleteFlag, type Place } from '../command-line.ts';
import type { LimitOptions } from '../workspace-options.ts';
import type { ReportedPlans } from './tell-plans.ts';

/** `file` is where the plans are; without one they would be made anew. */
export function nextSteps(
  file: string | undefined,
  place: Place & LimitOptions,
): Pick<ReportedPlans, 'apply' | 'show'> {
  const files = file === undefined ? [] : [file];
  const apply = commandLine(['apply', ...files], place);
  return {
    apply: [apply, ...maxDeleteFlag(place)].join(' '),
    show: file === undefined ? commandLine(['plan'], place) : commandLine(['show', file], {}),
  };
}
