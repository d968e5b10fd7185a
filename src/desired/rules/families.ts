// IPv4 and IPv6 never meet in one rule. A written rule may mix them in its lists: it stands for
// the combinations that exist, and each of its parts must be in one of them.
import { cidrFamily, type Family } from '../../model/cidr.ts';
import type { Finding } from '../../model/finding.ts';
import { formatPeer, peerFamily } from '../../model/peer.ts';
import type { Source } from '../../model/source.ts';
import type { Protocol } from '../../model/traffic.ts';
import { fault } from '../fault.ts';
import { sideKeys, type RuleParts } from './rule-parts.ts';

export function protocolFamily(protocol: Protocol): Family | undefined {
  if (protocol === 'icmp') return 'ipv4';
  return protocol === 'icmpv6' ? 'ipv6' : undefined;
}

/** Undefined is a family that may be either. */
export function familiesAgree(families: readonly (Family | undefined)[]): boolean {
  return !(families.includes('ipv4') && families.includes('ipv6'));
}

/** The first part that no combination of one family holds. */
export function familyFault(parts: RuleParts): Finding | undefined {
  const sides = sidesOf(parts);
  for (const part of sides.flat()) {
    const lacking = sides.find(
      (side) => !side.some(({ family }) => familiesAgree([family, part.family])),
    );
    const [first] = lacking ?? [];
    if (first !== undefined) return mismatch(part, first);
  }
  return undefined;
}

interface Part {
  readonly key: string;
  readonly text: string;
  readonly family: Family | undefined;
  readonly source: Source;
}

/** Protocols, peers and own addresses; the last only where some are written. */
function sidesOf({ direction, services, peers, locals }: RuleParts): readonly (readonly Part[])[] {
  const [peerKey, localKey] = sideKeys(direction);
  const protocolParts = services.map(({ protocol: { value, source } }) => {
    return { key: 'protocol', text: String(value), family: protocolFamily(value), source };
  });
  const peerParts = peers.map(({ value, source }) => {
    return { key: peerKey, text: formatPeer(value.peer), family: peerFamily(value.peer), source };
  });
  const localParts = locals.map(({ value, source }) => {
    return { key: localKey, text: value.cidr, family: cidrFamily(value.cidr), source };
  });
  return [protocolParts, peerParts, localParts].filter((side) => side.length > 0);
}

/** `lacking` stands for a whole side that has nothing of the family of `part`. */
function mismatch(part: Part, lacking: Part): Finding {
  const family = part.family === 'ipv6' ? 'IPv6' : 'IPv4';
  const other = part.family === 'ipv6' ? 'IPv4' : 'IPv6';
  if (lacking.key === 'protocol') {
    const message = `${lacking.text} is for ${other} only, and the ${part.key} ${part.text} is ${family}; expected a protocol for each family`;
    const example = 'protocol: [icmp, icmpv6]';
    return fault(part.source, { code: 'mixed-families', message, example });
  }
  if (part.key === 'protocol') {
    const message = `${part.text} is for ${family} only, and no ${lacking.key} is ${family}; expected one, or another protocol`;
    const example = `protocol: ${part.family === 'ipv6' ? 'icmp' : 'icmpv6'}`;
    return fault(part.source, { code: 'mixed-families', message, example });
  }
  const message = `the ${part.key} ${part.text} is ${family}, and no ${lacking.key} is; expected both sides of one family`;
  const example = `${lacking.key}: ${part.family === 'ipv6' ? '2001:db8::/32' : '10.0.0.0/8'}`;
  return fault(part.source, { code: 'mixed-families', message, example });
}
