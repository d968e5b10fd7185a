// Rules that the API refuses for the types of groups: of an enterprise group with a group as its peer,
// and those whose peer is an enterprise group.
import type { GroupType, ListedGroup } from '../../model/group.ts';
import type { NamesById } from '../../model/live.ts';
import { formatPeer, type Peer } from '../../model/peer.ts';
import type { Refusal } from '../../model/refusal.ts';
import type { GroupChange } from './plan-group.ts';

/** `names` are our names for live groups. One refusal for each rule that the plan would make. */
export function peerTypeRefusals(
  changes: readonly GroupChange[],
  { listed, names }: { readonly listed: readonly ListedGroup[]; readonly names: NamesById },
): readonly Refusal[] {
  const types = new Map<string, GroupType>();
  for (const { id, type } of listed) types.set(names.get(id) ?? id, type);
  for (const { desired } of changes) {
    if (desired.state === 'present') types.set(desired.name, desired.type);
  }
  return changes.flatMap(({ name, ordered }) =>
    ordered.flatMap(({ type, edit }): readonly Refusal[] => {
      if (edit.kind === 'modifyInnerAccessPolicy' || edit.kind === 'revoke') return [];
      const { peer, source } = edit.after;
      const peerName = groupOf(peer);
      if (peerName === undefined) return [];
      const isOwn = type === 'enterprise';
      if (!isOwn && types.get(peerName) !== 'enterprise') return [];
      const message = isOwn
        ? `${name} is an enterprise group, whose rules the API lets have no group as their peer, such as ${formatPeer(peer)}; write addresses or a prefix list`
        : `${formatPeer(peer)} is an enterprise group, which the API lets be no peer; write addresses or a prefix list`;
      return [{ code: 'enterprise-peer', message, ...(source ? { source } : {}) }];
    }),
  );
}

/** The name or the id; of a group of another account its type is not known. */
function groupOf(peer: Peer): string | undefined {
  if (peer.kind === 'group') return peer.group;
  return peer.kind === 'foreignGroup' ? peer.groupId : undefined;
}
