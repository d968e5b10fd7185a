// All checks over all groups that should be there.
import { compareFindings, type Finding } from '../model/finding.ts';
import type { DesiredGroup } from '../model/group.ts';
import { checks } from './all.ts';

export function runChecks(groups: readonly DesiredGroup[]): readonly Finding[] {
  const present = groups.filter((group) => group.state === 'present');
  const findings = checks.flatMap((check) => present.flatMap((group) => [...check.find(group)]));
  return findings.toSorted(compareFindings);
}
