// Which kinds of traffic a plan takes from everybody on interfaces that are in use. Own members of a
// group do not count: those of one that accepts traffic inside pass each other whatever its rules say.
import type { AccessChange, PlanAccess } from '../../model/access.ts';
import type { GroupName } from '../../model/group-identity.ts';
import type { Lists } from '../../model/lists.ts';
import type { PlannedRule } from '../../model/step.ts';
import { withoutOwnMembers } from '../../model/traffic-set-text.ts';
import type { TrafficSet } from '../../model/traffic-window.ts';
import { cuts } from '../../reach/access/cuts.ts';
import { isLargePartOfInternet } from '../../reach/access/public-addresses.ts';
import type { GroupStates } from '../order/states.ts';
import { Changed } from './causes.ts';
import { accessGroups, type ScopeChange, type SidesOfGroup } from './changes-on.ts';
import { closingOn, type Closing } from './closing.ts';
import { mergeChanges } from './merge-changes.ts';
import type { AccessFacts } from './plan-access.ts';
import { changingGroups, sidesIn, sidesOn } from './sides.ts';

export interface PlanCuts {
  readonly cuts: readonly AccessChange[];
  /** Groups that there are too many classes of packets to say it of. */
  readonly incomplete: readonly GroupName[];
}

/** `access` is what the plan with these states does: only where something closes is there anything to find. */
export function planCuts(
  states: readonly GroupStates[],
  { changes }: Pick<PlanAccess, 'changes'>,
  { blastRadius, groupOf, lists }: Pick<AccessFacts, 'blastRadius' | 'groupOf' | 'lists'>,
): PlanCuts {
  const changing = changingGroups(states);
  const sidesOf = sidesIn(states, groupOf);
  const found: ScopeChange[] = [];
  const incomplete = new Set<string>();
  for (const closing of closingOn(changes)) {
    const { scope } = closing;
    const here = cutsOn(closing, sidesOf, lists);
    if (here !== undefined) found.push(...here);
    else
      for (const name of scope.groups) if (scope.moves || changing.has(name)) incomplete.add(name);
  }
  return {
    cuts: mergeChanges(found, blastRadius),
    incomplete: [...incomplete].sort() as GroupName[],
  };
}

/** Undefined where it is too much to tell. */
function cutsOn(
  { scope, direction, closed }: Closing,
  sidesOf: (name: string) => SidesOfGroup,
  lists: Lists,
): readonly ScopeChange[] | undefined {
  const sides = scope.groups.map((name) => ({ name, ...sidesOn(scope, sidesOf)(name) }));
  // A group that goes is on no interface by then, or stays.
  const comesOrGoes = sides.some((side) => side.before === undefined || side.after === undefined);
  if (scope.moves === undefined && comesOrGoes) return [];
  const { before, after } = accessGroups(sides, lists);
  const answer = cuts<PlannedRule>(
    { before, after },
    { direction, counted: closed.map((set) => kindOf(set, scope.groups)) },
  );
  if (answer.kind === 'incomplete') return undefined;
  if (answer.cut.length === 0) return [];
  const changed = new Changed(before, after);
  return answer.cut.map(({ traffic, publicAddresses, ...deciders }) => ({
    effect: 'closes',
    traffic: withoutOwnMembers(traffic, scope.groups),
    internet: isLargePartOfInternet(publicAddresses),
    scope,
    causes: changed.causesOf(deciders),
  }));
}

/** Its protocols and ports, from or to whoever is not in these groups. */
function kindOf({ direction, protocols, ports }: TrafficSet, own: readonly string[]): TrafficSet {
  return { direction, protocols, ...(ports === undefined ? {} : { ports }), without: own };
}
