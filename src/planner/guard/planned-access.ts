// What a plan leads through, as assertions look at it.
import { groupBy } from '../../model/group-by.ts';
import { withPeerName, type LiveState, type NamesById } from '../../model/live.ts';
import { isMemberStep } from '../../model/moves.ts';
import type { Step } from '../../model/step.ts';
import type { DesiredState } from '../../model/target.ts';
import type { AccessState } from '../../reach/ends/access-state.ts';
import { liveAccess } from '../../reach/ends/live-access.ts';
import { unreadGroups } from '../../reach/ends/unread-groups.ts';
import { withObservedNames } from '../claims/claims.ts';
import { endOf, type GroupStates } from '../order/states.ts';
import { guardedWaves } from './guarded-waves.ts';
import { interfacesWhen } from '../facts.ts';
import type { MovedState, PlannedAccess } from './judge-planned.ts';

/** `names` are those that the plan calls live groups by, of adopted ones too. */
export function plannedAccess(
  { states, steps }: { readonly states: readonly GroupStates[]; readonly steps: readonly Step[] },
  options: {
    readonly desired: DesiredState;
    readonly live: LiveState;
    readonly names: NamesById;
  },
): PlannedAccess {
  const { desired, live } = options;
  const names = withObservedNames(options.names, desired);
  const around = { desired, names, networks: new Map() };
  const before = new Map(states.map((state) => [state.group, state.before]));
  const begin = { ...live, interfaces: interfacesWhen('before', live, steps, names) };
  const first = { ...liveAccess(begin, { ...around, planned: before }), kind: 'live' as const };
  const planned = new Map(states.map((state) => [state.group, endOf(state)]));
  const at = (done: readonly Step[]) =>
    liveAccess(
      { ...live, interfaces: interfacesWhen('after', begin, done, names) },
      { ...around, planned },
    );
  const inPlace = at([]);
  const touched = states.filter(({ path }) => path.length > 0);
  const moving = steps.filter(isMemberStep);
  const moved = [...groupBy(moving, ({ wave }) => wave)].flatMap(([wave, own]) =>
    movedState(own, at(moving.filter((step) => step.wave <= wave))),
  );
  const named = steps.map((step) => withNames(step, names));
  const last = moved.at(-1)?.state ?? inPlace;
  return {
    unread: unreadGroups([first, inPlace, last]),
    first,
    inPlace,
    last,
    moved,
    waves: guardedWaves(touched, named, {
      first: (name) => first.groups.get(name),
      lists: live.lists,
    }),
  };
}

/** Groups whose states are compared are called alike. */
function withNames(step: Step, names: NamesById): Step {
  switch (step.kind) {
    case 'authorize':
      return { ...step, rules: step.rules.map((rule) => withPeerName(rule, names)) };
    case 'revoke':
      return { ...step, rules: step.rules.map((rule) => withPeerName(rule, names)) };
    case 'modifyRule':
      return {
        ...step,
        before: withPeerName(step.before, names),
        after: withPeerName(step.after, names),
      };
    default:
      return step;
  }
}

function movedState(steps: readonly Step[], state: AccessState): readonly MovedState[] {
  const [from, until] = [steps[0]?.id, steps.at(-1)?.id];
  return from === undefined || until === undefined ? [] : [{ state, steps: { from, until } }];
}
