// From where the groups of a plan are now back to where it began, wherever on its path it stopped.
import type { GroupContent } from '../model/group.ts';
import { withoutMarks, type GroupName } from '../model/group-identity.ts';
import { ownedNames, withPeerNames, type LiveState, type NamesById } from '../model/live.ts';
import { membersIn, placesOf, type MemberId } from '../model/member.ts';
import { movedIn, replacedIn } from '../model/moves.ts';
import type { Note, Plan, PlanId, PlannedGroup } from '../model/plan.ts';
import { withoutMembers } from '../model/predict.ts';
import { shownResourceGroup } from '../model/resource-group.ts';
import type { DesiredState } from '../model/target.ts';
import { factsOf } from './facts.ts';
import { movedSince, stayingAsNow } from './members/moved-since.ts';
import type { GroupStates } from './order/states.ts';
import { frameOf, type FrameOptions } from './plan-document.ts';
import { sortLive } from './sort-live.ts';
import { undoOf } from './undo-plan.ts';

export interface PlanBackOptions extends FrameOptions {
  /** Fresh: this is another plan than the way back that the saved plan carries. */
  readonly id: PlanId;
}

/** `saved` says what each of its groups was; `asRead` has those of them that are there. */
export function planBack(
  saved: Plan,
  place: Pick<DesiredState, 'owner' | 'target' | 'quotas' | 'limits'>,
  asRead: LiveState,
  options: PlanBackOptions,
): Plan {
  const live = sortLive(asRead);
  const entries = Object.entries(saved.groups) as [GroupName, PlannedGroup][];
  // Also what is not ours by its tags, since the plan lets go of it, or has not adopted it yet.
  const known = entries.flatMap(([name, { id }]) =>
    id === undefined ? [] : [[id, name] as const],
  );
  const owned = ownedNames(live.listed, { owner: place.owner, vpc: place.target.vpc });
  const names: NamesById = new Map([...owned, ...known]);
  const now = new Map(live.groups.map((group) => [names.get(group.id), group] as const));
  const interfaces = live.interfaces.kind === 'read' ? live.interfaces.all : [];
  const [moved, replaced] = [movedIn(saved.steps), replacedIn(saved.steps)];
  const isKnown = live.interfaces.kind === 'read';
  const staying = isKnown
    ? movedSince(saved.steps, interfaces, { listed: live.listed, names })
    : new Set<MemberId>();
  // Where nobody may know who is where, nobody is moved back.
  const then = (content: GroupContent | undefined, now: GroupContent | undefined) => {
    if (content === undefined) return undefined;
    return isKnown ? stayingAsNow(content, now ?? {}, staying) : withoutMembers(content);
  };
  const states = entries.flatMap(([group, { content, resourceGroups }]): GroupStates[] => {
    const found = now.get(group);
    // It was to be made, and was not.
    if (found === undefined && content === undefined) return [];
    const is = found && {
      ...withPeerNames({ ...found, tags: withoutMarks(found.tags) }, names),
      ...membersIn(found.id, interfaces, moved.get(group) ?? new Set()),
      ...placesOf(replaced.get(group) ?? new Set(), interfaces, names),
      ...(resourceGroups && shownResourceGroup(found)),
    };
    return [{ group, id: found?.id, before: then(content, is), path: [is] }];
  });
  const frame = frameOf(place, live, options);
  const { limits = {} } = place;
  const facts = factsOf(place, live, names);
  const back = undoOf(saved.id, frame, states, { facts, limits, before: frame.read });
  const notes = [...staying].toSorted().map(notMovedBack);
  return { ...back, id: options.id, notes: [...back.notes, ...notes] };
}

function notMovedBack(member: MemberId): Note {
  const message = `${member} stays where it is: it is not where the plan put it, or it is gone`;
  return { code: 'not-restored', message };
}
