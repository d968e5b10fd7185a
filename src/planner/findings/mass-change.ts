// More changes than one plan may make without somebody saying so.
import {
  formatAmount,
  isOver,
  type ChangeLimit,
  type ChangeLimits,
} from '../../model/change-limits.ts';
import type { Hazard } from '../../model/hazard.ts';
import type { ChangeCounts } from './change-counts.ts';

/** One hazard for each limit that is exceeded, with the place of the limit. */
export function massChange(
  { before, changed, deleted }: ChangeCounts,
  { groups, rules, deletes }: ChangeLimits,
): readonly Hazard[] {
  const ofGroups = (count: number) => ({ count, total: before.groups, noun: 'groups' });
  const ofRules = (count: number) => ({ count, total: before.rules, noun: 'rules' });
  return [
    ...exceeded('changes', [ofGroups(changed.groups)], 'groups', groups),
    ...exceeded('changes', [ofRules(changed.rules)], 'rules', rules),
    ...exceeded('deletes', [ofRules(deleted.rules), ofGroups(deleted.groups)], 'deletes', deletes),
  ];
}

interface Counted {
  readonly count: number;
  readonly total: number;
  readonly noun: string;
}

/** `changes 45 of 120 rules (37.5 %); limits.rules is 30%`. */
function exceeded(
  verb: string,
  counted: readonly Counted[],
  name: keyof ChangeLimits,
  limit: ChangeLimit | undefined,
): readonly Hazard[] {
  if (limit === undefined) return [];
  const { amount, source } = limit;
  const tooMany = counted.filter(({ count, total }) => isOver(amount, count, total));
  if (tooMany.length === 0) return [];
  const what = tooMany.map(({ count, total, noun }) => {
    return `${count} of ${total} ${noun}${percentText(count, total)}`;
  });
  const said = source === undefined ? '--max-delete' : `limits.${name}`;
  const message = `${verb} ${what.join(' and ')}; ${said} is ${formatAmount(amount)}`;
  return [{ code: 'mass-change', message, ...(source === undefined ? {} : { source }) }];
}

/** Rounded up, so that what is over a limit never looks as if it were at it. */
function percentText(count: number, total: number): string {
  return total === 0 ? '' : ` (${Math.ceil((count * 1000) / total) / 10} %)`;
}
