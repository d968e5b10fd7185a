// Rules of the model in the words of a Describe reply, for tests: written apart from src/cloud, so
// that a mistake there does not hide itself.
import type { SeedRule } from '../../src/emulator/seed.ts';
import type { GroupName } from '../../src/model/group-identity.ts';
import type { Rule } from '../../src/model/rule.ts';
import type { WireRule } from '../oracle.ts';

export type IdOf = (group: GroupName) => string;

export function wireOfRule(rule: Rule, idOf: IdOf): SeedRule {
  const { direction, policy, traffic, peer, local, priority, description } = rule;
  const [far, near] = direction === 'ingress' ? ['Source', 'Dest'] : ['Dest', 'Source'];
  const block = (side: string, cidr: string) => ({
    [cidr.includes(':') ? `Ipv6${side}CidrIp` : `${side}CidrIp`]: cidr,
  });
  const isPorted = traffic.protocol === 'tcp' || traffic.protocol === 'udp';
  const range = isPorted && traffic.ports.kind === 'range' ? traffic.ports : undefined;
  const from = isPorted ? traffic.sourcePorts : undefined;
  return {
    Direction: direction,
    Policy: policy === 'accept' ? 'Accept' : 'Drop',
    IpProtocol: protocolWords[traffic.protocol] ?? String(traffic.protocol),
    PortRange: range === undefined ? '-1/-1' : `${range.first}/${range.last}`,
    ...(from === undefined ? {} : { SourcePortRange: `${from.first}/${from.last}` }),
    ...(peer.kind === 'cidr' ? block(far, peer.cidr) : {}),
    ...(peer.kind === 'group' ? { [`${far}GroupId`]: idOf(peer.group) } : {}),
    ...(peer.kind === 'foreignGroup' ? { [`${far}GroupId`]: peer.groupId } : {}),
    ...(local === undefined ? {} : block(near, local)),
    Priority: priority,
    Description: description ?? '',
  };
}

const protocolWords: Readonly<Record<string, string>> = {
  tcp: 'TCP',
  udp: 'UDP',
  icmp: 'ICMP',
  icmpv6: 'ICMPv6',
  gre: 'GRE',
  all: 'ALL',
};

/** Other ways in which the cloud may keep a block that means the same. */
export const oddSpellings: Readonly<Record<string, string>> = {
  '10.0.0.1/32': '10.0.0.1',
  '10.0.0.0/30': '10.0.0.3/30',
  '2001:db8::1/128': '2001:db8::1',
  '2001:db8::/127': '2001:db8::1/127',
};

const plainSpellings = new Map(
  Object.entries(oddSpellings).map(([plain, odd]) => [odd, plain] as const),
);

export function oddlySpelled(rule: SeedRule): SeedRule {
  const entries = Object.entries(rule).map(([name, value]) => [
    name,
    oddSpellings[String(value)] ?? value,
  ]);
  const odd = Object.fromEntries(entries) as SeedRule;
  return { ...odd, SourcePortRange: rule.SourcePortRange ?? '-1/-1' };
}

/** What a rule matches and does, in one text; equal for all spellings. */
export function matchText(rule: WireRule | SeedRule): string {
  const words = rule as WireRule;
  const text = (name: string) => {
    const value = String(words[name] ?? '');
    return plainSpellings.get(value) ?? value;
  };
  const from = text('SourcePortRange');
  return [
    ...['Direction', 'Policy', 'IpProtocol', 'PortRange'].map(text),
    from === '-1/-1' ? '' : from,
    ...['SourceCidrIp', 'Ipv6SourceCidrIp', 'SourceGroupId'].map(text),
    ...['DestCidrIp', 'Ipv6DestCidrIp', 'DestGroupId'].map(text),
  ].join(' ');
}

/** The match and the priority. */
export function rankedText(rule: WireRule | SeedRule): string {
  return `${matchText(rule)} @${String(rule.Priority)}`;
}

/** All that a rule says. */
export function wholeText(rule: WireRule | SeedRule): string {
  return `${rankedText(rule)} ${String(rule.Description ?? '')}`;
}
