// A file as an editor shows it, and back: what it begins with and how its lines end is kept.

export interface FileText {
  /** Without a byte order mark, and with plain line ends where every line of the file ends in CR LF. */
  readonly text: string;
  /** Another text, as the file would have it. */
  readonly restored: (text: string) => string;
}

export function fileText(whole: string): FileText {
  const mark = whole.startsWith(byteOrderMark) ? byteOrderMark : '';
  const text = whole.slice(mark.length);
  const isWindows = text.includes('\r\n') && !/(?<!\r)\n/.test(text);
  if (!isWindows) return { text, restored: (other) => mark + other };
  return {
    text: text.replaceAll('\r\n', '\n'),
    restored: (other) => mark + other.replaceAll('\n', '\r\n'),
  };
}

const byteOrderMark = '\uFEFF';
