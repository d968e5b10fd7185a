// Flows that may pass for a while, because one end opens before the other end can close.
import { groupBy } from '../../model/group-by.ts';
import type { Hazard } from '../../model/hazard.ts';
import type { Rule } from '../../model/rule.ts';
import { formatTraffic } from '../../model/traffic.ts';
import type { CrossFlow } from '../order/flows.ts';
import type { EditOfGroup } from '../order/order.ts';

/** One hazard for each pair of groups and directions. */
export function flowHazards(flows: readonly CrossFlow[]): readonly Hazard[] {
  const pairs = groupBy(flows, ({ opening, closing }) => {
    return JSON.stringify([opening.group, directionOf(opening), closing.group]);
  });
  return [...pairs.values()].flatMap((same): Hazard[] => {
    const [first] = same;
    if (first === undefined) return [];
    const { opening, closing } = first;
    const traffic = [...new Set(same.map((flow) => trafficOf(flow.opening)))].join(', ');
    const [opens, closes] = [directionOf(opening), directionOf(closing)];
    const way =
      opens === 'egress'
        ? `from ${opening.group} to ${closing.group}`
        : `from ${closing.group} to ${opening.group}`;
    const message =
      `${traffic} ${way} may pass for a while: ${opens} of ${opening.group} opens ` +
      `before ${closes} of ${closing.group} closes; sluice found no order that avoids it`;
    return [{ code: 'egress-ingress-window', group: opening.group, message }];
  });
}

function ruleOf({ edit }: EditOfGroup): Rule | undefined {
  if (edit.kind === 'modifyInnerAccessPolicy') return undefined;
  return edit.kind === 'revoke' ? edit.before : edit.after;
}

function directionOf(edit: EditOfGroup): string {
  return ruleOf(edit)?.direction ?? 'traffic';
}

function trafficOf(edit: EditOfGroup): string {
  const rule = ruleOf(edit);
  return rule === undefined ? 'all' : formatTraffic(rule.traffic);
}
