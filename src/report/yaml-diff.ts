// A change as a unified diff of YAML: the live group against the group that the plan ends in.
import { createTwoFilesPatch } from 'diff';
import type { Colors } from 'picocolors/types.js';
import { printable } from './printable.ts';

export interface GroupTexts {
  readonly name: string;
  /** YAML; empty where there is no group. */
  readonly live: string;
  readonly desired: string;
}

/** Empty where both texts are equal. */
export function renderYamlDiff({ name, live, desired }: GroupTexts, colours: Colors): string {
  if (live === desired) return '';
  const from = live === '' ? '/dev/null' : `live/${name}`;
  const to = desired === '' ? '/dev/null' : `desired/${name}`;
  return renderDiff({ from, to, before: live, after: desired }, colours);
}

export interface TwoTexts {
  readonly from: string;
  readonly to: string;
  readonly before: string;
  readonly after: string;
}

export function renderDiff({ from, to, before, after }: TwoTexts, colours: Colors): string {
  const patch = createTwoFilesPatch(from, to, before, after, '', '', { context: 3 });
  const lines = patch.split('\n');
  // Above that stands a ruler of the library's own, and an index where both names are alike.
  const first = lines.findIndex((line) => line.startsWith('--- '));
  return lines
    .slice(first)
    .map((line) => paintDiffLine(printable(line), colours))
    .join('\n');
}

function paintDiffLine(line: string, colours: Colors): string {
  if (line.startsWith('+++') || line.startsWith('---')) return colours.bold(line);
  if (line.startsWith('+')) return colours.green(line);
  if (line.startsWith('-')) return colours.red(line);
  return line.startsWith('@@') ? colours.cyan(line) : line;
}
