// Which traffic a plan opens and closes: on the interfaces of today, on one that is in a group alone,
// and perhaps together with other groups.
import { worstRisk, type PlanAccess } from '../../model/access.ts';
import type { GroupContent } from '../../model/group.ts';
import type { GroupName } from '../../model/group-identity.ts';
import { profilesWith, type PlannedInterfaces } from '../../model/interfaces.ts';
import type { Lists } from '../../model/lists.ts';
import type { Step } from '../../model/step.ts';
import type { GroupStates } from '../order/states.ts';
import type { BlastRadius } from './blast-radius.ts';
import { changesOn, type ScopeChange } from './changes-on.ts';
import { NearChange } from './near-change.ts';
import { mergeChanges } from './merge-changes.ts';
import { riskOf } from './risk.ts';
import { scopesOf } from './scopes.ts';
import { changingGroups, sidesIn } from './sides.ts';
import { accessOfSteps } from './step-access.ts';

export interface AccessFacts {
  /** Which groups sit together, by our names. */
  readonly profiles: PlannedInterfaces;
  readonly blastRadius: BlastRadius;
  /** A group of an interface, with our names for its peers; undefined where it could not be read. */
  readonly groupOf: (name: string) => GroupContent | undefined;
  /** What is in the lists that rules name. */
  readonly lists: Lists;
}

/** `states` are those of the groups that the plan may touch. */
export function planAccess(
  states: readonly GroupStates[],
  steps: readonly Step[],
  { profiles, blastRadius, groupOf, lists }: AccessFacts,
): PlanAccess {
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
  const changes = mergeChanges(found, blastRadius);
  const touched =
    profiles.kind === 'read' ? profilesWith(profiles.profiles, new Set(changing.keys())) : [];
  const touches = blastRadius(touched.map(({ groups }) => groups));
  return {
    risk: incomplete.size > 0 ? 'opens-to-internet' : worstRisk(changes.map(riskOf)),
    incomplete: [...incomplete].sort(),
    ...(touches === undefined ? {} : { touches }),
    changes,
    steps: accessOfSteps([...changing.values()], { steps, alone, lists }),
  };
}
