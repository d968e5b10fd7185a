// Cuts text to what a terminal shows in one line, where some characters take two columns and others
// none.

/** How many columns a text takes. */
export type WidthOf = (text: string) => number;

const ellipsis = '…';

/** Whole characters as readers see them: nothing is cut within an emoji, or before its accents. */
export function fitWidth(text: string, columns: number, widthOf: WidthOf): string {
  if (widthOf(text) <= columns) return text;
  let [kept, room] = ['', columns - widthOf(ellipsis)];
  if (room < 0) return '';
  for (const { segment } of characters.segment(text)) {
    room -= widthOf(segment);
    if (room < 0) break;
    kept += segment;
  }
  return `${kept.trimEnd()}${ellipsis}`;
}

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });
