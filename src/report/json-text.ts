// JSON that is safe to look at: what would move a reader, or be taken for a command by a pipeline, is
// written by its number. It says the same.

/** Over several lines, with a line end. */
export function jsonText(value: unknown): string {
  return `${escaped(JSON.stringify(value, undefined, 2))}\n`;
}

/** In one line, with its end. */
export function jsonLine(value: unknown): string {
  return `${escaped(JSON.stringify(value))}\n`;
}

/** The characters stand within strings alone; outside of them JSON has none of these. */
function escaped(json: string): string {
  return json
    .replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (text) =>
      text === joiner ? text : unitsOf(text),
    )
    .replace(/#(?=#(?:vso)?\[)/gi, unitsOf('#'));
}

/** Of which emoji are made. */
const joiner = '\u200d';

function unitsOf(text: string): string {
  return Array.from({ length: text.length }, (_, index) => {
    return `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }).join('');
}
