// Who may reach whom: for each group the senders that its ingress lets in, and with what, after drops.
import type { AccessGraph, GraphEdge, GraphNode } from '../../model/access-graph.ts';
import { groupBy } from '../../model/group-by.ts';
import type { TrafficSet } from '../../model/traffic-window.ts';
import { formatProtocols, formatTraffic, hasPorts, type Traffic } from '../../model/traffic.ts';
import { decisions, type Decisions } from '../access/decisions.ts';
import { exposure } from '../access/exposure.ts';
import { askedBetween } from '../ends/asked-between.ts';
import type { AccessState, StateGroup } from '../ends/access-state.ts';
import { aloneIn } from '../ends/place.ts';
import { isListLabel } from '../../model/named-lists.ts';
import { formatPortRange, formatPorts } from '../../model/ports.ts';
import { swapEnds } from '../flow/swap-ends.ts';
import { sendersTo, type Sender } from './senders.ts';

/** Each group alone on an interface: where several sit on one, their rules count together. */
export function accessGraph(state: AccessState): AccessGraph {
  const groups = [...state.groups.values()]
    .filter(({ isOurs }) => isOurs)
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const nodes = new Map(groups.map((group) => [`group ${group.name}`, groupNode(group)]));
  const edges: GraphEdge[] = [];
  for (const group of groups.filter(({ unwritten }) => !unwritten.includes('ingress'))) {
    for (const alike of groupBy(sendersTo(group, state), bySender).values()) {
      const edge = edgeOf(alike, group, state);
      const [node] = alike.map((sender) => sender.node);
      if (edge === undefined || node === undefined) continue;
      edges.push(edge);
      if (!nodes.has(node.key)) nodes.set(node.key, node);
    }
  }
  return {
    notes: [
      stateText(state),
      'Each group alone on an interface; where several sit on one, their rules count together.',
    ],
    nodes: [...nodes.values()].toSorted((one, other) => (one.key < other.key ? -1 : 1)),
    edges: edges.toSorted((one, other) => (edgeKey(one) < edgeKey(other) ? -1 : 1)),
  };
}

function stateText({ kind, snapshot }: Pick<AccessState, 'kind' | 'snapshot'>): string {
  const who = 'Who may reach whom';
  switch (kind) {
    case 'desired':
      return `${who}, as it is written.`;
    case 'live':
      return `${who}, as ${snapshot === undefined ? 'the cloud has it' : `it is in ${snapshot}`}.`;
    case 'planned':
      return `${who}, as it will be after the plan${snapshot === undefined ? '' : ` from ${snapshot}`}.`;
  }
}

function bySender({ node }: Sender): string {
  return node.key;
}

function edgeKey({ from, to }: GraphEdge): string {
  return JSON.stringify([from, to]);
}

function groupNode({ name, unwritten }: StateGroup): GraphNode {
  const label = unwritten.includes('ingress') ? `${name} (ingress not written)` : name;
  return { key: `group ${name}`, kind: 'group', label };
}

/** Undefined where drops leave nothing. */
function edgeOf(
  senders: readonly Sender[],
  group: StateGroup,
  state: AccessState,
): GraphEdge | undefined {
  const [first] = senders;
  if (first === undefined) return undefined;
  const to = aloneIn(group.name, undefined);
  const asked = senders.map(({ place, traffic }) => {
    const between = { from: place, to, traffic: askedOf(traffic) };
    const whole = askedBetween(between, 'ingress', { groups: [group], state });
    return withPortList(whole, traffic, group);
  });
  const ends = { from: first.node.key, to: `group ${group.name}` };
  const passing = exposure([group], { direction: 'ingress', within: asked });
  const decided = decisions([group], { direction: 'ingress', within: asked });
  if (passing.kind === 'incomplete' || decided.kind === 'incomplete') {
    const traffic = [...new Set(senders.map((sender) => formatTraffic(sender.traffic)))];
    return { ...ends, traffic, egress: 'unknown', isPart: true };
  }
  const sets = passing.allowed.map(({ traffic }) => traffic);
  if (sets.length === 0) return undefined;
  const sent = afterEgress(first, { sets, to: group, state });
  return { ...ends, ...sent, isPart: sent.isPart || dropsSome(decided) };
}

/** What the sender's own egress leaves of it, where it is a group whose egress is known. */
function afterEgress(
  { place }: Sender,
  {
    sets,
    to,
    state,
  }: { readonly sets: readonly TrafficSet[]; readonly to: StateGroup; readonly state: AccessState },
): Omit<GraphEdge, 'from' | 'to'> {
  const [name = ''] = place.groups ?? [];
  const from = state.groups.get(name);
  const whole = { traffic: trafficTexts(sets), isPart: false };
  if (from === undefined) return { ...whole, egress: 'sent' };
  if (from.unwritten.includes('egress')) return { ...whole, egress: 'unknown' };
  const between = { from: place, to: aloneIn(to.name, undefined), traffic: { protocols: ['all'] } };
  const asked = askedBetween(between, 'egress', { groups: [from], state });
  const known = [name, ...sets.flatMap(({ without = [] }) => without)];
  const within = sets.map((set) => swapEnds(set, { groups: [from, to], asked }, known));
  const sent = exposure([from], { direction: 'egress', within });
  const decided = decisions([from], { direction: 'egress', within });
  if (sent.kind === 'incomplete' || decided.kind === 'incomplete') {
    return { ...whole, egress: 'unknown' };
  }
  const left = sent.allowed.map(({ traffic }) => traffic);
  if (left.length === 0) return { ...whole, egress: 'dropped' };
  return { traffic: trafficTexts(left), egress: 'sent', isPart: dropsSome(decided) };
}

function dropsSome({ decisions: parts }: Extract<Decisions, { kind: 'complete' }>): boolean {
  return parts.some(({ policy }) => policy === 'drop');
}

function askedOf(traffic: Traffic): Pick<TrafficSet, 'protocols' | 'ports' | 'sourcePorts'> {
  const protocols = [String(traffic.protocol)];
  if (!hasPorts(traffic)) return { protocols };
  const { ports, sourcePorts } = traffic;
  return {
    protocols,
    ...(ports.kind === 'range' ? { ports: [formatPortRange(ports)] } : {}),
    ...(sourcePorts === undefined ? {} : { sourcePorts: [formatPortRange(sourcePorts)] }),
  };
}

function withPortList(asked: TrafficSet, traffic: Traffic, { lists }: StateGroup): TrafficSet {
  if (!hasPorts(traffic) || traffic.ports.kind === 'range') return asked;
  const entries = lists?.portLists.get(traffic.ports.portList);
  if (entries !== undefined) return { ...asked, ports: entries.map(formatPortRange) };
  return { ...asked, within: [...(asked.within ?? []), formatPorts(traffic.ports)] };
}

/** `tcp 80, 443`, `icmp`: what is sent, whoever it is. */
function trafficTexts(sets: readonly TrafficSet[]): readonly string[] {
  const each = sets.flatMap((set) => namesOf(set).map((protocol) => ({ protocol, set })));
  return [...groupBy(each, ({ protocol }) => protocol)]
    .map(([protocol, alike]) => {
      const isAll = alike.some(({ set }) => set.ports === undefined && !isListed(set.within));
      if (isAll) return protocol;
      const ports = new Set(
        // What is in a list is all that there is of the ports beside it.
        alike.flatMap(({ set: { ports = [], within } }) =>
          isListed(within) ? (within ?? []).filter(isPortList) : ports,
        ),
      );
      return `${protocol} ${[...ports].toSorted(byNumber).join(', ')}`;
    })
    .toSorted();
}

/** What is left of all protocols stays together. */
function namesOf({ protocols }: TrafficSet): readonly string[] {
  const areSingle = protocols.every((protocol) => !protocol.includes('-'));
  return areSingle ? protocols.map((one) => formatProtocols([one])) : [formatProtocols(protocols)];
}

function isListed(within: readonly string[] | undefined): boolean {
  return within?.some(isPortList) === true;
}

function isPortList(name: string): boolean {
  return isListLabel(name, ['portLists']);
}

function byNumber(one: string, other: string): number {
  return Number.parseInt(one) - Number.parseInt(other) || (one < other ? -1 : 1);
}
