// Faults in what the user wrote, one after the other, each with its place and a right example.
import type { Colors } from 'picocolors/types.js';
import { compareFindings, type Finding } from '../model/finding.ts';
import type { Refusal } from '../model/refusal.ts';
import { refusalRules } from './plan/refusal-rules.ts';
import { printable } from './printable.ts';
import { sourceText } from './source-text.ts';

const labelColours = { error: 'red', warning: 'yellow', info: 'cyan' } as const;

export function renderFindings(findings: readonly Finding[], colours: Colors): string {
  const lines = findings.toSorted(compareFindings).flatMap((finding) => {
    const { severity, code, source, message, example } = finding;
    const label = colours[labelColours[severity]](severity);
    const first = `${sourceText(source)}: ${label}: ${printable(message)} [${code}]`;
    return example === undefined ? [first] : [first, ...exampleLines(example)];
  });
  return lines.map((line) => `${line}\n`).join('');
}

export function renderRefusals(refusals: readonly Refusal[], colours: Colors): string {
  const lines = refusals.map(({ code, message, source }) => {
    const place = source === undefined ? '' : `${sourceText(source)}: `;
    return `${place}${colours.red('refused')}: ${printable(message)} [${code}]\n`;
  });
  return lines.join('');
}

/** What to do about refusals, a line for each of their codes; each message also says what it knows of its own case. */
export function renderRefusalAdvice(refusals: readonly Refusal[]): string {
  const codes = [...new Set(refusals.map(({ code }) => code))];
  return codes.map((code) => `    ${code}: ${refusalRules[code].next}\n`).join('');
}

function exampleLines(example: string): readonly string[] {
  return example
    .trimEnd()
    .split('\n')
    .map(printable)
    .map((line, index) => (index === 0 ? `    right: ${line}` : `           ${line}`));
}
