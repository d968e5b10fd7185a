// Which rule one ModifySecurityGroupRule can turn into which other.
import { peerFamily, type Peer } from '../../model/peer.ts';
import type { Rule } from '../../model/rule.ts';
import { hasPorts, type Traffic } from '../../model/traffic.ts';

/**
 * False where the API refuses: another kind of peer, a port list for a port range or the other
 * way round, or a field that would be emptied. Documented; what a change of protocol does to a port
 * list is not, so that is taken to be possible.
 */
export function canBecome(before: Rule, after: Rule): boolean {
  return (
    before.direction === after.direction &&
    peerKind(before.peer) === peerKind(after.peer) &&
    portsKind(before.traffic, after.traffic) &&
    !(hasSourcePorts(before.traffic) && !hasSourcePorts(after.traffic)) &&
    !(before.local !== undefined && after.local === undefined) &&
    // Where no description is wanted, the one that stands there stays.
    !(before.description && after.description === '')
  );
}

function peerKind(peer: Peer): string {
  return peer.kind === 'foreignGroup' ? 'group' : (peerFamily(peer) ?? peer.kind);
}

function portsKind(before: Traffic, after: Traffic): boolean {
  return !hasPorts(before) || !hasPorts(after) || before.ports.kind === after.ports.kind;
}

function hasSourcePorts(traffic: Traffic): boolean {
  return hasPorts(traffic) && traffic.sourcePorts !== undefined;
}
