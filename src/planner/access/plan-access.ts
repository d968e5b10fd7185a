// Which traffic a plan opens and closes: on the interfaces of today, on one that is in a group alone,
// and perhaps together with other groups.
import { worstRisk, type AccessScope, type PlanAccess } from '../../model/access.ts';
import type { GroupContent } from '../../model/group.ts';
import type { GroupName } from '../../model/group-identity.ts';
import {
  countsOf,
  profilesWith,
  type InterfaceCounts,
  type Interfaces,
  type NetworkInterface,
  type PlannedInterfaces,
} from '../../model/interfaces.ts';
import type { Lists } from '../../model/lists.ts';
import type { NamesById } from '../../model/live.ts';
import { groupsOf, memberIdOf } from '../../model/member.ts';
import { movesOf, type Move } from '../../model/moves.ts';
import type { Step } from '../../model/step.ts';
import type { GroupStates } from '../order/states.ts';
import type { BlastRadius } from './blast-radius.ts';
import { changesOn, type ScopeChange } from './changes-on.ts';
import { NearChange } from './near-change.ts';
import { mergeChanges } from './merge-changes.ts';
import { riskOf } from './risk.ts';
import { scopesOf } from './scopes.ts';
import { movingScopes, staying } from './moving.ts';
import { changingGroups, sidesIn, sidesOn } from './sides.ts';
import { accessOfSteps } from './step-access.ts';

export interface AccessFacts {
  /** Which groups sit together, by our names. */
  readonly profiles: PlannedInterfaces;
  readonly blastRadius: BlastRadius;
  /** As read, and our names for groups: of who moves. */
  readonly interfaces: Interfaces;
  readonly names: NamesById;
  /** A group of an interface, with our names for its peers; undefined where it could not be read. */
  readonly groupOf: (name: string) => GroupContent | undefined;
  /** What is in the lists that rules name. */
  readonly lists: Lists;
}

/** `states` are those of the groups that the plan may touch. */
export function planAccess(
  states: readonly GroupStates[],
  steps: readonly Step[],
  facts: AccessFacts,
): PlanAccess {
  const { blastRadius, groupOf, interfaces, lists } = facts;
  const moves = movesOf(steps);
  const profiles = staying(moves, facts);
  const changing = changingGroups(states);
  const isKnown = (name: string) => changing.has(name) || groupOf(name) !== undefined;
  const sidesOf = sidesIn(states, groupOf);
  const found: ScopeChange[] = [];
  const alone = new Map<string, readonly ScopeChange[]>();
  const incomplete = new Set<GroupName>();
  for (const scope of scopesOf(new Set(changing.keys()), { profiles, isKnown })) {
    const [name = '', ...others] = scope.groups;
    // Most groups change in a rule or two of hundreds: the others need not be looked at more closely.
    const near = new NearChange();
    const isAlone = others.length === 0;
    const sidesHere = isAlone ? (one: string) => near.of(sidesOf(one)) : sidesOf;
    const changes = changesOn(scope, sidesHere, { lists });
    if (changes !== undefined) {
      found.push(...changes);
      if (isAlone) alone.set(name, changes);
    } else for (const one of scope.groups) if (changing.has(one)) incomplete.add(one as GroupName);
  }
  for (const scope of movingScopes(moves, { interfaces })) {
    const isRead = scope.groups.every(isKnown);
    const changes = isRead ? changesOn(scope, sidesOn(scope, sidesOf), { lists }) : undefined;
    if (changes !== undefined) found.push(...changes);
    else for (const name of placesOf(scope)) incomplete.add(name as GroupName);
  }
  const changes = mergeChanges(found, blastRadius);
  const touches = touchedBy(new Set(changing.keys()), moves, facts);
  return {
    risk: incomplete.size > 0 ? 'opens-to-internet' : worstRisk(changes.map(riskOf)),
    incomplete: [...incomplete].sort(),
    ...(touches === undefined ? {} : { touches }),
    changes,
    steps: accessOfSteps([...changing.values()], { steps, alone, lists }),
  };
}

/** The groups that the interfaces join or leave. */
function placesOf({ moves }: AccessScope): readonly string[] {
  return [...(moves?.joins ?? []), ...(moves?.leaves ?? [])];
}

/** All that is in a group with other access, or moves. */
function touchedBy(
  changing: ReadonlySet<string>,
  moves: readonly Move[],
  { profiles, blastRadius, interfaces, names }: AccessFacts,
): InterfaceCounts | undefined {
  if (moves.length === 0 || interfaces.kind === 'unreadable') {
    const touched = profiles.kind === 'read' ? profilesWith(profiles.profiles, changing) : [];
    return blastRadius(touched.map(({ groups }) => groups));
  }
  const moved = new Set(moves.map(({ member }) => member));
  const isIn = (one: NetworkInterface) => groupsOf(one, names).some((name) => changing.has(name));
  return countsOf(interfaces.all.filter((one) => moved.has(memberIdOf(one)) || isIn(one)));
}
