// One assertion as it is written → what it says, before it is known which groups there are.
import type { Cidr } from '../../model/cidr.ts';
import type { AssertionMode, FlowEnd, TestedState } from '../../model/flow-assertion.ts';
import type { GroupName } from '../../model/group-identity.ts';
import { formatPortRange } from '../../model/ports.ts';
import type { Source } from '../../model/source.ts';
import { parseProtocol, type Protocol } from '../../model/traffic.ts';
import type { Report } from '../fault.ts';
import { readAddresses, type NetworkBlock } from '../rules/read-address.ts';
import { readPortRange } from '../rules/read-ports.ts';
import { isSound } from '../shape/shape.ts';
import {
  addressesAnywhere,
  networksOf,
  type TargetNetworks,
} from '../workspace/target-networks.ts';
import { itemsOf, textOf, valueAt, type Located } from '../yaml/located.ts';
import { flowFaults } from './flow-faults.ts';

/** An end, and where it is written. */
export type WrittenEnd = { readonly source: Source } & (
  | Exclude<FlowEnd, { readonly kind: 'addresses' }>
  | WrittenAddresses
  | { readonly kind: 'tag'; readonly key: string; readonly value: string }
);

/** A block, an address, or a network, which may be others in some targets. */
export interface WrittenAddresses {
  readonly kind: 'addresses';
  readonly text: string;
  /** Undefined where the target has no network of this name. */
  readonly blocksIn: (target: string) => readonly Cidr[] | undefined;
  /** All that they may be. */
  readonly variants: readonly (readonly Cidr[])[];
}

export interface WrittenAssertion {
  readonly name: string;
  readonly expects: 'allow' | 'deny';
  readonly from: readonly WrittenEnd[];
  readonly to: readonly WrittenEnd[];
  readonly except: readonly WrittenEnd[];
  readonly protocols: readonly string[];
  readonly ports: readonly string[] | undefined;
  readonly mode: AssertionMode | undefined;
  readonly states: readonly TestedState[] | undefined;
  readonly source: Source;
}

export interface AssertionContext {
  readonly networks: TargetNetworks;
  readonly faulty: ReadonlySet<Located>;
  readonly report: Report;
}

/** Undefined where there is a fault, which has then been reported. */
export function readAssertion(
  node: Located,
  context: AssertionContext,
): WrittenAssertion | undefined {
  const flow = valueAt(node, 'allow') ?? valueAt(node, 'deny');
  if (flow === undefined || !isSound(node, context.faulty)) return undefined;
  const { report } = context;
  const [from, to, except] = [
    readEnds(valueAt(flow, 'from'), context),
    readEnds(valueAt(flow, 'to'), context),
    readEnds(valueAt(node, 'except'), context),
  ];
  const protocolNode = valueAt(flow, 'protocol') ?? flow;
  const protocols = itemsOf(protocolNode).flatMap((item) => parseProtocol(textOf(item)) ?? []);
  const portsNode = valueAt(flow, 'port') ?? valueAt(flow, 'ports');
  const ports = portsNode && itemsOf(portsNode).map((item) => readPortRange(item, report));
  if (from === undefined || to === undefined || except === undefined) return undefined;
  if (ports?.includes(undefined) === true) return undefined;
  const read = { from, to, except, protocols };
  const faults = flowFaults(read, { flow, protocol: protocolNode, ports: portsNode });
  faults.forEach(report);
  if (faults.length > 0) return undefined;
  const [mode, states] = [valueAt(node, 'mode'), valueAt(node, 'states')];
  return {
    name: textOf(valueAt(node, 'name') ?? node),
    expects: valueAt(node, 'allow') === undefined ? 'deny' : 'allow',
    ...{ from, to, except },
    protocols: namesOf(protocols),
    ports: ports?.flatMap((range) => (range === undefined ? [] : formatPortRange(range))),
    mode: mode && (textOf(mode) as AssertionMode),
    states: states && itemsOf(states).map((item) => textOf(item) as TestedState),
    source: node.source,
  };
}

function namesOf(protocols: readonly Protocol[]): readonly string[] {
  return [...new Set(protocols.map(String))];
}

/** Empty where nothing is written. */
function readEnds(
  node: Located | undefined,
  context: AssertionContext,
): readonly WrittenEnd[] | undefined {
  if (node === undefined) return [];
  const ends = itemsOf(node).map((item) => readEnd(item, context));
  return ends.includes(undefined) ? undefined : ends.flatMap((end) => end ?? []);
}

function readEnd(node: Located, context: AssertionContext): WrittenEnd | undefined {
  const [group, tag] = [valueAt(node, 'group'), valueAt(node, 'tag')];
  if (group !== undefined) {
    return { kind: 'group', group: textOf(group) as GroupName, source: group.source };
  }
  if (tag?.kind === 'map') {
    const [[key, { value }] = ['', { value: tag }]] = tag.entries;
    return { kind: 'tag', key, value: textOf(value), source: tag.source };
  }
  return readAddressEnd(node, context);
}

function readAddressEnd(
  node: Located,
  { networks, report }: AssertionContext,
): WrittenEnd | undefined {
  const [text, { source }] = [textOf(node), node];
  const found = [networks.shared, ...networks.own.values()].map(({ find }) => find(text));
  if (found.includes('faulty')) return undefined;
  const known = found.flatMap((blocks) => (typeof blocks === 'string' ? [] : [inForce(blocks)]));
  if (known.length > 0) {
    const blocksIn = (target: string) => {
      const blocks = networksOf(target, networks).find(text);
      return typeof blocks === 'string' ? undefined : inForce(blocks);
    };
    return { kind: 'addresses', text, blocksIn, variants: known, source };
  }
  if (text === 'internet') return { kind: 'internet', source };
  const read = readAddresses(node, { ...addressesAnywhere(networks), report });
  const blocks = read && inForce(read);
  return blocks && { kind: 'addresses', text, blocksIn: () => blocks, variants: [blocks], source };
}

function inForce(blocks: readonly NetworkBlock[]): readonly Cidr[] {
  return blocks.flatMap(({ cidr, when }) => (when === 'now' ? [cidr] : []));
}
