// Text of other people's making, safe to print: nothing in it can move the cursor or the reader, nor be
// taken for a command by a pipeline that reads what is printed.

/**
 * Shows control and direction characters by their number; joiners and emoji stay as they are. So it does
 * with the first character of what GitHub or Azure Pipelines would take for a command.
 */
export function printable(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
      character === '\u200d' ? character : numbered(character),
    )
    .replace(lineCommand, (start) => `${start.slice(0, -2)}${numbered(':')}:`)
    .replace(inlineCommand, numbered('#'));
}

/** The same in quotation marks, with those inside it marked. */
export function quoted(text: string): string {
  return `"${printable(text.replace(/["\\]/g, '\\$&'))}"`;
}

/** `::name …::` at the beginning of a line; `::/0` and `::1` are addresses, and no command is called so. */
const lineCommand = /^\s*::(?![\da-f:./]*(?:[\s,]|$))/i;

/** `##[name]` and `##vso[name]`, anywhere in a line. */
const inlineCommand = /#(?=#(?:vso)?\[)/gi;

function numbered(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
