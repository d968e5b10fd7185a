// Temporary rules that cover what changes, so that it can be changed with little room.
import { cidrBits, cidrFamily, formatBits, type Cidr } from '../../model/cidr.ts';
import { groupBy } from '../../model/group-by.ts';
import { formatPeer } from '../../model/peer.ts';
import type { Rule } from '../../model/rule.ts';
import { hasPorts, type Traffic } from '../../model/traffic.ts';
import type { EditOfGroup } from '../order/order.ts';

export interface Covering {
  /** One of the edits that it covers. */
  readonly edit: EditOfGroup;
  readonly rule: Rule;
}

/**
 * The smallest accepting rules that hold all that goes and comes of one group, direction, protocol
 * and kind of peer, at each priority that occurs, the weakest first. Whether one helps, and whether
 * it may be there at all, is for the search to find out.
 */
export function coveringRules(edits: readonly EditOfGroup[]): readonly Covering[] {
  const changing = edits.flatMap((edit) => rulesOf(edit).map((rule) => ({ edit, rule })));
  const alike = groupBy(
    changing.filter(({ rule }) => rule.policy === 'accept' && rule.local === undefined),
    ({ edit, rule }) =>
      `${edit.group} ${rule.direction} ${rule.traffic.protocol} ${peerKind(rule)}`,
  );
  return [...alike.values()].flatMap((same) => {
    const rules = same.map(({ rule }) => rule);
    const [first] = same;
    const hull = hullOf(rules);
    if (first === undefined || hull === undefined) return [];
    const priorities = [...new Set(rules.map(({ priority }) => priority))].toSorted(
      (a, b) => b - a,
    );
    return priorities.map((priority) => ({ edit: first.edit, rule: { ...hull, priority } }));
  });
}

function rulesOf({ edit }: EditOfGroup): readonly Rule[] {
  switch (edit.kind) {
    case 'authorize':
      return [edit.after];
    case 'revoke':
      return [edit.before];
    case 'modify':
      return [edit.before, edit.after];
    case 'modifyInnerAccessPolicy':
      return [];
  }
}

function peerKind({ peer }: Rule): string {
  return peer.kind === 'cidr' ? cidrFamily(peer.cidr) : formatPeer(peer);
}

function hullOf(rules: readonly Rule[]): Rule | undefined {
  const [first] = rules;
  if (first === undefined) return undefined;
  const traffic = trafficHull(rules.map((rule) => rule.traffic));
  const blocks = rules.flatMap(({ peer }) => (peer.kind === 'cidr' ? [peer.cidr] : []));
  const peer =
    blocks.length > 0 ? ({ kind: 'cidr', cidr: blockHull(blocks) } as const) : first.peer;
  const { direction, policy, priority } = first;
  return traffic && { direction, policy, traffic, peer, priority };
}

/** Undefined where ports are those of a list. */
function trafficHull(traffics: readonly Traffic[]): Traffic | undefined {
  const [first] = traffics;
  if (first === undefined || !hasPorts(first)) return first;
  const ranges = traffics.flatMap((traffic) =>
    hasPorts(traffic) && traffic.ports.kind === 'range' ? [traffic.ports] : [],
  );
  if (ranges.length < traffics.length) return undefined;
  const ports = {
    kind: 'range',
    first: Math.min(...ranges.map((range) => range.first)),
    last: Math.max(...ranges.map((range) => range.last)),
  } as const;
  return { protocol: first.protocol, ports };
}

/** The smallest block that holds all of these, which are of one family. */
function blockHull(blocks: readonly Cidr[]): Cidr {
  const all = blocks.map(cidrBits);
  const [first] = all;
  if (first === undefined) throw new RangeError('the hull of no blocks');
  let length = Math.min(...all.map((block) => block.length));
  const agrees = (bit: number) =>
    all.every(({ bytes }) => bitOf(bytes, bit) === bitOf(first.bytes, bit));
  for (let bit = 0; bit < length; bit++) if (!agrees(bit)) length = bit;
  const bytes = first.bytes.map((byte, index) => {
    const kept = Math.min(8, Math.max(0, length - index * 8));
    return byte & ((0xff << (8 - kept)) & 0xff);
  });
  return formatBits(bytes, length);
}

function bitOf(bytes: readonly number[], bit: number): number {
  return ((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1;
}
