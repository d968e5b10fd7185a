// The states that a plan leads through, wave by wave: what guards and tests look at.
import { groupBy } from '../../model/group-by.ts';
import type { GroupContent } from '../../model/group.ts';
import type { GroupName } from '../../model/group-identity.ts';
import type { Lists } from '../../model/lists.ts';
import { predict } from '../../model/predict.ts';
import type { Step } from '../../model/step.ts';
import type { GroupsAt } from '../../reach/assertion/one-side.ts';
import type { StateGroup } from '../../reach/ends/access-state.ts';
import type { GroupStates } from '../order/states.ts';
import { stateGroup, envelopeOf, type Envelope } from './envelope.ts';

export interface GuardedWave {
  readonly steps: readonly Step[];
  /** Of the groups that its steps touch. */
  readonly groups: ReadonlyMap<string, Envelope>;
  /** The same groups after each of its steps, in their order. */
  readonly after: readonly (readonly [Step, StateGroup | undefined])[];
}

/** `first` has the same groups as `states` before the first step, and knows where rules are written. */
export function guardedWaves(
  states: readonly Pick<GroupStates, 'group' | 'before'>[],
  steps: readonly Step[],
  { first, lists }: { readonly first: GroupsAt; readonly lists: Lists },
): readonly GuardedWave[] {
  const knowing = (group: StateGroup | undefined) => group && { ...group, lists };
  const contents = new Map<GroupName, GroupContent | undefined>(
    states.map(({ group, before }) => {
      const rules = first(group)?.rules ?? before?.rules ?? [];
      return [group, before && { ...before, rules }];
    }),
  );
  return [...groupBy(steps, ({ wave }) => wave).values()].map((inWave) => {
    const groups = new Map<string, Envelope>();
    for (const [group, own] of groupBy(inWave, (step) => step.group)) {
      const { least, most } = envelopeOf(group, contents.get(group), own);
      groups.set(group, { least: knowing(least), most: knowing(most) });
    }
    const after = inWave.map((step) => {
      const content = predict(contents.get(step.group), step);
      contents.set(step.group, content);
      return [step, content && knowing(stateGroup(step.group, content))] as const;
    });
    return { steps: inWave, groups, after };
  });
}

/** A time of a plan, and the steps between which it is. */
export interface GuardedMoment {
  /** `until` is done, or may be; what comes after it is not. */
  readonly from: Step;
  readonly until: Step;
  readonly now: GroupsAt;
}

/**
 * The first moment at which `isBroken`, of those at which one of the groups `names` is otherwise than
 * before. `side`: whether it is looked for where most or where least gets through.
 */
export function firstBroken<Found>(
  waves: readonly GuardedWave[],
  { first, names, side }: { first: GroupsAt; names: ReadonlySet<string>; side: keyof Envelope },
  find: (now: GroupsAt) => Found | undefined,
): { readonly moment: GuardedMoment; readonly found: Found } | undefined {
  const changed = new Map<string, StateGroup | undefined>();
  const current: GroupsAt = (name) => (changed.has(name) ? changed.get(name) : first(name));
  for (const { steps, groups, after } of waves) {
    const isTouched = [...groups.keys()].some((name) => names.has(name));
    const extreme: GroupsAt = (name) => {
      const envelope = groups.get(name);
      return envelope === undefined ? current(name) : envelope[side];
    };
    const inWave = isTouched ? find(extreme) : undefined;
    for (const [step, group] of after) {
      changed.set(step.group, group);
      if (inWave === undefined || !names.has(step.group)) continue;
      const found = find(current);
      if (found !== undefined) return { moment: { from: step, until: step, now: current }, found };
    }
    const [from, until] = [steps[0], steps.at(-1)];
    if (inWave !== undefined && from !== undefined && until !== undefined) {
      return { moment: { from, until, now: extreme }, found: inWave };
    }
  }
  return undefined;
}
