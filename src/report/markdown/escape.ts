// Text of other people's making, safe in Markdown as GitHub and GitLab render it.
import { printable } from '../printable.ts';

/**
 * Reads as the text itself, with control and direction characters by their number. Nothing in it is
 * markup, HTML, a mention, a reference to an issue or a link: where a backslash does not keep one
 * from being found in what is rendered, a character of no width does.
 */
export function escapeMarkdown(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_{}[\]()#+\-!|~$"'^=]/g, String.raw`\$&`)
    .replace(/^(\d+)\./, String.raw`$1\.`)
    .replace(/([@#!%~$])(?=[\p{L}\p{N}_"])/gu, `$1${nothing}`)
    .replace(/\b(https?|ftp|mailto|xmpp)(?=:)/gi, `$1${nothing}`)
    .replace(/\b(www)(?=\.)/gi, `$1${nothing}`)
    .replace(/\b(GH|GL)(?=\\-\d)/gi, `$1${nothing}`);
}

/** ZERO WIDTH SPACE. */
const nothing = '\u200b';

/** A block in which nothing is markup, whatever the lines are; each must be a single line. */
export function fenced(lines: readonly string[], language: string): readonly string[] {
  const longest = lines
    .flatMap((line) => line.match(/`+/g) ?? [])
    .reduce((most, { length }) => Math.max(most, length), 0);
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return [`${fence}${language}`, ...lines, fence];
}
