// How many interfaces and instances some places hold together.
import type { AccessScope } from '../../model/access.ts';
import type { InterfaceCounts } from '../../model/interfaces.ts';
import type { BlastRadius } from './blast-radius.ts';

/**
 * Undefined where one of them is not known, and where interfaces that move are among several places:
 * which instances these have in common is not asked.
 */
export function touchesOf(
  scopes: readonly AccessScope[],
  blastRadius: BlastRadius,
): InterfaceCounts | undefined {
  const [first, ...others] = scopes;
  if (scopes.every(({ moves }) => moves === undefined)) {
    const isKnown = scopes.every(({ interfaces }) => interfaces !== undefined);
    return isKnown ? blastRadius(scopes.map(({ groups }) => groups)) : undefined;
  }
  if (first === undefined || others.length > 0) return undefined;
  const { interfaces, instances } = first;
  return interfaces === undefined || instances === undefined
    ? undefined
    : { interfaces, instances };
}
