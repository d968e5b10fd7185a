// The drift of all targets of a workspace, as one document, with what machines and people ask besides.
import { stripVTControlCharacters } from 'node:util';
import type { Drift, TargetDrift, UnreadTarget } from '../../model/drift.ts';
import { targetDrift, unreadTarget } from '../../report/drift/target-drift.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { LoadedWorkspace } from '../load-workspace.ts';
import type { PlannedTarget, PlannedWorkspace, UnplannedOne } from '../plan-workspace.ts';
import { toolVersion } from '../../api/tool-version.ts';

/** One target, as it was found. */
export interface FoundTarget extends PlannedTarget {
  readonly drift: TargetDrift;
}

/**
 * In the order of the waves; `planned` is an exit code where there was no way to any target. `told` is
 * what was said while it was planned, and printed already.
 */
export function foundTargets(
  { states }: Pick<LoadedWorkspace, 'states'>,
  planned: PlannedWorkspace | UnplannedOne | ExitCode,
  told: string,
): readonly FoundTarget[] {
  return states.map(({ target }): FoundTarget => {
    const one = plannedTarget(target.name, planned);
    const { made } = one;
    const drift =
      typeof made === 'number'
        ? unreadTarget(target, whyUnread(made, one, told))
        : targetDrift(made.plan, made.desired, made.live);
    return { ...one, drift };
  });
}

function whyUnread(
  exitCode: ExitCode,
  { refusals, said }: Pick<PlannedTarget, 'refusals' | 'said'>,
  told: string,
): Pick<UnreadTarget, 'exitCode' | 'refusals' | 'said'> {
  if (refusals.length > 0) return { exitCode, refusals, said: [] };
  const lines = stripVTControlCharacters(said === '' ? told : said).split('\n');
  return { exitCode, refusals, said: lines.filter((line) => line.trim() !== '') };
}

export function driftDocument(
  targets: readonly TargetDrift[],
  workspaceTargets: readonly string[] | undefined,
  now: Date,
): Drift {
  return {
    formatVersion: 1,
    kind: 'drift',
    toolVersion: toolVersion(),
    createdAt: now.toISOString().replace(/\.\d+Z$/, 'Z'),
    complete: targets.length > 0 && targets.every(({ complete }) => complete),
    drift: targets.some((target) => target.complete && target.drift),
    targets,
    ...(workspaceTargets === undefined ? {} : { workspaceTargets }),
  };
}

function plannedTarget(
  name: string,
  planned: PlannedWorkspace | UnplannedOne | ExitCode,
): PlannedTarget {
  const nothing = { name, refusals: [], said: '' };
  if (typeof planned === 'number') return { ...nothing, made: planned };
  if (planned.kind === 'unplanned') {
    return { ...nothing, made: planned.exitCode, refusals: planned.refusals };
  }
  if (planned.kind === 'one') return { ...nothing, made: planned.made };
  const found = planned.targets.find((target) => target.name === name);
  return found ?? { ...nothing, made: exitCodes.error };
}
