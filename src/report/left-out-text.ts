// Groups that an apply of an approved plan leaves alone, and why.
import type { Difference } from '../model/differences.ts';
import type { GroupName } from '../model/group-identity.ts';
import { indentedDifferences } from './difference-lines.ts';
import { printable } from './printable.ts';

export interface LeftOutGroup {
  readonly group: GroupName;
  /** `otherSteps`: it is as it was, and what is written is not. */
  readonly why: 'changed' | 'lists' | 'otherSteps' | 'notInPlan';
  /** What is different from where the approved plan began. */
  readonly differences: readonly Difference[];
}

/** Nothing where there are none. */
export function leftOutText(groups: readonly LeftOutGroup[]): string {
  if (groups.length === 0) return '';
  const lines = groups.map(({ group, why, differences }) => {
    return `stale: group ${printable(group)} is left out: ${whys[why]}\n${indentedDifferences(differences)}`;
  });
  return `${lines.join('')}To apply these too, plan again and have that plan approved.\n`;
}

const whys = {
  changed: 'it was changed since the plan was approved',
  lists: 'lists that its rules name do not hold what they held when the plan was approved',
  otherSteps: 'it needs other steps than were approved',
  notInPlan: 'the approved plan does not change it',
} as const;
