// One workflow command, which GitHub shows beside a line of a change, or at the run where there is none.
import { printable } from '../printable.ts';

export interface Annotation {
  readonly kind: 'error' | 'warning' | 'notice';
  /** From the root of the repository; absent where it is about no place in it. */
  readonly place?: { readonly file: string; readonly line: number; readonly col: number };
  readonly title: string;
  /** May have several lines. */
  readonly message: string;
}

export function workflowCommand({ kind, place, title, message }: Annotation): string {
  const properties = Object.entries({ ...place, title }).map(
    ([name, value]) => `${name}=${escapedProperty(printable(String(value)))}`,
  );
  const text = message.split('\n').map(printable).join('\n');
  return `::${kind} ${properties.join(',')}::${escapedText(text)}\n`;
}

function escapedText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** A colon or a comma would end it. */
function escapedProperty(text: string): string {
  return escapedText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
