// What a reader of a plan should know, though nobody needs to consent to it.
import type { ListedGroup, LiveGroup, PresentGroup } from '../model/group.ts';
import { ownedName } from '../model/group-identity.ts';
import type { Note } from '../model/plan.ts';
import { directions, type LiveRule, type WrittenRule } from '../model/rule.ts';

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
      const advice = 'write a file for it, or one that says `state: absent`';
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
  [written, live]: readonly [WrittenRule, LiveRule],
): Note {
  const kept = `the description ${JSON.stringify(live.description)} stays`;
  return {
    code: 'description-kept',
    group: name,
    source: written.source,
    message: `${kept} on a rule of ${name}: the API cannot clear it in place`,
  };
}

/** The same limit of the API holds for the description of a group. */
export function groupDescriptionKeptNotes(
  { name, description, source }: PresentGroup,
  live: LiveGroup,
): readonly Note[] {
  if (description !== '' || live.description === '') return [];
  const message = `the description of ${name} stays: the API cannot clear it in place`;
  return [{ code: 'description-kept', group: name, source, message }];
}
