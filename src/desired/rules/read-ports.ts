// Ports as they are written: `443`, `8000-8999`, `{ portList: prl-… }`.
import { parsePortRange, portMax, type PortRange, type Ports } from '../../model/ports.ts';
import { fault, type Report } from '../fault.ts';
import { textOf, valueAt, type Located } from '../yaml/located.ts';

export function readPorts(node: Located, report: Report): Ports | undefined {
  const portList = valueAt(node, 'portList');
  if (portList !== undefined) return { kind: 'list', portList: textOf(portList) };
  const range = readPortRange(node, report);
  return range && { kind: 'range', ...range };
}

export function readPortRange(node: Located, report: Report): PortRange | undefined {
  const range = parsePortRange(textOf(node));
  if (range !== undefined) return range;
  const message = `"${textOf(node)}" ${problem(textOf(node))}; expected a port from 1 to ${portMax}, or a range such as 8000-8999`;
  report(fault(node.source, { code: 'bad-ports', message, example: 'ports: 8000-8999' }));
  return undefined;
}

function problem(text: string): string {
  const [first = 0, last = first] = text.split('-').map(Number);
  return first > last && last > 0 ? 'runs backwards' : 'is not within the ports there are';
}
