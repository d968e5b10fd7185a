// The plans of several targets as one document, for machines and for a file.
import type { PlanSet } from '../../model/plan-set.ts';
import type { SeveralPlanned } from '../plan-workspace.ts';
import { toolVersion } from '../../api/tool-version.ts';

/** A target that could not be planned has no plan in it. */
export function planSetOf({ waves, targets }: SeveralPlanned, now: Date): PlanSet {
  return {
    formatVersion: 1,
    kind: 'planSet',
    toolVersion: toolVersion(),
    createdAt: now.toISOString().replace(/\.\d+Z$/, 'Z'),
    waves,
    plans: targets.flatMap(({ made }) => (typeof made === 'number' ? [] : made.plan)),
  };
}
