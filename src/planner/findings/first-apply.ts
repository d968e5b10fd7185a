// The first time that a workspace writes to a target.
import type { Hazard } from '../../model/hazard.ts';
import { ownedName } from '../../model/group-identity.ts';
import type { LiveState } from '../../model/live.ts';
import type { DesiredState } from '../../model/target.ts';

/** Where another VPC was written for a target, its groups stay in the old one. */
export function firstApply(
  { owner, target: { name, vpc } }: Pick<DesiredState, 'owner' | 'target'>,
  { listed }: Pick<LiveState, 'listed'>,
): Hazard {
  const ours = listed.filter((group) => {
    return group.vpc !== vpc && ownedName(group.tags, owner) !== undefined;
  });
  const vpcs = [...new Set(ours.map((group) => group.vpc))].toSorted().join(', ');
  const nothing = `owner "${owner}" owns nothing in target "${name}" yet`;
  const message =
    ours.length === 0
      ? `${nothing}; is this the right place?`
      : `${nothing}, but groups in ${vpcs}, which stay there, for a group never changes its VPC; is this the right place?`;
  return { code: 'first-apply', message };
}
