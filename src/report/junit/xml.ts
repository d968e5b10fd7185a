// JUnit XML, which CI systems show as tests: the part of it that the usual schemas agree on.

export interface JunitSuite {
  readonly name: string;
  readonly cases: readonly JunitCase[];
}

export interface JunitCase {
  readonly name: string;
  readonly outcome:
    | { readonly kind: 'passed' }
    | { readonly kind: 'skipped'; readonly message: string }
    /** `text` is all of it, `message` the first line. */
    | {
        readonly kind: 'failure' | 'error';
        readonly type: string;
        readonly message: string;
        readonly text: string;
      };
  /** What is worth knowing of it in any case. */
  readonly output?: string;
}

export function junitDocument(suites: readonly JunitSuite[]): string {
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="sluice"${countAttributes(all)}>`,
    ...suites.flatMap(({ name, cases }) => [
      `  <testsuite name="${escaped(name)}"${countAttributes(cases)} skipped="${count(cases, 'skipped')}">`,
      ...cases.flatMap((one) => caseLines(one, name)),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n');
}

function countAttributes(cases: readonly JunitCase[]): string {
  const [failures, errors] = [count(cases, 'failure'), count(cases, 'error')];
  return ` tests="${cases.length}" failures="${failures}" errors="${errors}"`;
}

function count(cases: readonly JunitCase[], kind: JunitCase['outcome']['kind']): number {
  return cases.filter(({ outcome }) => outcome.kind === kind).length;
}

function caseLines({ name, outcome, output }: JunitCase, suite: string): readonly string[] {
  const open = `    <testcase name="${escaped(name)}" classname="${escaped(suite)}"`;
  const inside = [
    ...outcomeLines(outcome),
    ...(output === undefined ? [] : [`      <system-out>${escaped(output)}</system-out>`]),
  ];
  return inside.length === 0 ? [`${open} />`] : [`${open}>`, ...inside, '    </testcase>'];
}

function outcomeLines(outcome: JunitCase['outcome']): readonly string[] {
  switch (outcome.kind) {
    case 'passed':
      return [];
    case 'skipped':
      return [`      <skipped message="${escaped(outcome.message)}" />`];
    case 'failure':
    case 'error': {
      const { kind, type, message, text } = outcome;
      const attributes = `type="${escaped(type)}" message="${escaped(message)}"`;
      return [`      <${kind} ${attributes}>${escaped(text)}</${kind}>`];
    }
  }
}

/**
 * Text in XML 1.0, in attributes and elements alike. What XML has no way to say (most control
 * characters, halves of pairs, U+FFFE and U+FFFF) becomes the replacement character; what nobody sees, or
 * what turns the text around, is written by its number.
 */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"'\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|#(?=#(?:vso)?\[)/giu, (character) => {
      return escapes[character] ?? `&#${character.codePointAt(0) ?? 0};`;
    });
}

/** Emoji are made with joiners. Line ends in attributes would be read as spaces, if not by number. */
const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\u200d': '\u200d',
};
