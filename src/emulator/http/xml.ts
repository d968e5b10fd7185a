// Replies as XML, for clients that ask for it: each list becomes a row of elements of its name.

/** The root is `DescribeSecurityGroupsResponse` and the like; for refusals it is `Error`. */
export function renderXml(root: string, body: Readonly<Record<string, unknown>>): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${element(root, body)}`;
}

function element(name: string, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map((item) => element(name, item)).join('');
  const inner = typeof value === 'object' ? fields(value) : escapeText(scalarText(value));
  return `<${name}>${inner}</${name}>`;
}

function scalarText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function fields(value: object): string {
  return Object.entries(value)
    .map(([name, inner]) => element(name, inner))
    .join('');
}

/** What XML cannot hold at all, control characters above all, becomes a replacement character. */
function escapeText(text: string): string {
  return text
    .replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>\r]/g, (mark) => marks[mark] ?? mark);
}

const marks: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\r': '&#13;',
};
