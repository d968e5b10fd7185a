// Kinds of traffic that nobody can use any more after a plan: more than making it narrower.
import type { AccessCause, AccessChange } from '../../model/access.ts';
import { groupBy } from '../../model/group-by.ts';
import type { GroupName } from '../../model/group-identity.ts';
import type { Hazard } from '../../model/hazard.ts';
import { formatScopes } from '../../model/scope-text.ts';
import { formatSource } from '../../model/source.ts';
import { formatWhat, formatWho } from '../../model/traffic-set-text.ts';

/** One for each place in the files, set of places where it is cut, and other side. */
export function cutHazards(cuts: readonly AccessChange[]): readonly Hazard[] {
  const alike = groupBy(cuts, ({ traffic, scopes, causes }) => {
    const source = sourceOf(causes);
    const where = scopes.map(({ groups, moves }) => [groups, moves]);
    return JSON.stringify([
      ...[traffic.direction, formatWho(traffic), where],
      source && formatSource(source),
    ]);
  });
  return [...alike.values()].flatMap((same): Hazard[] => {
    const [first] = same;
    if (first === undefined) return [];
    const { traffic, scopes, touches, causes } = first;
    const what = [...new Set(same.map((cut) => formatWhat(cut.traffic)))].join(', ');
    const way = traffic.direction === 'ingress' ? 'from' : 'to';
    const source = sourceOf(causes);
    const groups = new Set(same.flatMap((cut) => cut.causes.map(({ group }) => group)));
    const [group] = groups;
    return [
      {
        code: 'cuts-traffic',
        ...(group === undefined || groups.size > 1 ? {} : { group: group as GroupName }),
        message:
          `${traffic.direction} ${what} of ${formatScopes(scopes, touches)}: accepted ` +
          `${way} ${formatWho(traffic)} before, ${way} nobody after`,
        ...(source === undefined ? {} : { source }),
      },
    ];
  });
}

/** That of the first cause that has one: what a person would open. */
function sourceOf(causes: readonly AccessCause[]): AccessCause['source'] {
  return causes.find(({ source }) => source !== undefined)?.source;
}
