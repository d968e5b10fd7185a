// Quotas that no order of the calls can keep.
import type { Refusal } from '../../model/refusal.ts';
import { quotaNouns } from '../../model/quota.ts';
import type { GroupChange } from '../edits/plan-group.ts';
import type { MeasuredUse } from './quota-use.ts';

/** With the place of the group's file, where it has one. */
export function quotaRefusals(
  quota: readonly MeasuredUse[],
  changes: readonly GroupChange[],
): readonly Refusal[] {
  const sources = new Map(changes.map(({ name, desired }) => [name, desired.source]));
  return quota
    .filter(({ isExceeded }) => isExceeded)
    .map(({ use }): Refusal => {
      const { group, limit, now, peak, end, quota: name } = use;
      const where = use.interface === undefined ? group : use.interface.join(' + ');
      const [what, most] =
        end > limit
          ? [`${where} would have ${end}`, end]
          : [
              `on the way ${where} would have ${peak}, and no order was found that needs less`,
              peak,
            ];
      const advice = `write ${most - limit} fewer, or a larger \`quotas: { ${name}: … }\` if the account has one`;
      const message = `${what}; the quota is ${limit} ${quotaNouns[name]} (now ${now}); ${advice}`;
      const source = sources.get(group);
      return { code: 'quota-exceeded', message, ...(source === undefined ? {} : { source }) };
    });
}
