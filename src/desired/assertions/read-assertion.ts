// One assertion as it is written → what it says, before it is known which groups there are.
import type { AssertionMode, FlowEnd, TestedState } from '../../model/flow-assertion.ts';
import type { GroupName } from '../../model/group-identity.ts';
import { formatPortRange } from '../../model/ports.ts';
import type { Source } from '../../model/source.ts';
import { parseProtocol, type Protocol } from '../../model/traffic.ts';
import { readAddresses, type AddressContext } from '../rules/read-address.ts';
import { readPortRange } from '../rules/read-ports.ts';
import { isSound } from '../shape/shape.ts';
import { itemsOf, textOf, valueAt, type Located } from '../yaml/located.ts';
import { flowFaults } from './flow-faults.ts';

/** An end, and where it is written. */
export type WrittenEnd = { readonly source: Source } & (
  FlowEnd | { readonly kind: 'tag'; readonly key: string; readonly value: string }
);

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

export interface AssertionContext extends AddressContext {
  readonly faulty: ReadonlySet<Located>;
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
  const { source } = node;
  const [group, tag] = [valueAt(node, 'group'), valueAt(node, 'tag')];
  if (group !== undefined) {
    return { kind: 'group', group: textOf(group) as GroupName, source: group.source };
  }
  if (tag?.kind === 'map') {
    const [[key, { value }] = ['', { value: tag }]] = tag.entries;
    return { kind: 'tag', key, value: textOf(value), source: tag.source };
  }
  const isNetwork = context.findNetwork(textOf(node)) !== 'unknown';
  if (textOf(node) === 'internet' && !isNetwork) return { kind: 'internet', source };
  const found = readAddresses(node, context);
  const blocks = found?.flatMap(({ cidr, when }) => (when === 'now' ? [cidr] : []));
  return blocks && { kind: 'addresses', blocks, source };
}
