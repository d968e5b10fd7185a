// One peer as it is written → the peers that it stands for: a network is many.
import type { GroupId, GroupName } from '../../model/group-identity.ts';
import type { Peer } from '../../model/peer.ts';
import { textOf, valueAt, type Located } from '../yaml/located.ts';
import { readAddresses, type AddressContext, type NetworkBlock } from './read-address.ts';
import type { PeerPart } from './rule-parts.ts';

export interface PeerContext extends AddressContext {
  /** The target's own account, which is left out of a peer; undefined where it is not known. */
  readonly account: string | undefined;
}

/** Undefined where there is a fault, which has then been reported. */
export function readPeer(node: Located, context: PeerContext): readonly PeerPart[] | undefined {
  if (node.kind === 'scalar') return readAddresses(node, context)?.map(blockPeer);
  const [group, groupId] = [valueAt(node, 'group'), valueAt(node, 'groupId')];
  if (group !== undefined) return [alone(ownPeer(textOf(group) as GroupName, node))];
  if (groupId !== undefined) return [alone(foreignPeer(textOf(groupId) as GroupId, node, context))];
  const prefixList = valueAt(node, 'prefixList');
  return prefixList && [alone({ kind: 'prefixList', prefixList: textOf(prefixList) })];
}

function blockPeer({ cidr, when, via }: NetworkBlock): PeerPart {
  return { peer: { kind: 'cidr', cidr }, when, via };
}

function alone(peer: Peer): PeerPart {
  return { peer, when: 'now', via: [] };
}

function ownPeer(group: GroupName, node: Located): Peer {
  const target = valueAt(node, 'target');
  return target === undefined
    ? { kind: 'group', group }
    : { kind: 'groupOfTarget', group, target: textOf(target) };
}

function foreignPeer(groupId: GroupId, node: Located, { account }: PeerContext): Peer {
  const written = valueAt(node, 'account');
  const isOther = written !== undefined && textOf(written) !== account;
  return { kind: 'foreignGroup', groupId, ...(isOther ? { account: textOf(written) } : {}) };
}
