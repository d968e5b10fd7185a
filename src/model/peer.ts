// The other side of a rule: the source of ingress, the destination of egress.
import { cidrFamily, type Cidr, type Family } from './cidr.ts';
import type { GroupId, GroupName } from './group-identity.ts';
import { listLabel } from './named-lists.ts';
import { unreachable } from './unreachable.ts';

export type Peer =
  | { readonly kind: 'cidr'; readonly cidr: Cidr }
  /** A group of ours, by our name for it: it may not have an id yet. */
  | { readonly kind: 'group'; readonly group: GroupName }
  /** A group of ours in another target of the VPC; as it is written, until the live state tells the id. */
  | { readonly kind: 'groupOfTarget'; readonly group: GroupName; readonly target: string }
  /** A group that is not ours; `account` is set only where it is another account's. */
  | { readonly kind: 'foreignGroup'; readonly groupId: GroupId; readonly account?: string }
  /** By its id; as it is written also by its name, until the live state tells the id. */
  | { readonly kind: 'prefixList'; readonly prefixList: string };

/** One line for one peer: `10.0.0.0/8`, `group web`, `group db of target prod`, `sg-… of 1000000000000002`, `pl-…`, `prefix list office`. */
export function formatPeer(peer: Peer): string {
  switch (peer.kind) {
    case 'cidr':
      return peer.cidr;
    case 'group':
      return `group ${peer.group}`;
    case 'groupOfTarget':
      return `group ${peer.group} of target ${peer.target}`;
    case 'foreignGroup':
      return peer.account === undefined ? peer.groupId : `${peer.groupId} of ${peer.account}`;
    case 'prefixList':
      return listLabel('prefixLists', peer.prefixList);
    default:
      return unreachable(peer);
  }
}

/** The address family that a peer is bound to; undefined where it may be either. */
export function peerFamily(peer: Peer): Family | undefined {
  return peer.kind === 'cidr' ? cidrFamily(peer.cidr) : undefined;
}
