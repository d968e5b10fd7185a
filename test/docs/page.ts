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

/**
 * What is another with every run, and has no meaning in a page. All else is compared as it stands: ids of a
 * seed, accounts, days, and lengths of time that somebody wrote or the cloud has.
 */
const fleeting: readonly Fleeting[] = [
  // Of a group that the emulator has made; those of a seed end in zeros and a digit.
  { pattern: 'sg-(?![0-9a-z]*0000)[0-9a-z]{20}\\b', isName: true },
  // Of a plan: in whole, and in the name of its records.
  { pattern: '\\b[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\\b', isName: true },
  { pattern: '(?<=\\b\\d{8}T\\d{6}Z_[\\w.]+_)[0-9a-f]{8}\\b', isName: true },
  // Moments.
  { pattern: '\\b\\d{8}T\\d{6}Z(?=_)', isName: false },
  { pattern: '\\b\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z\\b', isName: false },
  // How long calls took here.
  {
    pattern: '(?<=\\b\\d+ reads? and \\d+ writes? in )\\d+\\.\\d s\\b',
    isName: false,
  },
];

interface Fleeting {
  /** The source of an expression without groups that capture. */
  readonly pattern: string;
  /** Whether it stands for one thing wherever it is shown in an output. */
  readonly isName: boolean;
}

/** Whether somebody who reads the page sees what is printed. */
export function isAsShown(shown: string, printed: string): boolean {
  const names = new Map<string, number>();
  const lines = shown.split('\n').map((line) => {
    return line === '[…]' ? '(?:.*\\n)*?' : `${sourceOf(line, names)}\\n`;
  });
  return new RegExp(`^${lines.join('')}$`).test(`${printed}\n`);
}

/** An expression for a line; `names` has the number of the capturing group of each name that was shown before it. */
function sourceOf(line: string, names: Map<string, number>): string {
  const all = new RegExp(fleeting.map(({ pattern }) => `(${pattern})`).join('|'), 'g');
  let [source, at] = ['', 0];
  for (const found of line.matchAll(all)) {
    const [text] = found;
    const groups: readonly (string | undefined)[] = found.slice(1);
    const kind = fleeting[groups.findIndex((group) => group !== undefined)];
    if (kind === undefined) continue;
    source += `${literally(line.slice(at, found.index))}${oneLike(text, kind, names)}`;
    at = found.index + text.length;
  }
  return `${source}${literally(line.slice(at))}`;
}

function oneLike(text: string, { pattern, isName }: Fleeting, names: Map<string, number>): string {
  const known = names.get(text);
  if (known !== undefined) return `\\${known}(?![0-9a-z])`;
  if (!isName) return pattern;
  names.set(text, names.size + 1);
  return `(${pattern})`;
}

function literally(text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
}
