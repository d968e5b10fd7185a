// In which of a target's two roles to go.
import type { Purpose, Target } from '../model/target.ts';
import type { AssumedRole } from './role-session.ts';

/** Undefined where the target names none: then its credentials are used as they are. */
export function roleFor(
  purpose: Purpose,
  { roles }: Pick<Target, 'roles'>,
): AssumedRole | undefined {
  if (roles === undefined) return undefined;
  const { plan, apply, sessionName = `sluice-${purpose}`, ...rest } = roles;
  return { arn: { plan, apply }[purpose], sessionName, ...rest };
}
