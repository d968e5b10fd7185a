// Protocols: the words and numbers that requests may use, and the one word that replies use.

/** Whether ports mean anything to a protocol, and to which family of addresses it belongs. */
export interface ProtocolTraits {
  readonly ports: boolean;
  readonly family: 'ipv4' | 'ipv6' | 'both';
}

/**
 * Replies say TCP whether the request said tcp, TCP or 6. How the cloud writes ICMPv6 and the
 * protocols without a name is not known; this is the one place to change.
 */
export function parseProtocol(text: string): string | undefined {
  const word = words.get(text.toUpperCase());
  if (word !== undefined) return word;
  if (!/^\d{1,3}$/.test(text) || Number(text) > 255) return undefined;
  const number = String(Number(text));
  return namesByNumber.get(number) ?? number;
}

export function protocolTraits(protocol: string): ProtocolTraits {
  return traits.get(protocol) ?? { ports: false, family: 'both' };
}

const traits: ReadonlyMap<string, ProtocolTraits> = new Map([
  ['TCP', { ports: true, family: 'both' }],
  ['UDP', { ports: true, family: 'both' }],
  ['ICMP', { ports: false, family: 'ipv4' }],
  ['ICMPv6', { ports: false, family: 'ipv6' }],
  ['GRE', { ports: false, family: 'both' }],
  ['ALL', { ports: false, family: 'both' }],
]);

const words: ReadonlyMap<string, string> = new Map(
  [...traits.keys()].map((name) => [name.toUpperCase(), name]),
);

const namesByNumber: ReadonlyMap<string, string> = new Map([
  ['1', 'ICMP'],
  ['6', 'TCP'],
  ['17', 'UDP'],
  ['47', 'GRE'],
  ['58', 'ICMPv6'],
]);
