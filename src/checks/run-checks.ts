// All checks over all groups that should be there, without what is waived.
import { compareFindings, type Finding } from '../model/finding.ts';
import type { DesiredGroup, PresentGroup } from '../model/group.ts';
import type { Quotas } from '../model/quota.ts';
import { checks } from './all.ts';
import { knownOf, type WorkedOut } from './known.ts';
import { typesOfPeers } from './types-of-peers.ts';
import { waive, type Waived } from './waive.ts';

export interface CheckOptions {
  readonly nowMs: number;
  readonly quotas: Quotas;
  /** Nodes of diagrams that one question about one group may take. */
  readonly nodesMax: number;
}

/** Where a question takes more nodes than that, this is a finding too. */
export function runChecks(
  groups: readonly DesiredGroup[],
  { nowMs, quotas, nodesMax }: CheckOptions,
): Waived {
  const typeOfPeer = typesOfPeers(groups);
  const parts = groups.map((group): Waived => {
    if (group.state !== 'present') return { findings: [], waived: [] };
    const known = knownOf(group, { nowMs, quotas, nodesMax, typeOfPeer });
    const found = checks.flatMap((check) => [...check.find(group, known)]);
    const incomplete = incompleteFindings(group, known);
    const isComplete = incomplete.length === 0;
    return waive([...found, ...incomplete], group.waivers, { nowMs, isComplete });
  });
  return {
    findings: parts.flatMap(({ findings }) => findings).toSorted(compareFindings),
    waived: parts.flatMap(({ waived }) => waived).toSorted(compareFindings),
  };
}

function incompleteFindings(group: PresentGroup, known: WorkedOut): readonly Finding[] {
  return known.incomplete().map((direction) => {
    const message = `the ${direction} rules of the group "${group.name}" tell more kinds of packets apart than are looked at; expected fewer rules for all checks to be complete`;
    return { severity: 'info', code: 'check-incomplete', source: group.source, message };
  });
}
