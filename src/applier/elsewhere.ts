// Right before all groups of an interface are written anew: whether it is still in those that the plan knows.
//
// The call writes the whole list, so a group that somebody else has added meanwhile would be lost. The time
// between this read and the call is all that is left for that to happen unseen.
import type { GroupId, GroupName } from '../model/group-identity.ts';
import { groupsOf } from '../model/member.ts';
import type { ReplaceGroups, Step } from '../model/step.ts';
import { readMember } from '../cloud/read-interfaces.ts';
import type { Read } from '../cloud/read-pages.ts';
import type { UnverifiedGroup } from './events.ts';
import type { Run } from './run.ts';

/** What to tell where it is in other groups, and not where the step puts it either. */
export async function elsewhere(
  step: Step & ReplaceGroups,
  { progress, send }: Run,
): Promise<Read<UnverifiedGroup | undefined>> {
  const { group, member, from, to } = step;
  const { vpc } = progress.plan.target;
  const read = await readMember(send, vpc, member);
  if (!read.ok) return read;
  const found = read.value === undefined ? [] : groupsOf(read.value, namesOf(progress.ids));
  const isKnown = [from, to].some((names) => names.join(' ') === found.join(' '));
  if (isKnown) return { ok: true, value: undefined };
  const difference = { kind: 'memberElsewhere', member, expected: from, found } as const;
  const id = progress.idOf(group);
  return { ok: true, value: { group, id, why: 'changed', differences: [difference] } };
}

function namesOf(ids: ReadonlyMap<GroupName, GroupId>): ReadonlyMap<GroupId, GroupName> {
  return new Map([...ids].map(([name, id]) => [id, name]));
}
