// A page of docs/ as somebody follows it: the files that it shows are written, its commands are pasted into
// one shell, and what they print stands under them.
//
//     ```console
//     $ sluice plan
//     what it prints
//     […]                     any lines
//     ```
//
//     ```yaml groups/web.yaml
//     name: web               a file
//     ```
//
// The commands of a block that begins with another word than `$ ` are not run.

export type Part =
  | { readonly kind: 'file'; readonly path: string; readonly text: string }
  | { readonly kind: 'command'; readonly command: string; readonly output: string }
  /** Everything else, fences included: it is left as it is. */
  | { readonly kind: 'prose'; readonly text: string };

const fence = /^```(\S*) *(\S*)$/;

/** All of the page: `textOf` gives it back. */
export function partsOf(page: string): readonly Part[] {
  const parts: Part[] = [];
  const lines = page.split('\n');
  let prose: string[] = [];
  const endProse = () => {
    if (prose.length > 0) parts.push({ kind: 'prose', text: prose.join('\n') });
    prose = [];
  };
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    prose.push(line);
    const [, language, file = ''] = fence.exec(line) ?? [];
    if (language === undefined) continue;
    const end = lines.indexOf('```', at + 1);
    if (end === -1) throw new Error(`the fence of line ${at + 1} is not closed`);
    const body = lines.slice(at + 1, end);
    if (language === 'console' && body[0]?.startsWith('$ ')) {
      endProse();
      parts.push(...commandsOf(body));
    } else if (file !== '') {
      endProse();
      parts.push({ kind: 'file', path: file, text: `${body.join('\n')}\n` });
    } else {
      prose.push(...body);
    }
    prose.push('```');
    at = end;
  }
  endProse();
  return parts;
}

export function textOf(parts: readonly Part[]): string {
  return parts
    .map((part) => {
      switch (part.kind) {
        case 'prose':
          return part.text;
        case 'file':
          return part.text.slice(0, -1);
        case 'command':
          return [`$ ${part.command.replaceAll('\n', '\n> ')}`, part.output]
            .filter((text) => text !== '')
            .join('\n');
      }
    })
    .join('\n');
}

/** A line that begins with `> ` goes on with the command. */
function commandsOf(body: readonly string[]): readonly Part[] {
  const blocks: { command: string[]; output: string[] }[] = [];
  for (const line of body) {
    const last = blocks.at(-1);
    if (line.startsWith('$ ')) blocks.push({ command: [line.slice(2)], output: [] });
    else if (line.startsWith('> ') && last?.output.length === 0) last.command.push(line.slice(2));
    else last?.output.push(line);
  }
  return blocks.map(({ command, output }) => ({
    kind: 'command',
    command: command.join('\n'),
    output: output.join('\n'),
  }));
}

/** A server on another port of this machine; a rule for the same port is left as it is. */
export function withPort(
  text: string,
  { from, to }: { readonly from: number; readonly to: number },
): string {
  return text.replace(new RegExp(`(?<=--port |127\\.0\\.0\\.1:)${from}\\b`, 'g'), String(to));
}

/** What is another with every run, and has no meaning in a page: ids, times, durations, ports. */
const fleeting: readonly (readonly [RegExp, string])[] = [
  [/\b(sg|sgr|eni|i|rg|vpc|vsw|plan)-[0-9a-z]{8,}\b/g, '$1-…'],
  [/\b\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?( ?(Z|UTC))?/g, '<time>'],
  [/\b\d{8}T\d{6}Z_(\w+)_[0-9a-f]{8}/g, '<time>_$1_<id>'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<id>'],
  [/\b[0-9a-f]{7,40}\b/g, '<id>'],
  [/\b\d+(\.\d+)? (ms|s|min|seconds?|minutes?)\b/g, '<duration>'],
  [/\b127\.0\.0\.1:\d+\b/g, '127.0.0.1:<port>'],
  [/\b\d{4}-\d{2}-\d{2}\b/g, '<day>'],
];

/** Whether somebody who reads the page sees what is printed. */
export function isAsShown(shown: string, printed: string): boolean {
  const [pattern, text] = [shown, printed].map((side) =>
    fleeting.reduce((before, [what, by]) => before.replace(what, by), side),
  );
  const source = (pattern ?? '')
    .split('\n')
    .map((line) =>
      line === '[…]' ? '(?:.*\\n)*?' : `${line.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')}\\n`,
    )
    .join('');
  return new RegExp(`^${source}$`).test(`${text}\n`);
}
