// Moves that the cloud would refuse: it is better to say all of them before anything is done.
import { groupBy } from '../../model/group-by.ts';
import type { GroupType } from '../../model/group.ts';
import type { GroupName } from '../../model/group-identity.ts';
import type { NetworkInterface } from '../../model/interfaces.ts';
import type { LiveState } from '../../model/live.ts';
import { memberIdOf, type MemberId } from '../../model/member.ts';
import { byGroups, isMemberStep, movesOf, type Move } from '../../model/moves.ts';
import { rulesOf } from '../../model/quota.ts';
import type { Refusal } from '../../model/refusal.ts';
import type { Source } from '../../model/source.ts';
import type { GroupChange } from '../edits/plan-group.ts';
import type { ArrangeFacts, Arranged } from '../order/arrange.ts';
import { endOf } from '../order/states.ts';
import { roomIn, sizeOfAll } from './occupancy.ts';
import { typesOf, weightTogether } from './together.ts';

export interface MemberFacts {
  readonly changes: readonly GroupChange[];
  readonly live: Pick<LiveState, 'interfaces' | 'listed'>;
  readonly facts: Pick<ArrangeFacts, 'names' | 'quotas' | 'listSizes' | 'weightOf'>;
}

export function memberRefusals(
  there: Pick<Arranged, 'steps' | 'states'>,
  facts: MemberFacts,
): readonly Refusal[] {
  const moves = movesOf(there.steps);
  if (moves.length === 0) return [];
  return [
    ...moves.flatMap((move) => moveRefusals(move, there, facts)),
    ...fullGroups(there, facts),
  ];
}

function moveRefusals(
  move: Move,
  { states }: Pick<Arranged, 'states'>,
  { changes, live, facts }: MemberFacts,
): readonly Refusal[] {
  const { member, from, to, joins, leaves, isAtOnce } = move;
  const [joined] = joins;
  const place = sourceIn(changes, joined ?? leaves[0]);
  const refuse = (code: Refusal['code'], message: string): Refusal => ({ code, message, ...place });
  if (to.length === 0) {
    const message = `${member} would be in no group: ${leaves.join(' and ')} is all that it is in; write it under the \`members\` of another group, or of this one`;
    return [refuse('last-group', message)];
  }
  if (joined === undefined) return [];
  // It joins before it leaves, so that for a moment it is in all of them; or one call does it.
  const all = isAtOnce ? to : [...new Set([...from, ...joins])].toSorted();
  const known = (name: string) => typeOf(name, { changes, live, facts });
  const found: Refusal[] = [];
  if (typesOf(all, known).size > 1) {
    const listed = all.map((name) => `${name} is ${known(name) ?? 'of a type unknown'}`).join(', ');
    const others = to.filter((name) => known(name) !== known(joined));
    const message = `${member} cannot join ${joins.join(' and ')}: an interface is in groups of one type at any time (${listed})${wayOut(member, others, { changes, live, facts })}`;
    found.push(refuse('members-mixed', message));
  }
  const { quotas, listSizes, weightOf } = facts;
  if (all.length > quotas.groupsPerInterface) {
    const message = `${member} would be in ${all.length} groups (${all.join(', ')}); the quota is ${quotas.groupsPerInterface} groups on an interface; take it out of some, or write a larger \`quotas: { groupsPerInterface: … }\` if the account has one`;
    found.push(refuse('quota-exceeded', message));
  }
  const ends = new Map(states.map((state) => [state.group as string, endOf(state)]));
  const rules = weightTogether(all, (name) =>
    ends.has(name) ? rulesOf(ends.get(name), listSizes) : weightOf(name),
  );
  if (rules > quotas.rulesPerInterface) {
    const message = `${member} would have ${rules} rules, in ${all.join(' + ')}; the quota is ${quotas.rulesPerInterface} rules on an interface`;
    found.push(refuse('quota-exceeded', message));
  }
  return found;
}

/** What would take it out of the groups of the other type in which it stays. */
function wayOut(
  member: MemberId,
  staying: readonly string[],
  { changes, live: { listed }, facts: { names } }: MemberFacts,
): string {
  const foreign = new Set<string>(listed.flatMap(({ id }) => (names.has(id) ? [] : [id])));
  return staying
    .map((name) => {
      const isOurs = !foreign.has(name) || changes.some((one) => (one.name as string) === name);
      return isOurs
        ? `; it leaves ${name} where the \`members\` of ${name} are \`exclusive: true\` and leave ${member} out`
        : `; ${name} is not ours, so nothing here takes ${member} out of it`;
    })
    .join('');
}

function typeOf(
  name: string,
  { changes, live: { listed }, facts: { names } }: MemberFacts,
): GroupType | undefined {
  const change = changes.find((one) => (one.name as string) === name);
  if (change?.desired.state === 'present') return change.live?.type ?? change.desired.type;
  return listed.find(({ id }) => (names.get(id) ?? (id as string)) === name)?.type;
}

/** Of one wave all may have joined before anybody has left. */
function fullGroups({ steps }: Pick<Arranged, 'steps'>, facts: MemberFacts): readonly Refusal[] {
  const {
    changes,
    live,
    facts: { quotas },
  } = facts;
  if (live.interfaces.kind === 'unreadable') return [];
  const interfaces = live.interfaces.all;
  const waves = [
    ...groupBy(steps.flatMap(byGroups).filter(isMemberStep), ({ wave }) => wave).values(),
  ];
  const joined = new Set(movesOf(steps).flatMap(({ joins }) => joins));
  return [...joined].flatMap((name): readonly Refusal[] => {
    const id = changes.find((one) => one.name === name)?.live?.id;
    const room = roomIn(typeOf(name, facts), quotas);
    const isIn = (one: NetworkInterface) => id !== undefined && one.groups.includes(id);
    const inside = new Set(interfaces.filter(isIn).map(memberIdOf));
    const count = () =>
      sizeOfAll(
        interfaces.filter((one) => inside.has(memberIdOf(one))),
        room,
      );
    let fullest = 0;
    for (const wave of waves) {
      const own = wave.filter(({ group }) => group === name);
      for (const { kind, member } of own) if (kind === 'joinGroup') inside.add(member);
      if (own.some(({ kind }) => kind === 'joinGroup')) fullest = Math.max(fullest, count());
      for (const { kind, member } of own) if (kind === 'leaveGroup') inside.delete(member);
    }
    const { quota, most, noun } = room;
    if (fullest <= most) return [];
    const isLater = count() <= most;
    const message = isLater
      ? `${name} would hold ${fullest} ${noun} until those who leave it have left, and they cannot leave before others have joined; the quota is ${most}; first put one of those who leave it into a group that has room, in a plan of its own`
      : `${name} would hold ${fullest} ${noun}; the quota is ${most}; write fewer members, or a larger \`quotas: { ${quota}: … }\` if the account has one`;
    return [{ code: 'quota-exceeded', message, ...sourceIn(changes, name) }];
  });
}

function sourceIn(
  changes: readonly GroupChange[],
  name: GroupName | undefined,
): { readonly source?: Source } {
  const desired = changes.find((one) => one.name === name)?.desired;
  const members = desired?.state === 'present' ? desired.members : undefined;
  const source = members?.source ?? desired?.source;
  return source === undefined ? {} : { source };
}
