// What a reader of a plan should know, though nobody needs to consent to it.
import type { ListedGroup, LiveGroup, PresentGroup, ReleasedGroup } from '../../model/group.ts';
import { ownedName, type GroupName } from '../../model/group-identity.ts';
import type { Interfaces } from '../../model/interfaces.ts';
import { listsNamedBy, type Lists } from '../../model/lists.ts';
import type { LiveState } from '../../model/live.ts';
import type { Note } from '../../model/plan.ts';
import { directions, type Rule } from '../../model/rule.ts';
import type { Source } from '../../model/source.ts';
import type { PlannedRule } from '../../model/step.ts';
import type { WantedEdit } from '../order/order.ts';
import { endOf, type GroupStates } from '../order/states.ts';

/** Groups that carry our tags and stand in no file, and other people's that are called like ours. */
export function estateNotes(
  {
    orphans,
    namesakes,
  }: {
    readonly orphans: readonly ListedGroup[];
    readonly namesakes: readonly ListedGroup[];
  },
  owner: string,
): readonly Note[] {
  return [
    ...orphans.map(({ id, tags }): Note => {
      const name = ownedName(tags, owner) ?? '';
      const advice = 'write a file for it, or one that says `state: absent`; with --prune it goes';
      return {
        code: 'orphan',
        message: `${name} (${id}) is ours and stands in no file; ${advice}`,
      };
    }),
    ...namesakes.map(({ id, cloudName }): Note => {
      const message = `${id} is called "${cloudName}" too and is not ours; it is left alone`;
      return { code: 'same-name', message };
    }),
  ];
}

/** What was not written is not ours, and is left as it is. */
export function notManagedNotes(desired: PresentGroup): readonly Note[] {
  const left = directions.filter((direction) => desired[direction] === undefined);
  if (left.length === 0) return [];
  const [are, they, stay] = left.length > 1 ? ['are', 'they', 'stay'] : ['is', 'it', 'stays'];
  const message = `${left.join(' and ')} of ${desired.name} ${are} not written, so ${they} ${stay}`;
  return [{ code: 'not-managed', group: desired.name, source: desired.source, message }];
}

/** Of a group whose rules are additive. */
export function keptNotes({ name, source }: PresentGroup, kept: readonly Rule[]): readonly Note[] {
  if (kept.length === 0) return [];
  const what = kept.length === 1 ? '1 rule' : `${kept.length} rules`;
  const [are, stay] = kept.length === 1 ? ['is', 'stays'] : ['are', 'stay'];
  const message = `${what} of ${name} ${are} not written and ${stay}, since its rules are additive`;
  return [{ code: 'not-written', group: name, source, message }];
}

/** Two tags go, and it is not plain from them what that means. */
export function releasedNotes({ name, source }: ReleasedGroup, live: LiveGroup): readonly Note[] {
  const message = `${name} (${live.id}) is let go: all its rules stay, and no plan touches it any more`;
  return [{ code: 'released', group: name, source, message }];
}

/** The cloud keeps such a block as it was sent; it matches what the masked block matches. */
export function hostBitsNotes({ name }: PresentGroup, live: LiveGroup): readonly Note[] {
  const stored = new Set(live.rules.flatMap(({ storedPeer }) => storedPeer ?? []));
  return [...stored].toSorted().map((peer): Note => {
    const message = `a live rule of ${name} has the peer ${peer}, with bits after its prefix`;
    return { code: 'host-bits', group: name, message };
  });
}

export function descriptionKeptNote(
  { name }: PresentGroup,
  [written, live]: readonly [PlannedRule, Rule],
): Note {
  const kept = `the description ${JSON.stringify(live.description)} stays`;
  return {
    code: 'description-kept',
    group: name,
    ...(written.source ? { source: written.source } : {}),
    message: `${kept} on a rule of ${name}: the API cannot clear it in place; write another one, or leave \`description\` out`,
  };
}

/** The same limit of the API holds for the description of a group. */
export function groupDescriptionKeptNotes(
  { name, description, source }: PresentGroup,
  live: LiveGroup,
): readonly Note[] {
  if (description !== '' || live.description === '') return [];
  const message = `the description of ${name} stays: the API cannot clear it in place; write another one, or leave \`description\` out`;
  return [{ code: 'description-kept', group: name, source, message }];
}

/**
 * Where nobody knows who sits where, calls are kept apart that need not be; it makes no difference
 * where no rules change of a group that is there.
 */
export function interfacesNotes(
  interfaces: Interfaces,
  changes: readonly { readonly live: unknown; readonly ordered: readonly unknown[] }[],
): readonly Note[] {
  const isFelt = changes.some(({ live, ordered }) => live !== undefined && ordered.length > 0);
  if (interfaces.kind === 'read' || !isFelt) return [];
  const message = `who is in which group is not known (${interfaces.why}), so all groups of one type are taken to meet`;
  return [{ code: 'interfaces-unknown', message }];
}

/** What opens and closes is said of somebody in these lists, who may be anybody. */
export function unknownListsNotes(states: readonly GroupStates[], lists: Lists): readonly Note[] {
  const touched = states.filter(({ path }) => path.length > 0);
  const contents = touched.flatMap((state) => [state.before, endOf(state)]);
  const named = listsNamedBy(contents.flatMap((content) => content?.rules ?? []));
  const unknown = [
    ...named.prefixLists.filter((id) => !lists.prefixLists.has(id)),
    ...named.portLists.filter((id) => !lists.portLists.has(id)),
  ];
  if (unknown.length === 0) return [];
  const message = `what is in ${unknown.join(', ')} could not be read: that it opens something to the internet would not be seen`;
  return [{ code: 'lists-unknown', message }];
}

/** The cloud may refuse these deletions for reasons that these credentials may not see. */
export function deletionNotes(
  leaving: readonly { readonly group: GroupName; readonly source: Source | undefined }[],
  { interfaces, references }: Pick<LiveState, 'interfaces' | 'references'>,
): readonly Note[] {
  return leaving.flatMap(({ group, source }): Note[] => {
    const unknown = [
      ...(interfaces.kind === 'read' ? [] : [[`whether anything is in ${group}`, interfaces.why]]),
      ...(references.kind === 'read' ? [] : [[`who else refers to ${group}`, references.why]]),
    ];
    return unknown.map(([what = '', why = '']) => {
      return {
        code: 'deletion-unknown',
        group,
        ...(source ? { source } : {}),
        message: `${what} is not known: ${why}`,
      };
    });
  });
}

/** Where the quotas leave no room for the twins that would let a rule be made anew. */
export function notRecreatedNotes(edits: readonly WantedEdit[]): readonly Note[] {
  return edits.flatMap(({ group, edit }): Note[] => {
    if (edit.kind !== 'recreate') return [];
    const { source } = edit.after;
    const kept = `the description ${JSON.stringify(edit.before.description ?? '')} stays`;
    const message = `${kept} on a rule of ${group}: there is no room in its quota to make it anew`;
    return [{ code: 'description-kept', group, ...(source ? { source } : {}), message }];
  });
}
