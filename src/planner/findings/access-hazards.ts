// Traffic from the internet that a plan lets in, and what nobody could find out about its traffic.
import type { AccessCause, AccessChange, PlanAccess } from '../../model/access.ts';
import type { GroupName } from '../../model/group-identity.ts';
import { groupBy } from '../../model/group-by.ts';
import type { Hazard } from '../../model/hazard.ts';
import { formatSource } from '../../model/source.ts';
import {
  formatExceptions,
  formatLocal,
  formatWhat,
  formatWho,
  isOwnMembers,
  withoutOwnMembers,
} from '../../model/traffic-set-text.ts';
import { riskOf } from '../access/risk.ts';

export function accessHazards({ changes, incomplete }: PlanAccess): readonly Hazard[] {
  return [...openings(changes), ...incomplete.map(notAnalysed)];
}

/** One for each place in the files that opens something, and one for each group where none does. */
function openings(changes: readonly AccessChange[]): readonly Hazard[] {
  const grave = changes.filter(
    (change) => riskOf(change) === 'opens-to-internet' && isOfToday(change),
  );
  const byPlace = groupBy(
    grave.flatMap((change) => blamed(change).map((cause) => ({ change, cause }))),
    ({ change: { effect }, cause }) => JSON.stringify([effect, placeOf(cause)]),
  );
  const found = [...byPlace.values()].map((same): Hazard => {
    const [{ change, cause } = never()] = same;
    const verb = change.effect === 'opens' ? 'opens' : 'beside other groups may open';
    const sets = same.map(({ change: { traffic, but, scopes } }) => {
      const here = [cause.group, ...scopes.flatMap(({ groups }) => groups)];
      const own = withoutOwnMembers(traffic, here);
      const others = but?.filter((one) => !isOwnMembers(one, here));
      const who = `${formatWho(own)}${formatLocal(own)}${formatExceptions(own, others)}`;
      return { what: formatWhat(own), who };
    });
    const byPeer = [...groupBy(sets, ({ who }) => who)].map(([who, own]) => {
      return `${[...new Set(own.map(({ what }) => what))].join(', ')} from ${who}`;
    });
    return {
      code: 'opens-to-internet',
      group: cause.group as GroupName,
      message: `${verb} ${cause.group}: ${byPeer.join('; ')}`,
      ...(cause.source ? { source: cause.source } : {}),
    };
  });
  return [...groupBy(found, ({ message }) => message).values()].map(together);
}

/** Places that open the same are one hazard; its message names the group. */
function together(same: readonly Hazard[]): Hazard {
  const [first = never()] = same;
  const [source, ...otherSources] = same.flatMap((one) => one.source ?? []);
  return {
    ...first,
    ...(source === undefined ? {} : { source }),
    ...(otherSources.length === 0 ? {} : { otherSources }),
  };
}

/**
 * What other groups could make of it is no hazard where none of today does. Where nobody knows what is on
 * the interfaces it is one if a rule of ours lets the traffic in; not if a drop goes that others may miss.
 */
function isOfToday({ effect, scopes, causes }: AccessChange): boolean {
  if (effect === 'opens') return true;
  const isUnknown = scopes.some(({ interfaces }) => interfaces === undefined);
  return isUnknown && causes.some((one) => one.change === 'added' && one.rule?.policy === 'accept');
}

/** What lets the traffic in; where nothing new does, what no longer keeps it out. */
function blamed({ causes }: AccessChange): readonly AccessCause[] {
  const added = causes.filter(({ change }) => change === 'added');
  return added.length > 0 ? added : causes;
}

function placeOf({ group, source }: AccessCause): string {
  return JSON.stringify([group, source && formatSource(source)]);
}

export function notAnalysed(group: GroupName): Hazard {
  return {
    code: 'not-analysed',
    group,
    message: `there are too many kinds of traffic in ${group} to tell what opens and what closes`,
  };
}

function never(): never {
  throw new Error('a group of nothing');
}
