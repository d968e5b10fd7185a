// Moves that the cloud would refuse: it is better to say all of them before anything is done.
import type { GroupType } from '../../model/group.ts';
import type { GroupId, GroupName } from '../../model/group-identity.ts';
import type { NetworkInterface } from '../../model/interfaces.ts';
import type { LiveState } from '../../model/live.ts';
import { memberIdOf, type MemberId } from '../../model/member.ts';
import { movedIn, movesOf, type Move } from '../../model/moves.ts';
import { rulesOf } from '../../model/quota.ts';
import type { Refusal } from '../../model/refusal.ts';
import type { Source } from '../../model/source.ts';
import type { GroupChange } from '../edits/plan-group.ts';
import type { ArrangeFacts, Arranged } from '../order/arrange.ts';
import { endOf } from '../order/states.ts';

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
  const { member, from, to, joins, leaves } = move;
  const [joined] = joins;
  const place = sourceIn(changes, joined ?? leaves[0]);
  const refuse = (code: Refusal['code'], message: string): Refusal => ({ code, message, ...place });
  if (to.length === 0) {
    const message = `${member} would be in no group: ${leaves.join(' and ')} is all that it is in; write it under the \`members\` of another group, or of this one`;
    return [refuse('last-group', message)];
  }
  // It joins before it leaves, so that for a moment it is in all of them.
  const all = [...new Set([...from, ...joins])].toSorted();
  if (joined === undefined) return [];
  const types = new Map(all.map((name) => [name, typeOf(name, { changes, live, facts })]));
  const found: Refusal[] = [];
  if (new Set(types.values()).size > 1) {
    const listed = [...types].map(([name, type]) => `${name} is ${type}`).join(', ');
    const message = `${member} cannot join ${joins.join(' and ')}: an interface is in groups of one type at any time (${listed})`;
    found.push(refuse('members-mixed', message));
  }
  const { quotas, listSizes, weightOf } = facts;
  if (all.length > quotas.groupsPerInterface) {
    const leaving = leaves.length === 0 ? '' : ` before it leaves ${leaves.join(' and ')}`;
    const message = `${member} would be in ${all.length} groups (${all.join(', ')})${leaving}; the quota is ${quotas.groupsPerInterface} groups on an interface; take it out of some, or write a larger \`quotas: { groupsPerInterface: … }\` if the account has one`;
    found.push(refuse('quota-exceeded', message));
  }
  const ends = new Map(states.map((state) => [state.group as string, endOf(state)]));
  const weight = (name: string) =>
    ends.has(name) ? rulesOf(ends.get(name), listSizes) : weightOf(name);
  const rules = all.reduce((sum, name) => sum + weight(name), 0);
  if (rules > quotas.rulesPerInterface) {
    const message = `${member} would have ${rules} rules, in ${all.join(' + ')}; the quota is ${quotas.rulesPerInterface} rules on an interface`;
    found.push(refuse('quota-exceeded', message));
  }
  return found;
}

function typeOf(
  name: string,
  { changes, live: { listed }, facts: { names } }: MemberFacts,
): GroupType | undefined {
  const change = changes.find((one) => (one.name as string) === name);
  if (change?.desired.state === 'present') return change.live?.type ?? change.desired.type;
  return listed.find(({ id }) => (names.get(id) ?? (id as string)) === name)?.type;
}

/** At its fullest a group has all who are in it and all who join, for those who leave do so later. */
function fullGroups({ steps }: Pick<Arranged, 'steps'>, facts: MemberFacts): readonly Refusal[] {
  const {
    changes,
    live,
    facts: { quotas },
  } = facts;
  if (live.interfaces.kind === 'unreadable') return [];
  const interfaces = live.interfaces.all;
  const joined = movedIn(steps.filter(({ kind }) => kind === 'joinGroup'));
  return [...joined].flatMap(([name, members]): readonly Refusal[] => {
    const id = changes.find((one) => one.name === name)?.live?.id;
    const inside = interfaces.filter((one) => isInside(one, id, members));
    const isEnterprise = typeOf(name, facts) === 'enterprise';
    const quota = isEnterprise ? 'interfacesPerEnterpriseGroup' : 'addressesPerGroup';
    const [count, noun] = isEnterprise
      ? [inside.length, 'network interfaces']
      : [inside.reduce((sum, one) => sum + privateIpv4(one), 0), 'private IPv4 addresses'];
    if (count <= quotas[quota]) return [];
    const message = `${name} would hold ${count} ${noun}; the quota is ${quotas[quota]}; write fewer members, or a larger \`quotas: { ${quota}: … }\` if the account has one`;
    return [{ code: 'quota-exceeded', message, ...sourceIn(changes, name) }];
  });
}

function isInside(
  one: NetworkInterface,
  id: GroupId | undefined,
  joined: ReadonlySet<MemberId>,
): boolean {
  return joined.has(memberIdOf(one)) || (id !== undefined && one.groups.includes(id));
}

/** A block that is assigned whole counts for one: how the cloud counts it is not documented. */
function privateIpv4({ addresses }: NetworkInterface): number {
  return addresses.filter((block) => !block.includes(':')).length;
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
