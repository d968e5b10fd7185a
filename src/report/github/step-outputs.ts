// What later steps of a workflow decide by, as lines of the file that GITHUB_OUTPUT names.
import { factsOf } from '../plan/verdict.ts';
import type { TargetReport } from '../plan/target-report.ts';

/** `changes`, `risk`, `applyable` and `hazards`; all of them words of ours, each in a line. */
export function stepOutputs(targets: readonly TargetReport[]): string {
  return Object.entries(factsOf(targets))
    .map(([name, value]) => `${name}=${String(value)}\n`)
    .join('');
}
