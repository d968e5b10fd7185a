// Text of other people's making in Markdown as GitHub and GitLab read it: it stays text, whatever it says.
import { printable } from '../printable.ts';

/**
 * Words in a paragraph, a list or a table: no markup, no HTML, no link, and nobody and nothing is
 * mentioned. Both hosts look for mentions and references in what is rendered, where an escape is gone; so
 * an empty comment stands within those.
 */
export function prose(text: string): string {
  return printable(text).replace(special, (found) => {
    const shown = isMarkup.test(found) ? `&#${found.charCodeAt(0)};` : found;
    return refers.test(found) ? `${shown}${split}` : shown;
  });
}

const special =
  /[\\`*_[\]<>|]|[@#!%$&~](?=[^\s;,.)])|[&~]|:(?=\/\/|[\w+-]+:)|\bwww(?=\.)|\bGH(?=-\d)/gi;
const isMarkup = /^[\\`*_[\]<>|&~]$/;
const refers = /^(?:[@#!%$&~:]|www|GH)$/i;
const split = '<!-- -->';

/** Such as a name or a command, as it is; in it there are no mentions. A pipe would end a cell of a table. */
export function code(text: string): string {
  const shown = printable(text).replaceAll('|', '\\u{7c}');
  if (shown.trim() === '') return '`" "`';
  const ticks = '`'.repeat(longestRun(shown) + 1);
  const pad = /^[` ]|[` ]$/.test(shown) ? ' ' : '';
  return `${ticks}${pad}${shown}${pad}${ticks}`;
}

/** Lines as they are, each printable. */
export function fence(language: 'diff' | 'text' | 'sh', lines: readonly string[]): string {
  const shown = lines.map(printable);
  const ticks = '`'.repeat(Math.max(3, longestRun(shown.join('\n')) + 1));
  return [`${ticks}${language}`, ...shown, ticks].join('\n');
}

/** The summary may be Markdown within one line. */
export function details(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A comment that nobody sees, by which a program finds again what it wrote. */
export function hiddenMarker(text: string): string {
  const shown = encodeURIComponent(text.replace(/\p{Cs}/gu, '\uFFFD')).replaceAll('--', '-%2D');
  return `<!-- sluice:${shown.replaceAll('%3A', ':').replaceAll('%2C', ',').slice(0, markerMax)} -->`;
}

const markerMax = 1000;

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((most, { length }) => Math.max(most, length), 0);
}
