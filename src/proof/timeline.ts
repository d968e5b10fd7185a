// A plan on a model: which rule of which group is in force from when until when.
//
// Nothing here knows how the steps were ordered, or why. An operation is the least that the cloud
// does at once: one rule more, one rule less, or one rule turned into another.
import { assert } from '../model/assert.ts';
import type { GroupContent } from '../model/group.ts';
import type { GroupName } from '../model/group-identity.ts';
import { rankOf, sameContent, type Policy, type Rule } from '../model/rule.ts';
import type { Step } from '../model/step.ts';
import type { Matcher } from '../reach/packet-classes.ts';

export interface Presence {
  readonly group: GroupName;
  readonly matcher: Matcher;
  readonly rank: number;
  readonly policy: Policy;
  /** Whether it is in force before the first step, and after the last. */
  readonly isBefore: boolean;
  isAfter: boolean;
}

export interface Operation {
  readonly wave: number;
  /** Index of the step in the plan. */
  readonly step: number;
  readonly takes: Presence | undefined;
  readonly gives: Presence | undefined;
}

export interface Timeline {
  /** What comes or goes at some time. */
  readonly changed: readonly Presence[];
  readonly operations: readonly Operation[];
  /** What a group has from beginning to end; made when asked for, as an estate has much of it. */
  readonly stays: (group: GroupName) => readonly Presence[];
}

/** An inner access policy that accepts stands before every rule: the smallest rank is 2. */
const innerRank = 1;

/** Throws where a step changes what is not there: such a plan is a bug. */
export function timelineOf(
  groups: ReadonlyMap<GroupName, GroupContent>,
  steps: readonly Step[],
): Timeline {
  const line = new TimelineBuilder(groups);
  for (const [index, step] of steps.entries()) if (groups.has(step.group)) line.run(step, index);
  const { changed, operations } = line;
  return { changed, operations, stays: (group) => line.stays(group) };
}

class TimelineBuilder {
  readonly changed: Presence[] = [];
  readonly operations: Operation[] = [];
  readonly #groups: ReadonlyMap<GroupName, GroupContent>;
  /** What a group had at first and no step has taken so far, of groups that steps take from. */
  readonly #left = new Map<GroupName, Matcher[]>();
  /** What steps have given so far, and none has taken. */
  readonly #given = new Map<GroupName, Presence[]>();

  constructor(groups: ReadonlyMap<GroupName, GroupContent>) {
    this.#groups = groups;
  }

  stays(group: GroupName): readonly Presence[] {
    return this.#leftOf(group).map((matcher) => {
      return { ...presenceOf(group, matcher), isBefore: true, isAfter: true };
    });
  }

  run(step: Step, index: number): void {
    const { group, wave } = step;
    const at = { wave, step: index };
    switch (step.kind) {
      case 'authorize':
        for (const rule of step.rules) {
          const gives = this.#give(group, rule);
          this.operations.push({ ...at, takes: undefined, gives });
        }
        return;
      case 'revoke':
        for (const rule of step.rules) {
          this.operations.push({ ...at, takes: this.#end(group, rule, step), gives: undefined });
        }
        return;
      case 'modifyRule': {
        const takes = this.#end(group, step.before, step);
        const gives = this.#give(group, step.after);
        this.operations.push({ ...at, takes, gives });
        return;
      }
      case 'modifyInnerAccessPolicy':
        if (step.after === 'accept') {
          const gives = this.#give(group, { inside: group });
          this.operations.push({ ...at, takes: undefined, gives });
        } else {
          this.operations.push({ ...at, takes: this.#endInner(group, step), gives: undefined });
        }
        return;
      case 'deleteGroup':
      case 'createGroup':
      case 'tagGroup':
      case 'untagGroup':
      case 'modifyGroup':
      case 'joinResourceGroup':
      case 'joinGroup':
      case 'leaveGroup':
      case 'replaceGroups':
        return;
    }
  }

  #give(group: GroupName, matcher: Matcher): Presence {
    const presence = { ...presenceOf(group, matcher), isBefore: false, isAfter: true };
    this.changed.push(presence);
    const given = this.#given.get(group);
    if (given === undefined) this.#given.set(group, [presence]);
    else given.push(presence);
    return presence;
  }

  #end(group: GroupName, rule: Rule, step: Step): Presence {
    return this.#take(group, step, (matcher) => !isInside(matcher) && sameContent(matcher, rule));
  }

  #endInner(group: GroupName, step: Step): Presence {
    return this.#take(group, step, isInside);
  }

  /** The first of them: of equal rules it does not matter which. */
  #take(group: GroupName, { id, kind }: Step, isIt: (matcher: Matcher) => boolean): Presence {
    const given = this.#given.get(group) ?? [];
    const late = given.findIndex(({ matcher }) => isIt(matcher));
    const [presence] = late < 0 ? [] : given.splice(late, 1);
    if (presence !== undefined) {
      presence.isAfter = false;
      return presence;
    }
    const left = this.#leftOf(group);
    const index = left.findIndex(isIt);
    const [matcher] = index < 0 ? [] : left.splice(index, 1);
    assert(matcher !== undefined, `step ${id} (${kind} of ${group}) changes what is not there`);
    const taken = { ...presenceOf(group, matcher), isBefore: true, isAfter: false };
    this.changed.push(taken);
    return taken;
  }

  #leftOf(group: GroupName): Matcher[] {
    const known = this.#left.get(group);
    if (known !== undefined) return known;
    const content = this.#groups.get(group);
    const inner = content?.innerAccessPolicy === 'accept' ? [{ inside: group }] : [];
    const left = [...inner, ...(content?.rules ?? [])];
    this.#left.set(group, left);
    return left;
  }
}

function presenceOf(group: GroupName, matcher: Matcher) {
  if (isInside(matcher)) return { group, matcher, rank: innerRank, policy: 'accept' } as const;
  return { group, matcher, rank: rankOf(matcher), policy: matcher.policy };
}

function isInside(matcher: Matcher): matcher is Exclude<Matcher, Rule> {
  return 'inside' in matcher;
}
