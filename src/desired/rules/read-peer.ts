// One peer as it is written → the peers that it stands for: a network is many.
import type { Cidr } from '../../model/cidr.ts';
import type { GroupId, GroupName } from '../../model/group-identity.ts';
import type { Peer } from '../../model/peer.ts';
import { textOf, valueAt, type Located } from '../yaml/located.ts';
import { readAddresses, type AddressContext } from './read-address.ts';

export interface PeerContext extends AddressContext {
  /** The target's own account, which is left out of a peer; undefined where it is not known. */
  readonly account: string | undefined;
}

/** Undefined where there is a fault, which has then been reported. */
export function readPeer(node: Located, context: PeerContext): readonly Peer[] | undefined {
  if (node.kind === 'scalar') return readAddresses(node, context)?.map(cidrPeer);
  const [group, groupId] = [valueAt(node, 'group'), valueAt(node, 'groupId')];
  if (group !== undefined) return [{ kind: 'group', group: textOf(group) as GroupName }];
  if (groupId !== undefined) return [foreignPeer(textOf(groupId) as GroupId, node, context)];
  const prefixList = valueAt(node, 'prefixList');
  return prefixList && [{ kind: 'prefixList', prefixList: textOf(prefixList) }];
}

function cidrPeer(cidr: Cidr): Peer {
  return { kind: 'cidr', cidr };
}

function foreignPeer(groupId: GroupId, node: Located, { account }: PeerContext): Peer {
  const written = valueAt(node, 'account');
  const isOther = written !== undefined && textOf(written) !== account;
  return { kind: 'foreignGroup', groupId, ...(isOther ? { account: textOf(written) } : {}) };
}
