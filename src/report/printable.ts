// Text of other people's making, safe to print: nothing in it can move the cursor or the reader.

/** Shows control and direction characters by their number; joiners and emoji stay as they are. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character === '\u200d' ? character : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** The same in quotation marks, with those inside it marked. */
export function quoted(text: string): string {
  return `"${printable(text.replace(/["\\]/g, '\\$&'))}"`;
}
