// Faults that a proof found where nothing better was possible → the windows that hazards name.
import { groupBy } from '../../model/group-by.ts';
import type { Hazard } from '../../model/hazard.ts';
import type { Step } from '../../model/step.ts';
import type { TrafficSet, TrafficWindow } from '../../model/traffic-window.ts';
import type { TrafficFault } from '../../proof/prove-traffic.ts';
import { describeRegion } from '../../reach/describe-region.ts';
import { formatTrafficSet } from '../../model/traffic-set-text.ts';

/** One hazard for each run of steps that cuts or opens something on one kind of interface. */
export function windowHazards(
  faults: readonly TrafficFault[],
  steps: readonly Step[],
): readonly Hazard[] {
  const byTraffic = groupBy(faults.map(describe), ({ key }) => key);
  const spans = [...byTraffic.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const waves = same.map(({ fault }) => fault.wave);
    return [{ ...first, from: Math.min(...waves), until: Math.max(...waves) }];
  });
  const together = groupBy(spans, ({ fault: { effect, when, groups }, from, until }) =>
    JSON.stringify([effect, when, groups, from, until]),
  );
  return [...together.values()].flatMap((same) => {
    const [first] = same;
    return first === undefined
      ? []
      : [
          hazardOf(
            first,
            same.map(({ traffic }) => traffic),
            steps,
          ),
        ];
  });
}

function describe(fault: TrafficFault) {
  const traffic = describeRegion(fault.region);
  const key = JSON.stringify([fault.effect, fault.when, fault.groups, traffic]);
  return { fault, traffic, key };
}

function hazardOf(
  {
    fault,
    from,
    until,
  }: { readonly fault: TrafficFault; readonly from: number; readonly until: number },
  traffic: readonly TrafficSet[],
  steps: readonly Step[],
): Hazard {
  const { effect, groups, when } = fault;
  const concerned = steps.filter(
    ({ group, wave }) => groups.includes(group) && wave >= from && wave <= until,
  );
  const [first, last] = [concerned[0], concerned.at(-1)];
  const window: TrafficWindow = {
    effect,
    from: first?.id ?? ('1' as Step['id']),
    until: last?.id ?? ('1' as Step['id']),
    groups,
    ...(when === 'inCombination' ? { onlyInCombination: true } : {}),
    traffic,
  };
  return {
    code: 'transient-window',
    ...(groups[0] ? { group: groups[0] } : {}),
    message: messageOf(window),
    window,
  };
}

const shownMax = 3;

function messageOf({
  effect,
  from,
  until,
  groups,
  onlyInCombination,
  traffic,
}: TrafficWindow): string {
  const when = from === until ? `step ${from}` : `steps ${from} to ${until}`;
  const verb = effect === 'cut' ? 'cut' : 'open';
  const shown = traffic.slice(0, shownMax).map(formatTrafficSet).join('; ');
  const more = traffic.length > shownMax ? `; and ${traffic.length - shownMax} more` : '';
  const besides = onlyInCombination === true ? ' beside rules of other groups' : '';
  const s = from === until ? 's' : '';
  const where = `${groups.join(' + ')}${besides}`;
  const what = `${when} ${verb}${s} for a while, in ${where}: ${shown}${more}`;
  return `${what}; sluice found no safe order within the quotas`;
}
