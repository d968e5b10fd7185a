// An estate out of a formula: what the files say of each group, and what the cloud replies about it.
//
// Nothing here is random: everything is a function of the numbers of a group and of a rule, so that
// every process that is measured sees the same estate.
import { fromWireRule } from '../../dist/cloud/wire-rule.js';

const owner = 'edge-platform';
const account = '1000000000000001';
const vpc = 'vpc-bp1example00000000001';
const target = { name: 'prod', account, region: 'cn-hangzhou', vpc };

/** What the files say: each group with `rules` rules, of which `changedEach` differ from the cloud's. */
export function desiredEstate({ groups, rules, changedEach = 0 }) {
  const all = Array.from({ length: groups }, (_, g) =>
    desiredGroup(g, { groups, rules, changedEach }),
  );
  return { owner, target, groups: all };
}

/** What is there: the lists, the rules, and who sits on which interfaces. */
export function liveEstate({ groups, rules }) {
  const live = Array.from({ length: groups }, (_, g) => ({
    ...listedGroup(g),
    innerAccessPolicy: 'drop',
    rules: Array.from({ length: rules }, (_, n) => liveRule(g, n, groups)),
  }));
  return {
    listed: live.map((_, g) => listedGroup(g)),
    groups: live,
    interfaces: { kind: 'read', all: interfacesOf(groups) },
    neighbours: [],
    references: new Map(),
    listSizes: new Map(prefixLists.map((list) => [list, 20])),
    lists: { prefixLists: new Map(), portLists: new Map() },
  };
}

/** One DescribeSecurityGroupAttribute reply as text: of an older shape, whose rules have 18 keys. */
export function replyText(g, { groups, rules }) {
  const permissions = Array.from({ length: rules }, (_, n) => permission(g, n, groups));
  return JSON.stringify({
    RequestId: '473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E',
    RegionId: target.region,
    VpcId: vpc,
    SecurityGroupId: idOf(g),
    SecurityGroupName: nameOf(g),
    Description: `Group ${g} of the estate`,
    InnerAccessPolicy: 'Drop',
    Permissions: { Permission: permissions },
  });
}

/** The rules of a parsed reply as ours. */
export function rulesOfReply(reply) {
  return reply.Permissions.Permission.map((one) => {
    const rule = fromWireRule(one, account);
    if (rule === undefined) throw new Error(`not a rule: ${JSON.stringify(one)}`);
    return rule;
  });
}

const prefixLists = ['pl-bp1offices0000000001', 'pl-bp1partners000000001'];

function nameOf(g) {
  return `service-${String(g).padStart(4, '0')}`;
}

function idOf(g) {
  return `sg-bp1${String(g).padStart(14, '0')}`;
}

function idOfName(name) {
  return idOf(Number(name.slice(-4)));
}

function ruleIdOf(g, n) {
  return `sgr-bp1${String(g * 1000 + n).padStart(14, '0')}`;
}

function describe(g, n) {
  return `Port of service ${g}, client ${n}`;
}

function listedGroup(g) {
  return {
    id: idOf(g),
    vpc,
    cloudName: nameOf(g),
    description: `Group ${g} of the estate`,
    type: 'normal',
    tags: { team: `team-${g % 40}`, 'sluice:owner': owner, 'sluice:group': nameOf(g) },
    serviceManaged: false,
  };
}

function desiredGroup(g, { groups, rules, changedEach }) {
  const file = `groups/${nameOf(g)}.yaml`;
  const written = Array.from({ length: rules }, (_, n) => {
    const rule = whole(writtenRule(g, n, groups));
    return { ...rule, source: { file, line: 8 + 5 * n, column: 5 } };
  });
  const changed = changeRules(written, g, changedEach);
  return {
    state: 'present',
    name: nameOf(g),
    cloudName: nameOf(g),
    type: 'normal',
    description: `Group ${g} of the estate`,
    innerAccessPolicy: 'drop',
    tags: { team: `team-${g % 40}` },
    adopt: undefined,
    ingress: changed.filter(({ direction }) => direction === 'ingress'),
    egress: changed.filter(({ direction }) => direction === 'egress'),
    source: { file, line: 1, column: 1 },
  };
}

/** Its texts in one piece, as a file is read, and not as the sums that they were made of. */
function whole(rule) {
  return JSON.parse(JSON.stringify(rule));
}

/** Changes a few rules, not the same ones everywhere; five ways take turns from group to group. */
function changeRules(rules, g, count) {
  const first = (g * 37) % rules.length;
  const isTouched = (n) => (n - first + rules.length) % rules.length < count;
  return rules.flatMap((rule, n) =>
    isTouched(n) ? changes[(g + n) % changes.length](rule) : rule,
  );
}

const changes = [
  (rule) => [{ ...rule, priority: rule.priority + 1 }],
  (rule) => [{ ...rule, description: 'says something else now' }],
  () => [],
  (rule) => [rule, { ...rule, traffic: { protocol: 'gre' }, peer: block('10.255.0.0/16') }],
  (rule) => [{ ...rule, policy: rule.policy === 'accept' ? 'drop' : 'accept' }],
];

/**
 * Of 100 rules 26 are egress, 13 have a group as their peer, 2 a prefix list, 10 are IPv6, 9 drop,
 * 4 are ICMP, 10 UDP; 1 of 10 says nothing about its description, and priorities are 1, but for
 * the drops and 1 in 20.
 */
function writtenRule(g, n, groups) {
  const policy = n % 11 === 5 ? 'drop' : 'accept';
  const isSpecial = policy === 'drop' || n % 20 === 3;
  return {
    direction: n % 4 === 3 || n === 98 ? 'egress' : 'ingress',
    policy,
    traffic: trafficOf(g, n),
    peer: peerOf(g, n, groups),
    priority: isSpecial ? 10 + (n % 5) * 10 : 1,
    ...(n % 10 === 9 ? {} : { description: describe(g, n) }),
  };
}

const wellKnown = [22, 80, 443, 3306, 5432, 6379, 8080, 9200];

function trafficOf(g, n) {
  if (n % 25 === 12) return { protocol: isIpv6(n) ? 'icmpv6' : 'icmp' };
  const protocol = n % 10 === 4 ? 'udp' : 'tcp';
  const first = isToGroup(n) ? 1000 + n : wellKnown[(g + n) % wellKnown.length];
  const last = n % 15 === 8 ? first + 99 : first;
  return { protocol, ports: { kind: 'range', first, last } };
}

function isToGroup(n) {
  return n % 8 === 1;
}

function isIpv6(n) {
  return n % 10 === 6;
}

function peerOf(g, n, groups) {
  if (isToGroup(n))
    return { kind: 'group', group: nameOf((g + 1 + ((n * 13) % (groups - 1))) % groups) };
  if (n % 50 === 30) return { kind: 'prefixList', prefixList: prefixLists[n % prefixLists.length] };
  if (isIpv6(n)) return block(`2001:db8:${(g + 1).toString(16)}:${n.toString(16)}::/64`);
  return block(`10.${g % 250}.${n}.0/24`);
}

function block(cidr) {
  return { kind: 'cidr', cidr };
}

/** The same rule as it is read: groups by their ids, and a description where none is written. */
function liveRule(g, n, groups) {
  const { direction, policy, traffic, peer, priority } = writtenRule(g, n, groups);
  return whole({
    id: ruleIdOf(g, n),
    direction,
    policy,
    traffic,
    peer: peer.kind === 'group' ? { kind: 'foreignGroup', groupId: idOfName(peer.group) } : peer,
    priority,
    description: liveDescription(g, n),
  });
}

function liveDescription(g, n) {
  return n % 20 === 9 ? 'by hand' : describe(g, n);
}

/** The cloud's words for the same rule. */
function permission(g, n, groups) {
  const { direction, policy, traffic, peer, priority } = writtenRule(g, n, groups);
  const [side, own] = direction === 'ingress' ? ['Source', 'Dest'] : ['Dest', 'Source'];
  const { ports } = traffic;
  const unset = { CidrIp: '', GroupId: '', GroupName: '', GroupOwnerAccount: '' };
  return {
    ...prefixed(side, { ...unset, ...wirePeer(peer) }),
    ...prefixed(own, unset),
    ...(isIpv6(n) && peer.kind === 'cidr' ? { [`Ipv6${side}CidrIp`]: peer.cidr } : {}),
    Policy: policy === 'accept' ? 'Accept' : 'Drop',
    Description: liveDescription(g, n),
    Priority: priority,
    CreateTime: '2024-03-19T13:37:54Z',
    NicType: 'intranet',
    Direction: direction,
    PortRange: ports === undefined ? '-1/-1' : `${ports.first}/${ports.last}`,
    IpProtocol: traffic.protocol.toUpperCase(),
    SecurityGroupRuleId: ruleIdOf(g, n),
  };
}

function wirePeer(peer) {
  if (peer.kind === 'group') return { GroupId: idOfName(peer.group) };
  if (peer.kind === 'prefixList') return { PrefixListId: peer.prefixList };
  return peer.cidr.includes(':') ? {} : { CidrIp: peer.cidr };
}

function prefixed(prefix, words) {
  return Object.fromEntries(Object.entries(words).map(([key, value]) => [prefix + key, value]));
}

/** Each group on two interfaces of its own; every tenth also on one together with the next. */
function interfacesOf(groups) {
  return Array.from({ length: groups }, (_, g) => [
    networkInterface(g, 0, [g]),
    networkInterface(g, 1, [g]),
    ...(g % 10 === 0 && g + 1 < groups ? [networkInterface(g, 2, [g, g + 1])] : []),
  ]).flat();
}

function networkInterface(g, n, members) {
  const address = `10.${g % 250}.${200 + n}.${1 + Math.floor(g / 250)}/32`;
  return { id: `eni-bp1${g}-${n}`, groups: members.map(idOf), addresses: [address] };
}
