// Findings as workflow commands, which GitHub shows beside the lines of a change.
import { compareFindings, type Finding } from '../model/finding.ts';
import { printable } from './printable.ts';

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** `fileOf` gives the path from the root of the repository, by which GitHub knows a file. */
export function renderGithub(
  findings: readonly Finding[],
  fileOf: (file: string) => string,
): string {
  const lines = findings.toSorted(compareFindings).map((finding) => {
    const { severity, code, source, message, example } = finding;
    const place = {
      file: fileOf(source.file),
      line: source.line,
      col: source.column,
      title: code,
    };
    const properties = Object.entries(place).map(
      ([name, value]) => `${name}=${escapedProperty(String(value))}`,
    );
    const right = example === undefined ? [] : [`right: ${example.trimEnd()}`];
    const text = [message, ...right].flatMap((part) => part.split('\n').map(printable));
    return `::${commands[severity]} ${properties.join(',')}::${escapedText(text.join('\n'))}\n`;
  });
  return lines.join('');
}

function escapedText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** A colon or a comma would end it. */
function escapedProperty(text: string): string {
  return escapedText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
