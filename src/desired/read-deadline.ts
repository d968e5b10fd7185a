// A day or a time until which something holds.
import { parseDeadline, type Deadline } from '../model/deadline.ts';
import { fault, type Report } from './fault.ts';
import { isSound } from './shape/shape.ts';
import { textOf, type Located } from './yaml/located.ts';

/** Undefined where there is none, or where it has a fault, which is then reported. */
export function readDeadline(
  node: Located | undefined,
  key: 'expires' | 'until',
  { faulty, report }: { readonly faulty: ReadonlySet<Located>; readonly report: Report },
): Deadline | undefined {
  if (node === undefined || !isSound(node, faulty)) return undefined;
  const deadline = parseDeadline(textOf(node));
  if (deadline !== undefined) return deadline;
  const message = `"${key}" is ${JSON.stringify(textOf(node))}; expected a day that there is, or a time with its zone`;
  report(fault(node.source, { code: `bad-${key}`, message, example: `${key}: 2027-03-31` }));
  return undefined;
}
