// Groups of other targets that rules name as their peers: an account may have groups in the VPC of another.
import type { GroupId, GroupName } from './group-identity.ts';
import type { DesiredGroup } from './group.ts';
import type { LiveState } from './live.ts';
import { ownedNames } from './live.ts';
import { rulesAndPatterns } from './map-rules.ts';
import type { Peer } from './peer.ts';
import type { DesiredState, Target } from './target.ts';

/** A target of the same VPC. */
export interface PeerTarget {
  readonly target: Target;
  /** The wave in which it is applied, from 1. */
  readonly wave: number;
  /** Its groups that go by their ids until they carry tags. */
  readonly adopted: ReadonlyMap<GroupName, GroupId>;
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
  | { readonly ok: true; readonly id: GroupId; readonly account: string }
  | {
      readonly ok: false;
      readonly code: 'not-found' | 'ambiguous-identity';
      readonly message: string;
    };

/** By the tags that it carries in its own target, or by the id that is adopted there. */
export function findOtherGroup(
  { group, target: name }: OtherGroup,
  { owner, peerTargets = [] }: Pick<DesiredState, 'owner' | 'peerTargets'>,
  { peerGroups }: Pick<LiveState, 'peerGroups'>,
): FoundGroup {
  const there = peerTargets.find(({ target }) => target.name === name);
  const listed = peerGroups?.get(name);
  if (there === undefined || listed === undefined) {
    const message = `the groups of target "${name}" were not read, so that "${group}" has no id`;
    return { ok: false, code: 'not-found', message };
  }
  const { target, adopted } = there;
  const tagged = [...ownedNames(listed, { owner, vpc: target.vpc })].flatMap(([id, own]) =>
    own === group ? [id] : [],
  );
  if (tagged.length > 1) {
    const message = `${tagged.toSorted().join(' and ')} of target "${name}" all carry the tags of "${group}"; take them off all but one`;
    return { ok: false, code: 'ambiguous-identity', message };
  }
  const [id] = tagged;
  const adopt = adopted.get(group);
  const isThere = listed.some((one) => one.id === adopt && one.vpc === target.vpc);
  const found = id ?? (isThere ? adopt : undefined);
  if (found !== undefined) return { ok: true, id: found, account: target.account };
  return { ok: false, code: 'not-found', message: notThereYet(group, there) };
}

function notThereYet(group: GroupName, { target: { name }, wave }: PeerTarget): string {
  return `the group "${group}" of target "${name}" is not there yet; apply that target first (--target ${name}, wave ${wave})`;
}
