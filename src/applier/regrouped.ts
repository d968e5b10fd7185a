// Whether the groups of a plan still sit on interfaces together with the groups that it was made for.
// The order of its steps is safe for those sets: on another one, rules might meet that it kept apart.
import type { GroupId, GroupName } from '../model/group-identity.ts';
import {
  profilesOf,
  profilesWith,
  type InterfaceProfile,
  type NetworkInterface,
} from '../model/interfaces.ts';
import { groupsOf, memberIdOf } from '../model/member.ts';
import { groupsOfSteps, isMemberStep } from '../model/moves.ts';
import type { Plan } from '../model/plan.ts';
import type { Step } from '../model/step.ts';
import { unreachable } from '../model/unreachable.ts';
import type { StaleGroup } from './events.ts';

/** The groups for which it matters who is on their interfaces, while these steps are still to do. */
export function groupsFelt(steps: readonly Step[]): ReadonlySet<GroupName> {
  return groupsOfSteps(steps.filter(isFelt));
}

/** Those of the groups that now sit with other groups than the plan says; how often is no matter. */
export function regrouped(
  { interfaces }: Pick<Plan, 'interfaces'>,
  groups: ReadonlySet<GroupName>,
  now: {
    readonly interfaces: readonly NetworkInterface[];
    readonly ids: ReadonlyMap<GroupName, GroupId>;
  },
): readonly StaleGroup[] {
  if (interfaces.kind === 'unreadable') return [];
  const names = new Map([...now.ids].map(([name, id]) => [id, name]));
  const profiles = profilesOf(now.interfaces, names);
  return [...groups].flatMap((group): StaleGroup[] => {
    const isSame = companyOf(group, interfaces.profiles) === companyOf(group, profiles);
    return isSame ? [] : [{ group, id: now.ids.get(group), why: 'interfaces', differences: [] }];
  });
}

/** The groups of steps whose member is not where it was, or is in other groups than it was. */
export function movedElsewhere(
  steps: readonly Step[],
  now: {
    readonly interfaces: readonly NetworkInterface[];
    readonly ids: ReadonlyMap<GroupName, GroupId>;
  },
): readonly StaleGroup[] {
  const names = new Map([...now.ids].map(([name, id]) => [id, name]));
  const inGroups = new Map(
    now.interfaces.map((one) => [memberIdOf(one), JSON.stringify(groupsOf(one, names))] as const),
  );
  const moved = steps.filter(isMemberStep).filter(({ member, from }) => {
    return inGroups.get(member) !== JSON.stringify(from);
  });
  return [...new Set(moved.map(({ group }) => group))].map((group) => {
    return { group, id: now.ids.get(group), why: 'interfaces', differences: [] };
  });
}

/** All sets that a group is in, as a text. Profiles come sorted. */
function companyOf(group: GroupName, profiles: readonly InterfaceProfile[]): string {
  return JSON.stringify(profilesWith(profiles, new Set([group])).map(({ groups }) => groups));
}

/** A deletion is refused as soon as something is in the group, after all else has been done. */
function isFelt(step: Step): boolean {
  switch (step.kind) {
    case 'authorize':
    case 'modifyRule':
    case 'revoke':
    case 'modifyInnerAccessPolicy':
    case 'joinGroup':
    case 'leaveGroup':
    case 'replaceGroups':
    case 'deleteGroup':
      return true;
    case 'createGroup':
    case 'tagGroup':
    case 'untagGroup':
    case 'modifyGroup':
    case 'joinResourceGroup':
      return false;
    default:
      return unreachable(step);
  }
}
