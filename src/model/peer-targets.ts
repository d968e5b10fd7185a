// Groups of other targets that rules name as their peers: an account may have groups in the VPC of another.
import type { GroupId, GroupName } from './group-identity.ts';
import type { DesiredGroup } from './group.ts';
import type { LiveState } from './live.ts';
import { ownedNames } from './live.ts';
import { rulesAndPatterns } from './map-rules.ts';
import { taggedIds } from './named-id.ts';
import type { Peer } from './peer.ts';
import { formatSource, type Source } from './source.ts';
import type { DesiredState, Target } from './target.ts';

/** A target of the same VPC. */
export interface PeerTarget {
  readonly target: Target;
  /** Its groups that go by their ids until they carry tags. */
  readonly adopted: ReadonlyMap<GroupName, GroupId>;
  /** Rules there that name groups of the target that is planned. */
  readonly namesBack: readonly NamedBack[];
  /** Whether it goes before the target that is planned, in which one of the two has to. */
  readonly isFirst: boolean;
}

export interface NamedBack {
  readonly group: GroupName;
  readonly source: Source;
}

/** What is known where one is looked for: of the target that is planned, and of the other. */
export interface PeerFacts {
  readonly desired: Pick<DesiredState, 'owner' | 'target' | 'groups' | 'peerTargets'>;
  readonly live: Pick<LiveState, 'peerGroups' | 'listed'>;
}

export type OtherGroup = Extract<Peer, { kind: 'groupOfTarget' }>;

export function otherGroupsIn(groups: readonly DesiredGroup[]): readonly OtherGroup[] {
  return groups.flatMap((group) => {
    if (group.state !== 'present') return [];
    const { rules, patterns } = rulesAndPatterns(group);
    const peers = [...rules.map(({ peer }) => peer), ...patterns.flatMap((one) => one.peers ?? [])];
    return peers.flatMap((peer) => (peer.kind === 'groupOfTarget' ? [peer] : []));
  });
}

export type FoundGroup =
  | {
      readonly ok: true;
      readonly id: GroupId;
      readonly account: string;
      /** Whether only the files say that it is the one. */
      readonly isAdopted: boolean;
    }
  | {
      readonly ok: false;
      readonly code: 'not-found' | 'ambiguous-identity';
      readonly message: string;
    };

/** By the tags that it carries in its own target, or by the id that is adopted there. */
export function findOtherGroup({ group, target: name }: OtherGroup, facts: PeerFacts): FoundGroup {
  const {
    desired: { owner, peerTargets = [] },
    live: { peerGroups },
  } = facts;
  const there = peerTargets.find(({ target }) => target.name === name);
  const listed = peerGroups?.get(name);
  if (there === undefined || listed === undefined) {
    const message = `the groups of target "${name}" were not read, so that "${group}" has no id`;
    return { ok: false, code: 'not-found', message };
  }
  const { target, adopted } = there;
  const tagged = taggedIds(group, listed, { owner, vpc: target.vpc });
  if (tagged.length > 1) {
    const message = `${tagged.toSorted().join(' and ')} of target "${name}" all carry the tags of "${group}"; take them off all but one`;
    return { ok: false, code: 'ambiguous-identity', message };
  }
  const [id] = tagged;
  const adopt = adopted.get(group);
  const isThere = listed.some((one) => one.id === adopt && one.vpc === target.vpc);
  const found = id ?? (isThere ? adopt : undefined);
  if (found !== undefined) {
    return { ok: true, id: found, account: target.account, isAdopted: id === undefined };
  }
  return { ok: false, code: 'not-found', message: notThereYet(group, there, facts) };
}

function notThereYet(group: GroupName, there: PeerTarget, facts: PeerFacts): string {
  const { name } = there.target;
  const missing = `the group "${group}" of target "${name}" is not there yet`;
  const waiting = there.namesBack.filter((back) => !isHere(back.group, facts));
  if (waiting.length === 0) {
    return `${missing}; apply that target first: sluice apply --target ${name}`;
  }
  // Neither can be planned: one of the two is made without its rules for the other.
  const own = facts.desired.target.name;
  const places = [...new Set(waiting.map(({ source }) => formatSource(source)))];
  const names = [...new Set(waiting.map((back) => `"${back.group}"`))].join(' and ');
  const either = `${names} of this target, which "${name}" names (${places.join(', ')}), is not there either`;
  const those = places.length === 1 ? 'that rule' : 'those rules';
  const [rules, first, second] = there.isFirst ? [those, name, own] : ['this rule', own, name];
  const back = rules === 'those rules' ? 'them' : 'it';
  return (
    `${missing}, and ${either}; comment ${rules} out, run sluice apply --target ${first}, ` +
    `then sluice apply --target ${second}, and put ${back} back`
  );
}

/** By its tags, or by the id that is to be adopted. */
function isHere(
  name: GroupName,
  { desired: { owner, target, groups }, live: { listed } }: PeerFacts,
): boolean {
  if ([...ownedNames(listed, { owner, vpc: target.vpc }).values()].includes(name)) return true;
  const written = groups.find((group) => group.name === name);
  if (written?.state !== 'present' || written.adopt === undefined) return false;
  return listed.some(({ id }) => id === written.adopt);
}
