// Whether an interface may be in certain groups at one time: what decides if it can join before it leaves.
import type { GroupType } from '../../model/group.ts';
import type { Quotas } from '../../model/quota.ts';

export interface TogetherFacts {
  /** Undefined where nobody could read it. */
  readonly typeOf: (name: string) => GroupType | undefined;
  /** For how many rules a group counts. */
  readonly weightOf: (name: string) => number;
  readonly quotas: Pick<Quotas, 'groupsPerInterface' | 'rulesPerInterface'>;
}

export function fitTogether(
  groups: readonly string[],
  { typeOf, weightOf, quotas }: TogetherFacts,
): boolean {
  if (typesOf(groups, typeOf).size > 1) return false;
  if (groups.length > quotas.groupsPerInterface) return false;
  return weightTogether(groups, weightOf) <= quotas.rulesPerInterface;
}

/** Of the groups whose type is known. */
export function typesOf(
  groups: readonly string[],
  typeOf: TogetherFacts['typeOf'],
): ReadonlySet<GroupType> {
  return new Set(groups.flatMap((name) => typeOf(name) ?? []));
}

export function weightTogether(
  groups: readonly string[],
  weightOf: TogetherFacts['weightOf'],
): number {
  return groups.reduce((sum, name) => sum + weightOf(name), 0);
}
