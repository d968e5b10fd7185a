// What the cloud would do with a packet, by brute force.
//
// It works on replies of DescribeSecurityGroupAttribute in their own words and shares nothing with
// src, neither code nor ideas: no ranks, no boxes, no canonical blocks. What it knows is §1 of
// ecs-behaviour.md: traffic inside a group that accepts it is accepted before any rule is asked;
// then the rules of all groups on the interface count together, the smallest priority decides, and
// drop wins a tie; then come the defaults of the group type.

export type WireRule = Readonly<Record<string, string | number>>;

/**
 * Entries by the ids of lists, such as `10.0.0.0/8` and `80/81`: a rule for a list matches where one of
 * its entries does.
 */
export type WireLists = Readonly<Record<string, readonly string[]>>;

/** A reply of DescribeSecurityGroupAttribute, as far as it decides about packets. */
export interface WireGroup {
  readonly SecurityGroupId: string;
  readonly InnerAccessPolicy: string;
  readonly Permissions: { readonly Permission: readonly WireRule[] };
}

/** What an interface is in: groups of one type, for they cannot be mixed. */
export interface Interface {
  readonly type: 'normal' | 'enterprise';
  readonly groups: readonly WireGroup[];
}

export interface Packet {
  readonly direction: 'ingress' | 'egress';
  readonly protocol: 'tcp' | 'udp' | 'icmp' | 'icmpv6' | 'gre';
  /** Of the destination; 0 where the protocol has none. */
  readonly port: number;
  readonly sourcePort: number;
  /** The other side's address, and our own. */
  readonly peer: string;
  readonly local: string;
  /** The ids of the groups that the other side is in. */
  readonly peerGroups: readonly string[];
}

export type Verdict = 'accept' | 'drop';

export function decide(nic: Interface, packet: Packet, lists: WireLists = {}): Verdict {
  return new Oracle([packet], lists).decide(nic)[0] ?? 'drop';
}

/** Decides a list of packets again and again: whether a rule matches one is found out once. */
export class Oracle {
  readonly #packets: readonly Packet[];
  readonly #lists: WireLists;
  readonly #matches = new Map<string, Uint8Array>();
  readonly #asked = new WeakMap<WireRule, AskedRule>();

  constructor(packets: readonly Packet[], lists: WireLists = {}) {
    this.#packets = packets;
    this.#lists = lists;
  }

  decide({ type, groups }: Interface): readonly Verdict[] {
    const rules = groups.flatMap(({ Permissions }) =>
      Permissions.Permission.map((rule) => this.#ask(rule)),
    );
    const friendly = groups.filter((group) => group.InnerAccessPolicy === 'Accept');
    const inside = type === 'normal' ? friendly.map((group) => group.SecurityGroupId) : [];
    return this.#packets.map((packet, index) => {
      if (inside.some((id) => packet.peerGroups.includes(id))) return 'accept';
      const isFree = type === 'normal' && packet.direction === 'egress';
      return decideByRules(rules, index) ?? (isFree ? 'accept' : 'drop');
    });
  }

  #ask(rule: WireRule): AskedRule {
    const known = this.#asked.get(rule);
    if (known !== undefined) return known;
    const policy = String(rule['Policy']).toLowerCase();
    const verdict = policy === 'drop' ? 'drop' : 'accept';
    const asked = {
      priority: Number(rule['Priority']),
      verdict,
      matches: this.#match(rule),
    } as const;
    this.#asked.set(rule, asked);
    return asked;
  }

  #match(rule: WireRule): Uint8Array {
    const names = Object.keys(rule).filter(
      (name) => !/^Security|Time$|Description|Name$|^Policy$|^Priority$/.test(name),
    );
    const text = JSON.stringify(names.toSorted().map((name) => [name, rule[name]]));
    const found =
      this.#matches.get(text) ??
      Uint8Array.from(this.#packets, (packet) => Number(matches(rule, packet, this.#lists)));
    this.#matches.set(text, found);
    return found;
  }
}

interface AskedRule {
  readonly priority: number;
  readonly verdict: Verdict;
  /** By the number of the packet. */
  readonly matches: Uint8Array;
}

/** Undefined where no rule matches. */
function decideByRules(rules: readonly AskedRule[], packet: number): Verdict | undefined {
  let best: AskedRule | undefined;
  for (const rule of rules) {
    if (rule.matches[packet] === 0) continue;
    const wins =
      best === undefined ||
      rule.priority < best.priority ||
      (rule.priority === best.priority && rule.verdict === 'drop');
    if (wins) best = rule;
  }
  return best?.verdict;
}

export function matches(rule: WireRule, packet: Packet, lists: WireLists = {}): boolean {
  const text = (name: string): string => String(rule[name] ?? '');
  const isIngress = packet.direction === 'ingress';
  const [peer, local] = isIngress ? ['Source', 'Dest'] : ['Dest', 'Source'];
  return (
    text('Direction') === packet.direction &&
    ['all', packet.protocol].includes(text('IpProtocol').toLowerCase()) &&
    holdsPort(text('PortRange'), packet.port) &&
    (lists[text('PortRangeListId')]?.some((range) => holdsPort(range, packet.port)) ?? true) &&
    holdsPort(text('SourcePortRange'), packet.sourcePort) &&
    isPeer(text, { side: peer, packet, lists }) &&
    holdsAddress(text(`${local}CidrIp`) || text(`Ipv6${local}CidrIp`) || undefined, packet.local)
  );
}

function isPeer(
  text: (name: string) => string,
  {
    side,
    packet,
    lists,
  }: { readonly side: string; readonly packet: Packet; readonly lists: WireLists },
): boolean {
  const block = text(`${side}CidrIp`) || text(`Ipv6${side}CidrIp`);
  if (block !== '') return holdsAddress(block, packet.peer);
  const entries = lists[text(`${side}PrefixListId`)];
  if (entries !== undefined) return entries.some((entry) => holdsAddress(entry, packet.peer));
  return packet.peerGroups.includes(text(`${side}GroupId`));
}

/** `80/81`; `-1/-1` and nothing at all are every port. */
function holdsPort(range: string, port: number): boolean {
  if (range === '' || range === '-1/-1') return true;
  const [first = 0, last = 0] = range.split('/').map(Number);
  return first <= port && port <= last;
}

/** A block or a single address; bits after the prefix say nothing. */
function holdsAddress(block: string | undefined, address: string): boolean {
  if (block === undefined) return true;
  const [network = '', prefix] = block.split('/');
  const [wanted, bits] = [bitsOf(network), bitsOf(address)];
  const length = prefix === undefined ? wanted.length : Number(prefix);
  return wanted.length === bits.length && wanted.slice(0, length) === bits.slice(0, length);
}

/** An address as 32 or 128 characters 0 and 1. */
function bitsOf(address: string): string {
  if (!address.includes(':')) {
    return address
      .split('.')
      .map((byte) => binary(Number(byte), 8))
      .join('');
  }
  const [head = '', tail] = address.split('::');
  const [before, after] = [head, tail ?? ''].map((half) => half.split(':').filter(Boolean));
  const zeros = Array<string>(8 - (before?.length ?? 0) - (after?.length ?? 0)).fill('0');
  const words = [...(before ?? []), ...zeros, ...(after ?? [])];
  return words.map((word) => binary(Number.parseInt(word, 16), 16)).join('');
}

function binary(number: number, digits: number): string {
  return number.toString(2).padStart(digits, '0');
}
