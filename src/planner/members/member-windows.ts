// Traffic that is decided otherwise for a while, on interfaces that move, than before and after.
//
// Rules change first, then each interface joins, then it leaves. Of any groups on an interface the strongest rule
// decides, so whatever part of several joins is done, some state with one of them alone decides the
// same: these states, and those with one group yet to leave, stand for all. Where no rules change, one
// join and one leave surprise nobody: in between either the groups before or those after decide. Where one
// call replaces all groups of an interface there is no such state, but that after the rules.
import type { AccessScope } from '../../model/access.ts';
import type { GroupContent } from '../../model/group.ts';
import type { GroupName } from '../../model/group-identity.ts';
import type { Hazard } from '../../model/hazard.ts';
import type { Lists } from '../../model/lists.ts';
import { isMemberStep, movesOf } from '../../model/moves.ts';
import { directions } from '../../model/rule.ts';
import type { Step, StepId } from '../../model/step.ts';
import { formatTrafficSet } from '../../model/traffic-set-text.ts';
import type { TrafficSet, TrafficWindow } from '../../model/traffic-window.ts';
import { passingStates } from '../../reach/access/passing-states.ts';
import { accessGroups } from '../access/changes-on.ts';
import { hasOtherAccess } from '../access/has-other-access.ts';
import { movingScopes } from '../access/moving.ts';
import { sidesIn } from '../access/sides.ts';
import type { ArrangeFacts, Arranged } from '../order/arrange.ts';

export interface MemberWindows {
  readonly hazards: readonly Hazard[];
  /** False where there are too many classes of packets to tell. */
  readonly isComplete: boolean;
  /** Whether there were states to look at, which holds for the interfaces of today alone. */
  readonly isAboutToday: boolean;
}

export function memberWindows(
  { steps, states }: Pick<Arranged, 'steps' | 'states'>,
  facts: Pick<ArrangeFacts, 'interfaces' | 'groupOf' | 'lists'>,
): MemberWindows {
  const sidesOf = sidesIn(states, facts.groupOf);
  const known: Known = { contents: (name, when) => sidesOf(name)[when], lists: facts.lists };
  const looked = [true, false].flatMap((isAtOnce) => {
    const moves = movesOf(steps).filter((move) => move.isAtOnce === isAtOnce);
    const all = movingScopes(moves, facts).map((scope): Moving => ({ scope, isAtOnce }));
    const open = all.filter((moving) => isOpen(moving, known));
    return open.map((moving) => ({ ...moving, found: lookedAt(moving, known) }));
  });
  return {
    hazards: looked.flatMap(({ scope, found }) => hazardsOf(scope, found ?? [], steps)),
    isComplete: looked.every(({ found }) => found !== undefined),
    isAboutToday: looked.length > 0,
  };
}

interface Known {
  readonly contents: (name: string, when: 'before' | 'after') => GroupContent | undefined;
  readonly lists: Lists;
}

interface Moving {
  readonly scope: AccessScope;
  /** Whether one call does it. */
  readonly isAtOnce: boolean;
}

function isOpen({ scope: { groups, moves }, isAtOnce }: Moving, { contents }: Known): boolean {
  const { joins = [], leaves = [] } = moves ?? {};
  const changes = groups.some(
    (name) =>
      !joins.includes(name) && hasOtherAccess(contents(name, 'before'), contents(name, 'after')),
  );
  return changes || (!isAtOnce && (joins.length > 1 || leaves.length > 1));
}

interface Found {
  readonly effect: TrafficWindow['effect'];
  readonly traffic: readonly TrafficSet[];
}

function lookedAt(
  { scope: { groups, moves }, isAtOnce }: Moving,
  { contents, lists }: Known,
): readonly Found[] | undefined {
  const { joins = [], leaves = [] } = moves ?? {};
  const from = groups.filter((name) => !joins.includes(name));
  const to = groups.filter((name) => !leaves.includes(name));
  // What one call does has nothing in between: only the rules change before it.
  const between = isAtOnce
    ? [from]
    : [from, ...joins.map((name) => [...from, name]), ...leaves.map((name) => [...to, name])];
  const found = { open: new Map<string, TrafficSet>(), cut: new Map<string, TrafficSet>() };
  const at = (names: readonly string[], when: 'before' | 'after') =>
    accessGroups(
      names.map((name) => ({ name, before: contents(name, when), after: contents(name, when) })),
      lists,
    )[when];
  for (const names of between) {
    for (const direction of directions) {
      const answer = passingStates(
        { before: at(from, 'before'), between: at(names, 'after'), after: at(to, 'after') },
        { direction },
      );
      if (answer.kind === 'incomplete') return undefined;
      for (const { traffic } of answer.opened) found.open.set(JSON.stringify(traffic), traffic);
      for (const { traffic } of answer.cut) found.cut.set(JSON.stringify(traffic), traffic);
    }
  }
  return (['open', 'cut'] as const).flatMap((effect) => {
    const traffic = [...found[effect].values()];
    return traffic.length === 0 ? [] : [{ effect, traffic }];
  });
}

function hazardsOf(
  { groups, moves }: AccessScope,
  found: readonly Found[],
  steps: readonly Step[],
): readonly Hazard[] {
  const moved = new Set<string>([...(moves?.joins ?? []), ...(moves?.leaves ?? [])]);
  const concerned = steps.filter(
    (step) => groups.includes(step.group) && (!isMemberStep(step) || moved.has(step.group)),
  );
  const first = '1' as StepId;
  return found.map(({ effect, traffic }): Hazard => {
    const window: TrafficWindow = {
      effect,
      from: concerned[0]?.id ?? first,
      until: concerned.at(-1)?.id ?? first,
      groups: groups as readonly GroupName[],
      traffic,
    };
    return { code: 'transient-window', message: messageOf(window), window };
  });
}

const shownMax = 3;

function messageOf({ effect, from, until, groups, traffic }: TrafficWindow): string {
  const shown = traffic.slice(0, shownMax).map(formatTrafficSet).join('; ');
  const more = traffic.length > shownMax ? `; and ${traffic.length - shownMax} more` : '';
  const what = `steps ${from} to ${until} ${effect} for a while, on interfaces that move among ${groups.join(' + ')}: ${shown}${more}`;
  return `${what}; change members and rules in two plans, and this need not be`;
}
