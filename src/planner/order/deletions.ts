// In which order groups are deleted. The API refuses while another group's rule refers to one.
import type { GroupContent, GroupType } from '../../model/group.ts';
import type { GroupName } from '../../model/group-identity.ts';
import type { Rule } from '../../model/rule.ts';

export interface Doomed {
  readonly name: GroupName;
  readonly live: GroupContent;
}

export interface Referrer {
  readonly group: GroupName;
  readonly type: GroupType;
  readonly rule: Rule;
}

export interface Deletions {
  readonly order: readonly GroupName[];
  /** Rules of groups that go, which must go first because groups refer to each other. */
  readonly revokeBefore: readonly Referrer[];
}

/** Those that refer to others first. Where they refer in a circle, one group's referrers let go. */
export function orderDeletions(doomed: readonly Doomed[]): Deletions {
  const left = doomed.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const order: GroupName[] = [];
  const revokeBefore: Referrer[] = [];
  while (left.length > 0) {
    const free = left.findIndex(({ name }) => referrers(left, name).length === 0);
    const [next] = left.splice(Math.max(0, free), 1);
    if (next === undefined) break;
    revokeBefore.push(...referrers(left, next.name));
    order.push(next.name);
  }
  return { order, revokeBefore };
}

function referrers(groups: readonly Doomed[], name: GroupName): readonly Referrer[] {
  return groups.flatMap(({ name: group, live }) =>
    live.rules
      .filter(({ peer }) => peer.kind === 'group' && peer.group === name && group !== name)
      .map((rule) => ({ group, type: live.type, rule })),
  );
}
