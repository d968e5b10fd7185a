// The first time that a workspace writes to a target.
import type { Hazard } from '../../model/hazard.ts';
import type { DesiredState } from '../../model/target.ts';

export function firstApply({
  owner,
  target: { name },
}: Pick<DesiredState, 'owner' | 'target'>): Hazard {
  return {
    code: 'first-apply',
    message: `owner "${owner}" owns nothing in target "${name}" yet; is this the right place?`,
  };
}
