// What can be wrong with a flow when each of its parts is right.
import { cidrFamily } from '../../model/cidr.ts';
import type { Finding } from '../../model/finding.ts';
import { isPorted, type Protocol } from '../../model/traffic.ts';
import { fault } from '../fault.ts';
import { protocolFamily } from '../rules/families.ts';
import { valueAt, type Located } from '../yaml/located.ts';
import type { WrittenEnd } from './read-assertion.ts';

interface FlowParts {
  readonly from: readonly WrittenEnd[];
  readonly to: readonly WrittenEnd[];
  readonly except: readonly WrittenEnd[];
  readonly protocols: readonly Protocol[];
}

interface FlowNodes {
  readonly flow: Located;
  readonly protocol: Located;
  readonly ports: Located | undefined;
}

/** At most one of each kind: more would mostly be echoes. */
export function flowFaults(parts: FlowParts, nodes: FlowNodes): readonly Finding[] {
  return [
    ...portFaults(parts, nodes),
    ...outsideFaults(parts),
    ...familyFaults(parts),
    ...exceptFaults(parts),
  ];
}

function portFaults({ protocols }: FlowParts, { flow, ports }: FlowNodes): readonly Finding[] {
  if (ports === undefined) return [];
  if (valueAt(flow, 'port') !== undefined && valueAt(flow, 'ports') !== undefined) {
    const message = 'the flow has "port" and "ports"; expected one of them';
    return [fault(flow.source, { code: 'port-and-ports', message, example: 'ports: [80, 443]' })];
  }
  const portless = protocols.find((protocol) => !isPorted(protocol));
  if (portless === undefined) return [];
  const message = `${portless} has no ports; leave them out, or write an assertion of its own for it`;
  const example = `protocol: ${portless}`;
  return [fault(ports.source, { code: 'ports-without-protocol', message, example })];
}

/** Between two that are outside, no rule of ours decides. */
function outsideFaults({ from, to }: FlowParts): readonly Finding[] {
  const [sender, receiver] = [from, to].map((ends) => ends.find(isOutside));
  if (sender === undefined || receiver === undefined) return [];
  const message =
    'at neither end of this flow is a group, so that no rule of these files decides about it; expected { group: … } or { tag: … } at one of them';
  const example = 'to: { group: web }';
  return [fault(receiver.source, { code: 'flow-without-group', message, example })];
}

function isOutside({ kind }: WrittenEnd): boolean {
  return kind === 'addresses' || kind === 'internet';
}

function familyFaults({ from, to, protocols }: FlowParts): readonly Finding[] {
  const families = new Set(protocols.map(protocolFamily));
  const [family] = families;
  if (families.size !== 1 || family === undefined) return [];
  // A network of which no entry is in force has no family.
  const lacking = [...from, ...to].find(
    (end) =>
      end.kind === 'addresses' &&
      end.variants.some(
        (blocks) => blocks.length > 0 && !blocks.some((block) => cidrFamily(block) === family),
      ),
  );
  if (lacking === undefined) return [];
  const [is, other] = family === 'ipv4' ? ['icmp', 'icmpv6'] : ['icmpv6', 'icmp'];
  const message = `${is} is for ${family === 'ipv4' ? 'IPv4' : 'IPv6'} only, and this end has no address of it; expected one, or another protocol`;
  return [
    fault(lacking.source, { code: 'mixed-families', message, example: `protocol: ${other}` }),
  ];
}

function exceptFaults({ except }: FlowParts): readonly Finding[] {
  const internet = except.find(({ kind }) => kind === 'internet');
  if (internet === undefined) return [];
  const message =
    'internet cannot be an exception; expected addresses, networks, groups or tags, or the senders that are meant under "from"';
  return [fault(internet.source, { code: 'bad-except', message, example: 'except: office' })];
}
