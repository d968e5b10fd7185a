// What stands around the reports of several targets: a heading for each that has none, and a last line.
import type { Colors } from 'picocolors/types.js';
import { alignColumns } from './columns.ts';
import { printable } from './printable.ts';

export interface TargetOutcome {
  readonly name: string;
  /** In a few words, such as `no changes`. */
  readonly outcome: string;
}

export function targetHeading(name: string, colours: Colors): string {
  return `${colours.bold(`Target ${name}`)}\n`;
}

export function renderOutcomes(outcomes: readonly TargetOutcome[], colours: Colors): string {
  const lines = alignColumns(outcomes.map(({ name, outcome }) => [name, outcome]));
  return [colours.bold('Targets:'), ...lines.map((line) => `  ${line}`), ''].join('\n');
}

/** What lines of the files change in all targets together; nothing where there is no such line. */
export function renderCauses(causes: readonly string[], colours: Colors): string {
  if (causes.length === 0) return '';
  return [colours.bold('Causes:'), ...causes.map((cause) => `  ${printable(cause)}`), ''].join(
    '\n',
  );
}
