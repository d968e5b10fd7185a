// What the checks say of a group file, at a time that stands still.
import { runChecks, type CheckOptions } from '../../src/checks/run-checks.ts';
import type { Waived } from '../../src/checks/waive.ts';
import { defaultQuotas } from '../../src/model/quota.ts';
import { defaultNodesMax } from '../../src/reach/access/analysis.ts';
import { loaded, noon, parseGroups } from '../desired/workspace-text.ts';

export function checked(text: string, options: Partial<CheckOptions> = {}): Waived {
  const { nowMs = noon } = options;
  const { state } = loaded(parseGroups({ 'groups/fixture.yaml': text }, { nowMs }));
  return runChecks(state.groups, {
    nowMs,
    quotas: defaultQuotas,
    nodesMax: defaultNodesMax,
    ...options,
  });
}
