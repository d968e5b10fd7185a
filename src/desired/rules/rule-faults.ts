// What can be wrong with a rule when each of the parts in question is right.
import type { Finding } from '../../model/finding.ts';
import type { Ports } from '../../model/ports.ts';
import { isPorted, type Protocol } from '../../model/traffic.ts';
import { familyFault } from './families.ts';
import { fault } from '../fault.ts';
import type { RuleParts } from './rule-parts.ts';
import type { Sourced } from '../yaml/sourced.ts';

/** Rules that one written rule may stand for. */
export const expandedRulesMax = 10_000;

/** The first fault only: a second would mostly be an echo of it. */
export function ruleFault(parts: RuleParts): Finding | undefined {
  return sizeFault(parts) ?? familyFault(parts);
}

interface PortParts extends Pick<RuleParts, 'sourcePorts' | 'source'> {
  readonly protocols: readonly Sourced<Protocol>[];
  readonly ports: readonly Sourced<Ports>[];
}

/** Whether the protocols go with the ports, whatever else is wrong. */
export function portFault({
  protocols,
  ports,
  sourcePorts,
  source,
}: PortParts): Finding | undefined {
  const ported = protocols.find(({ value }) => isPorted(value));
  const portless = protocols.find(({ value }) => !isPorted(value));
  const [firstPorts] = [...ports, ...sourcePorts];
  if (ported !== undefined && ports.length === 0) {
    const message = `${ported.value} needs ports; expected a port, a range or a list of them`;
    return fault(source, { code: 'missing-ports', message, example: 'ports: 443' });
  }
  if (portless === undefined || firstPorts === undefined) return undefined;
  const instead = ported === undefined ? 'leave them out' : `write a rule of its own for it`;
  const message = `${portless.value} has no ports; ${instead}`;
  return fault(firstPorts.source, {
    code: 'ports-without-protocol',
    message,
    example: `protocol: ${portless.value}`,
  });
}

function sizeFault({ services, sourcePorts, peers, locals, source }: RuleParts) {
  const ports = services.reduce((sum, service) => sum + Math.max(1, service.ports.length), 0);
  const lists = [sourcePorts, peers, locals];
  const size = lists.reduce((product, list) => product * Math.max(1, list.length), ports);
  if (size <= expandedRulesMax) return undefined;
  const message = `this rule stands for more than ${expandedRulesMax} rules; expected fewer, by ranges or larger blocks`;
  return fault(source, { code: 'too-many-rules', message });
}
