// Faults of one text that is read once for each of several targets: what all of them share is said once, and what
// is wrong in some of them with their names.
import type { Finding } from '../../model/finding.ts';
import type { Report } from '../fault.ts';
import { listNames } from './list-names.ts';

export interface FaultsInTargets {
  readonly targets: readonly string[];
  readonly findings: readonly Finding[];
}

export function reportWithTargets(read: readonly FaultsInTargets[], report: Report): void {
  const byText = new Map<string, { readonly finding: Finding; readonly targets: Set<string> }>();
  for (const { targets, findings } of read) {
    for (const finding of findings) {
      const key = JSON.stringify(finding);
      const known = byText.get(key) ?? { finding, targets: new Set<string>() };
      byText.set(key, known);
      for (const target of targets) known.targets.add(target);
    }
  }
  const all = new Set(read.flatMap(({ targets }) => targets)).size;
  for (const { finding, targets } of byText.values()) {
    report(targets.size === all || namesTargets(finding) ? finding : withTargets(finding, targets));
  }
}

/** A network is looked for in all targets at once. */
function namesTargets({ code }: Finding): boolean {
  return code === 'network-not-in-target';
}

export function withTargets(finding: Finding, targets: Iterable<string>): Finding {
  const names = [...targets];
  const where = `${names.length === 1 ? 'in the target' : 'in the targets'} ${listNames(names)}`;
  return { ...finding, message: `${finding.message} (${where})` };
}
