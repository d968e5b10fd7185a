// Groups of other targets that rules name as their peers: an account may have groups in the VPC of another.
import type { GroupId, GroupName } from './group-identity.ts';
import type { DesiredGroup } from './group.ts';
import type { LiveState } from './live.ts';
import { rulesAndPatterns } from './map-rules.ts';
import { taggedIds } from './named-id.ts';
import type { Peer } from './peer.ts';
import { notThereYet } from './missing-peer.ts';
import type { Namings } from './target-cycle.ts';
import type { DesiredState, Target } from './target.ts';

/** A target of the same VPC. */
export interface PeerTarget {
  readonly target: Target;
  /** Its groups that go by their ids until they carry tags. */
  readonly adopted: ReadonlyMap<GroupName, GroupId>;
  /** Who names groups of whom, in the whole workspace: the way back to the target that is planned is among it. */
  readonly namings: Namings;
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
