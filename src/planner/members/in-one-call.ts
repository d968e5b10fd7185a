// Interfaces that cannot join before they leave: one call gives each of them all of its groups anew.
//
// Such a call writes the whole list, so that a group which somebody else adds between the read of the
// list and the call is lost. It is made only where a call for each group cannot do: where the interface
// would for a moment be in groups of two types, or over a quota.
import { groupBy } from '../../model/group-by.ts';
import type { GroupContent } from '../../model/group.ts';
import type { GroupName } from '../../model/group-identity.ts';
import type { MemberId } from '../../model/member.ts';
import { weightOf, type ListSizes } from '../../model/quota.ts';
import type { ReplaceGroups } from '../../model/step.ts';
import type { ArrangeFacts, ChangeOfGroup } from '../order/arrange.ts';
import type { MemberEdit } from './member-edits.ts';
import { fitTogether, type TogetherFacts } from './together.ts';

/** The same changes, in their order. */
export function inOneCall(
  changes: readonly ChangeOfGroup[],
  facts: Pick<ArrangeFacts, 'groupOf' | 'quotas' | 'listSizes' | 'weightOf'>,
): readonly ChangeOfGroup[] {
  const edits = changes.flatMap(({ name, memberEdits }) =>
    memberEdits.map((edit) => ({ group: name, edit })),
  );
  const replaced = replacements(edits, () => togetherFacts(changes, facts));
  if (replaced.length === 0) return changes;
  const members = new Set(replaced.map(({ edit }) => edit.member));
  return changes.map((change) => {
    const own = replaced.flatMap(({ group, edit }) => (group === change.name ? [edit] : []));
    const others = change.memberEdits.filter(({ member }) => !members.has(member));
    const { live } = change;
    const memberEdits = [...others, ...own];
    return { ...change, memberEdits, live: live && beginningWith(live, members, own) };
  });
}

interface EditOfMember<Edit extends MemberEdit = MemberEdit> {
  readonly group: GroupName;
  readonly edit: Edit;
}

/** Each under the first group that the interface leaves: that one is there before the plan and after it. */
function replacements(
  edits: readonly EditOfMember[],
  facts: () => TogetherFacts,
): readonly EditOfMember<ReplaceGroups>[] {
  const byMember = groupBy(edits, ({ edit }) => edit.member);
  return [...byMember].flatMap(([member, own]): EditOfMember<ReplaceGroups>[] => {
    const of = (kind: MemberEdit['kind']) =>
      own.flatMap(({ group, edit }) => (edit.kind === kind ? [group] : [])).toSorted();
    const [joins, leaves] = [of('joinGroup'), of('leaveGroup')];
    const [group] = leaves;
    const from = own[0]?.edit.from ?? [];
    if (group === undefined || joins.length === 0) return [];
    const all = [...new Set([...from, ...joins])].toSorted();
    if (fitTogether(all, facts())) return [];
    const to = all.filter((name) => !leaves.includes(name as GroupName));
    return [{ group, edit: { kind: 'replaceGroups', member, from, to } }];
  });
}

/** What is a part of the group's content is in which groups they are, and no more that they are in it. */
function beginningWith<Live extends GroupContent>(
  live: Live,
  replaced: ReadonlySet<MemberId>,
  own: readonly ReplaceGroups[],
): Live {
  const { members, places, ...others } = live;
  const left = members?.filter((member) => !replaced.has(member)) ?? [];
  const there = Object.entries({
    ...places,
    ...Object.fromEntries(own.map(({ member, from }) => [member, from] as const)),
  }).toSorted();
  return {
    ...(others as Live),
    ...(left.length === 0 ? {} : { members: left }),
    ...(there.length === 0 ? {} : { places: Object.fromEntries(there) }),
  };
}

/** With the rules that groups have once all rules are as they should be: members move after that. */
function togetherFacts(
  changes: readonly ChangeOfGroup[],
  { groupOf, quotas, listSizes, weightOf: weightNow }: Parameters<typeof inOneCall>[1],
): TogetherFacts {
  const byName = new Map(changes.map((change) => [change.name as string, change]));
  return {
    quotas,
    typeOf: (name) => {
      const change = byName.get(name);
      const made = change?.groupEdits.find((edit) => edit.kind === 'createGroup');
      return change?.live?.type ?? made?.type ?? groupOf(name)?.type;
    },
    weightOf: (name) => {
      const change = byName.get(name);
      return change === undefined ? weightNow(name) : weightAtEnd(change, listSizes);
    },
  };
}

function weightAtEnd({ live, ordered }: ChangeOfGroup, sizes: ListSizes): number {
  const begin = live?.rules.reduce((sum, rule) => sum + weightOf(rule, sizes), 0) ?? 0;
  return ordered.reduce((sum, { edit }) => {
    if (edit.kind === 'modifyInnerAccessPolicy') return sum;
    const gone = edit.kind === 'authorize' ? 0 : weightOf(edit.before, sizes);
    const come = edit.kind === 'revoke' ? 0 : weightOf(edit.after, sizes);
    return sum - gone + come;
  }, begin);
}
