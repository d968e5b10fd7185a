// Quotas of which a plan leaves less free than the workspace wants.
import { formatAmount, isShortOf, type ChangeLimit } from '../../model/change-limits.ts';
import type { Hazard } from '../../model/hazard.ts';
import { quotaNouns } from '../../model/quota.ts';
import type { QuotaUse } from '../../model/quota-use.ts';

/** Only where the plan uses more of it than there is in use before: what is full already is no news. */
export function quotaHeadroom(
  uses: readonly QuotaUse[],
  headroom: ChangeLimit | undefined,
): readonly Hazard[] {
  if (headroom === undefined) return [];
  const { amount, source } = headroom;
  return uses
    .filter(({ now, end, limit }) => end > now && isShortOf(amount, limit - end, limit))
    .map(({ group, interface: together = [group], quota, limit, now, end }): Hazard => {
      const where = together.join(' + ');
      const uses = `${where} would have ${end} of ${limit} ${quotaNouns[quota]} (now ${now})`;
      const message = `${uses}, which leaves ${limit - end} free; limits.headroom is ${formatAmount(amount)}`;
      return {
        code: 'quota-headroom',
        group,
        message,
        ...(source === undefined ? {} : { source }),
      };
    });
}
