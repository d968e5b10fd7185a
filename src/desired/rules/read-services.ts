// Protocols with their ports: as a rule or a service of the workspace has them, or by names of services.
import type { PortRange } from '../../model/ports.ts';
import { isPorted, parseProtocol } from '../../model/traffic.ts';
import { fault, type Report, type Words } from '../fault.ts';
import { closest } from '../shape/closest.ts';
import { isSound } from '../shape/shape.ts';
import { listNames } from '../workspace/list-names.ts';
import { itemsOf, textOf, valueAt, type Located } from '../yaml/located.ts';
import type { Sourced } from '../yaml/sourced.ts';
import { oneOf, readEach } from './read-each.ts';
import { readPorts } from './read-ports.ts';
import { expandedRulesMax, portFault } from './rule-faults.ts';
import type { ServicePart } from './rule-parts.ts';

/** A service by its name: `unknown`, or `faulty` where its faults are reported already. */
export type FindService = (name: string) => readonly ServicePart[] | 'unknown' | 'faulty';

export interface ServiceContext {
  readonly findService: FindService;
  readonly serviceNames: readonly string[];
  readonly faulty: ReadonlySet<Located>;
  readonly report: Report;
}

/** Undefined where there is a fault, which has then been reported, as that of the source ports is. */
export function readRuleServices(
  rule: Located,
  sourcePorts: readonly Sourced<PortRange>[] | undefined,
  context: ServiceContext,
): readonly ServicePart[] | undefined {
  const service = valueAt(rule, 'service');
  if (service === undefined) return readServiceParts(rule, sourcePorts, context);
  const own = ['protocol', 'ports'].find((key) => valueAt(rule, key) !== undefined);
  if (own !== undefined) {
    const message = `the rule has "service" and "${own}"; a service stands for protocol and ports, so that one of them is expected`;
    context.report(fault(service.source, { code: 'service-and-protocol', message }));
    return undefined;
  }
  const services: ServicePart[] = [];
  let isWhole = !context.faulty.has(service);
  for (const item of itemsOf(service)) {
    const parts = namedParts(item, context);
    if (parts === undefined) isWhole = false;
    else services.push(...parts);
    // Each stands for a rule or more, so that this is refused.
    if (services.length > expandedRulesMax) break;
  }
  if (!isWhole) return undefined;
  const portless = services.find(({ protocol }) => !isPorted(protocol.value));
  if (portless === undefined || sourcePorts === undefined) return services;
  const { protocol, ports } = portless;
  const mismatch = portFault({ protocols: [protocol], ports, sourcePorts, source: rule.source });
  if (mismatch !== undefined) context.report(mismatch);
  return mismatch === undefined ? services : undefined;
}

/** All protocols of a rule, or of one entry of a service, have its ports. */
export function readServiceParts(
  node: Located,
  sourcePorts: readonly Sourced<PortRange>[] | undefined,
  { faulty, report }: Pick<ServiceContext, 'faulty' | 'report'>,
): readonly ServicePart[] | undefined {
  const protocols = readEach(valueAt(node, 'protocol'), faulty, (item) =>
    oneOf(parseProtocol(textOf(item))),
  );
  const ports = readEach(valueAt(node, 'ports'), faulty, (item) => oneOf(readPorts(item, report)));
  // With a key that is misspelt, missing ports would be an echo.
  if (!protocols || !ports || !sourcePorts || faulty.has(node)) return undefined;
  const mismatch = portFault({ protocols, ports, sourcePorts, source: node.source });
  if (mismatch !== undefined) report(mismatch);
  return mismatch === undefined ? protocols.map((protocol) => ({ protocol, ports })) : undefined;
}

/** With the place of the name, so that what does not fit it is said there. */
function namedParts(
  item: Located,
  { findService, serviceNames, faulty, report }: ServiceContext,
): readonly ServicePart[] | undefined {
  if (!isSound(item, faulty)) return undefined;
  const found = findService(textOf(item));
  if (found === 'unknown') report(fault(item.source, unknownService(textOf(item), serviceNames)));
  if (found === 'unknown' || found === 'faulty') return undefined;
  const { source } = item;
  return found.map(({ protocol, ports, via }) => ({
    protocol: { value: protocol.value, source },
    ports,
    ...(via === undefined ? {} : { via }),
  }));
}

function unknownService(name: string, names: readonly string[]): Words {
  const meant = closest(name, names);
  const known =
    names.length === 0 ? 'expected protocol and ports' : `expected one of ${listNames(names)}`;
  const hint = meant === undefined ? known : `did you mean "${meant}"?`;
  const message = `no service is named "${name}"; ${hint}`;
  const example = names.length === 0 ? 'protocol: tcp' : `service: ${meant ?? names[0] ?? ''}`;
  return { code: 'unknown-service', message, example };
}
