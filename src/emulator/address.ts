// IPv4 and IPv6 addresses and blocks: what is one, how it is stored, and which are the same.

import ipaddr from 'ipaddr.js';

export type Family = 'ipv4' | 'ipv6';

/** The text to store, or undefined when it is neither an address nor a block of the family. */
export function parseAddress(text: string, family: Family): string | undefined {
  return family === 'ipv4' ? parseIpv4(text) : parseIpv6(text);
}

/** Stored as sent: neither is /32 added to an address, nor are bits after the prefix taken away. */
function parseIpv4(text: string): string | undefined {
  const valid = text.includes('/')
    ? ipaddr.IPv4.isValidCIDRFourPartDecimal(text)
    : ipaddr.IPv4.isValidFourPartDecimal(text);
  return valid ? text : undefined;
}

/** Compressed and in lower case; bits after the prefix stay. */
function parseIpv6(text: string): string | undefined {
  if (text.includes('%')) return undefined;
  if (!text.includes('/')) {
    return ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text).toRFC5952String() : undefined;
  }
  if (!ipaddr.IPv6.isValidCIDR(text)) return undefined;
  const [address, prefix] = ipaddr.IPv6.parseCIDR(text);
  return `${address.toRFC5952String()}/${prefix}`;
}

/** The block that an address text of either family covers, in one spelling: 10.1.0.0/8 is 10.0.0.0/8. */
export function networkOf(text: string): string {
  if (text.includes(':')) return ipv6Network(text);
  const block = text.includes('/') ? text : `${text}/32`;
  if (block.endsWith('/32') || !ipaddr.IPv4.isValidCIDR(block)) return block;
  return `${ipaddr.IPv4.networkAddressFromCIDR(block).toString()}/${prefixOf(block)}`;
}

function ipv6Network(text: string): string {
  const block = text.includes('/') ? text : `${text}/128`;
  if (!ipaddr.IPv6.isValidCIDR(block)) return block;
  return `${ipaddr.IPv6.networkAddressFromCIDR(block).toRFC5952String()}/${prefixOf(block)}`;
}

function prefixOf(block: string): string {
  return block.slice(block.indexOf('/') + 1);
}
