// A set of traffic in a line: `ingress tcp 443 from 10.0.0.0/8 except 10.1.0.0/16 in web not in app`.
import type { Cidr } from './cidr.ts';
import { isListLabel } from './named-lists.ts';
import type { TrafficSet } from './traffic-window.ts';
import { formatProtocols, parseProtocol, protocolNumber } from './traffic.ts';

export function formatTrafficSet(set: TrafficSet): string {
  const { direction } = set;
  const from = direction === 'ingress' ? 'from' : 'to';
  return `${direction} ${formatWhat(set)} ${from} ${formatWho(set)}${formatLocal(set)}`;
}

/** ` to 10.0.1.0/24`, our own side; nothing where it is anything. */
export function formatLocal({ direction, locals, localsExcept }: TrafficSet): string {
  const text = formatBlocks(locals, localsExcept);
  if (text === undefined) return '';
  return ` ${direction === 'ingress' ? 'to' : 'from'} ${text}`;
}

/** `tcp 443`, `all except icmp`, `udp 53 from ports 1024-65535`. */
export function formatWhat({ protocols, ports, sourcePorts }: TrafficSet): string {
  return [
    protocolsText(protocols),
    ...(ports === undefined ? [] : [ports.join(', ')]),
    ...(sourcePorts === undefined ? [] : [`from ports ${sourcePorts.join(', ')}`]),
  ].join(' ');
}

/** The other side: `10.0.0.0/8 except 10.1.0.0/16 in web not in app`, `anybody`, `members of web`. */
export function formatWho({ peers, peersExcept, within = [], without }: TrafficSet): string {
  const isEverywhere = peers === undefined || peers.join() === '0.0.0.0/0,::/0';
  const blocks = formatBlocks(peers, peersExcept);
  const inside = within.length === 0 ? [] : [within.join(' and ')];
  const isGroups = !within.some((name) => isListLabel(name));
  return [
    ...(isEverywhere && isGroups && within.length > 0
      ? [
          ...inside.map((names) => `members of ${names}`),
          ...(peersExcept === undefined ? [] : [`except ${peersExcept.join(', ')}`]),
        ]
      : [blocks ?? 'anybody', ...inside.map((names) => `in ${names}`)]),
    ...(without === undefined ? [] : [`not in ${without.join(' or ')}`]),
  ].join(' ');
}

/** More than these nobody keeps in mind. */
const exceptionsShownMax = 4;

/**
 * `, but not tcp 443, nor udp 53 from 10.0.0.0/8`: of each exception what the set itself does not say, and of
 * many only how many more there are.
 */
export function formatExceptions(set: TrafficSet, but: readonly TrafficSet[] = []): string {
  if (but.length === 0) return '';
  const shown = but.length <= exceptionsShownMax ? but : but.slice(0, exceptionsShownMax - 1);
  const more = but.length - shown.length;
  const [first, ...others] = shown.map((one) => exceptionText(one, set));
  return [
    `, but not ${first}`,
    ...others.map((text) => `, nor ${text}`),
    ...(more === 0 ? [] : [`, nor ${more} more kinds of traffic`]),
  ].join('');
}

function exceptionText(one: TrafficSet, set: TrafficSet): string {
  const [what, who, local] = [formatWhat(one), formatWho(one), formatLocal(one)];
  const isForAll = who === formatWho(set) || isFromAll(one, set);
  const from = one.direction === 'ingress' ? 'from' : 'to';
  const saysWhat = isForAll || (what !== 'all' && what !== formatWhat(set));
  return `${[...(saysWhat ? [what] : []), ...(isForAll ? [] : [`${from} ${who}`])].join(' ')}${local}`;
}

/** Whether it takes out what it says whoever of the set is on the other side. */
function isFromAll({ peers, peersExcept, within, without }: TrafficSet, set: TrafficSet): boolean {
  if (peersExcept !== undefined || within !== undefined || without !== undefined) return false;
  const ofFamily = (peer: Cidr) => (peer.includes(':') ? '::/0' : '0.0.0.0/0') as Cidr;
  return (
    peers === undefined || (set.peers?.every((peer) => peers.includes(ofFamily(peer))) ?? false)
  );
}

/** Whether it says no more than that members of these groups pass each other. */
export function isOwnMembers({ within, ...set }: TrafficSet, groups: readonly string[]): boolean {
  const isInside = within?.every((name) => groups.includes(name)) ?? false;
  return isInside && formatWhat(set) === 'all' && formatWho(set) === 'anybody';
}

/**
 * The same without saying that members of these groups are left out: a group that accepts traffic inside
 * lets its own members pass before any rule is asked, and a line that says so each time is hard to read.
 */
export function withoutOwnMembers(set: TrafficSet, groups: readonly string[]): TrafficSet {
  const { without, ...others } = set;
  const left = without?.filter((name) => !groups.includes(name)) ?? [];
  return left.length === 0 ? others : { ...others, without: left };
}

/** `0.0.0.0/0 except 10.0.0.0/8, 192.168.0.0/16`; undefined where nothing is said. */
function formatBlocks(
  blocks: readonly Cidr[] | undefined,
  except: readonly Cidr[] | undefined,
): string | undefined {
  if (blocks === undefined && except === undefined) return undefined;
  const all = blocks?.join(', ') ?? 'anywhere';
  return except === undefined ? all : `${all} except ${except.join(', ')}`;
}

/** `all except tcp` is easier to read than what is left of the numbers. */
function protocolsText(protocols: readonly string[]): string {
  const spans = protocols.map((text) => {
    const [first = '', last = first] = /^\d+-\d+$/.test(text) ? text.split('-') : [text];
    return { first: numberOf(first), last: numberOf(last) };
  });
  const isLong = protocols.length > 1 && spans[0]?.first === 0 && spans.at(-1)?.last === 255;
  if (!isLong) return formatProtocols(protocols);
  const gaps = spans.slice(1).flatMap(({ first }, index) => {
    const after = (spans[index]?.last ?? 0) + 1;
    return Array.from({ length: first - after }, (_, more) => after + more);
  });
  const names = gaps.map((number) => String(parseProtocol(String(number)) ?? number));
  return `all except ${formatProtocols(names)}`;
}

function numberOf(text: string): number {
  return protocolNumber(text) ?? Number(text);
}
