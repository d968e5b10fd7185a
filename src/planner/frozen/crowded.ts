// Groups whose rules have no room on an interface while a group that is left alone keeps its own.
import type { GroupName } from '../../model/group-identity.ts';
import type { QuotaUse } from '../../model/quota-use.ts';
import type { MeasuredUse } from '../quota/quota-use.ts';
import { isOf } from './followers.ts';
import type { FrozenGroups, FrozenReason } from './reasons.ts';
import type { Frozen } from './settle.ts';

/** Only where the other would make room: what does not fit anyhow is refused as ever. */
export function crowdedOut(quota: readonly MeasuredUse[], frozen: readonly Frozen[]): FrozenGroups {
  const roomy = new Map(frozen.filter(makesRoom).flatMap(namesOf));
  const over = quota.flatMap(({ use, isExceeded }) => (isExceeded ? [use] : []));
  return new Map(over.flatMap((use) => crowdedOn(use, { roomy, frozen })));
}

function crowdedOn(
  { interface: together = [], limit, peak, end }: QuotaUse,
  {
    roomy,
    frozen,
  }: { readonly roomy: ReadonlyMap<string, Frozen>; readonly frozen: readonly Frozen[] },
): readonly [GroupName, FrozenReason][] {
  const keeper = together.flatMap((name) => roomy.get(name) ?? [])[0];
  if (keeper === undefined) return [];
  const still = new Set(frozen.flatMap(namesOf).map(([name]) => name));
  const most = Math.max(peak, end);
  const why =
    `beside ${keeper.name}, which ${isOf(keeper.reason)} and keeps its rules, ` +
    `an interface would have ${most}; the quota is ${limit}`;
  return together
    .filter((name) => !still.has(name))
    .map((name) => [name as GroupName, { kind: 'left-out', why }]);
}

/** By our name, and by its id, under which it goes before it is adopted. */
function namesOf(frozen: Frozen): readonly (readonly [string, Frozen])[] {
  const id = frozen.wanted?.live?.id;
  return [[frozen.name, frozen], ...(id === undefined ? [] : [[id, frozen] as const])];
}

function makesRoom({ wanted }: Frozen): boolean {
  return (
    wanted?.ordered.some(({ edit }) => edit.kind === 'revoke') === true || wanted?.isDoomed === true
  );
}
