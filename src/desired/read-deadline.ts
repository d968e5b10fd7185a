// A day or a time until which something holds, or from which on.
import { parseDeadline, parseStart, type Deadline, type Start } from '../model/deadline.ts';
import { fault, type Report } from './fault.ts';
import { isSound } from './shape/shape.ts';
import { textOf, type Located } from './yaml/located.ts';

interface DeadlineContext {
  readonly faulty: ReadonlySet<Located>;
  readonly report: Report;
}

/** Undefined where there is none, or where it has a fault, which is then reported. */
export function readDeadline(
  node: Located | undefined,
  key: 'expires' | 'until',
  context: DeadlineContext,
): Deadline | undefined {
  return readTime(node, key, { ...context, parse: parseDeadline });
}

/** The same for when something begins. */
export function readStart(node: Located | undefined, context: DeadlineContext): Start | undefined {
  return readTime(node, 'from', { ...context, parse: parseStart });
}

function readTime<Time>(
  node: Located | undefined,
  key: string,
  {
    faulty,
    report,
    parse,
  }: DeadlineContext & { readonly parse: (text: string) => Time | undefined },
): Time | undefined {
  if (node === undefined || !isSound(node, faulty)) return undefined;
  const time = parse(textOf(node));
  if (time !== undefined) return time;
  const message = `"${key}" is ${JSON.stringify(textOf(node))}; expected a day that there is, or a time with its zone`;
  report(fault(node.source, { code: `bad-${key}`, message, example: `${key}: 2027-03-31` }));
  return undefined;
}
