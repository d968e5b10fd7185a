// Goal: whatever people call things, a report says it and does nothing else: no terminal, no web page, no
// pipeline and no reader is led astray by it.
// Method: each word of a plan that somebody chooses is replaced by a hostile text, picked and by chance. How
// a report is read is asked of readers that share no code with it: a parser of GitHub's Markdown, one of
// XML, JSON, and the rules by which runners find commands in what a step prints.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reportFormats, type ReportFormat } from '../../src/cli/reports/formats.ts';
import { renderPlans } from '../../src/cli/reports/render-plans.ts';
import { renderComment } from '../../src/report/markdown/plan-comment.ts';
import { runs } from '../runs.ts';
import { hostileTargets } from './hostile-plans.ts';
import { readJunit } from './junit/read-junit.ts';
import { rendered } from './markdown/rendered.ts';
import { sarifFault } from './sarif-fault.ts';
import { optionsFor } from './ten-plans.ts';
import { commandsIn } from './workflow-commands.ts';

const picked = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '\u001b[31mred\u001b[2J\u0007\u0008',
  '::error file=a,line=1::no',
  ' \t::stop-commands::x',
  'a\n::add-mask::secret\r::set-output name=a::b',
  '##[error]no',
  'a ##vso[task.setvariable variable=x]y',
  '`',
  '``` \n```',
  '````diff',
  '</details></summary>',
  '</code></pre><details open>',
  '\u202egnp.exe\u2066\u2069\u200f\u200b\ufeff',
  '|',
  'a | b \\| c \\\\| d',
  '\\',
  '[a](https://x.example) ![b](https://x.example/p.png)',
  'https://x.example/a www.x.example mailto:a@x.example',
  '@somebody @some/team somebody@x.example',
  '#123 GH-123 some/thing#1 !12 %3 $1 &4 ~bug',
  ':tada: :100:',
  '&lt;b&gt; &#64;me &amp;',
  '<!-- --> --><!-- sluice:plan:other -->',
  '*a* **b** _c_ __d__ ~~e~~ $x^2$ [^1]',
  '- a\n# b\n> c\n1. d\n---\n    e',
  ']]>&amp;<![CDATA[',
  '\u0000\ud800\ufffe\uffff\u2028\u2029\u0085',
  '%0A::error::x%25',
  '😀'.repeat(512),
  '👩‍💻 办公室 Größe مرحبا',
  '',
  ' ',
];

const texts = fc.oneof(
  fc
    .array(fc.constantFrom(...picked.map((text) => text.slice(0, 40))), { maxLength: 4 })
    .map((parts) => parts.join('')),
  fc.string({
    unit: fc.constantFrom(...'`|\\<>!-[]()@#:*_~&$;%\n\r a1."\'='.split(/(?:)/u)),
    maxLength: 20,
  }),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

const plainShape = rendered(of('markdown', 'plain')).shape;
const plainCommands = commandsIn(of('github', 'plain')).length;

describe.each(picked.map((text, index) => [index, text] as const))('%i: %j', (_, text) => {
  test('is harmless in every format', () => {
    expectHarmless(text);
  });
});

test('any text is harmless in every format', () => {
  fc.assert(fc.property(texts, expectHarmless), { numRuns: runs(100) });
});

test('the readers of this test see harm where there is some', () => {
  expect(commandsIn('a\n ::error file=a::b\n##[group]x\n::/0 ::error::\n')).toHaveLength(2);
  const { html, strange, shape } = rendered(
    'a <b>c</b> [d](http://e) @f\n\n```\n</details>\n```\n',
  );
  expect([html.length, strange]).toEqual([2, ['link']]);
  expect(shape).not.toEqual(plainShape);
});

function of(format: ReportFormat, text: string): string {
  const targets = hostileTargets(text);
  const options = { ...optionsFor(targets), commit: text, commentId: text };
  // In a comment there is no room for all that may be said in 512 emoji many times.
  return format === 'markdown'
    ? renderComment(targets, { ...options, sizeMax: 1e6 })
    : renderPlans(format, targets, options);
}

function expectHarmless(text: string): void {
  for (const format of reportFormats) {
    const report = of(format, text);
    expect(report, format).not.toMatch(/(?![\n\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(commandsIn(report), format).toHaveLength(format === 'github' ? plainCommands : 0);
  }
  expect(JSON.parse(of('json', text))).toEqual(JSON.parse(JSON.stringify(hostileTargets(text))));
  expect(sarifFault(JSON.parse(of('sarif', text)))).toBeUndefined();
  expect(readJunit(of('junit', text))).toHaveLength(readJunit(of('junit', 'plain')).length);
  expectPlainMarkdown(of('markdown', text));
}

function expectPlainMarkdown(markdown: string): void {
  const { shape, html, strange, texts: shown } = rendered(markdown);
  expect(shape).toEqual(plainShape);
  expect(strange).toEqual([]);
  const [marker, ...tags] = html;
  expect(marker).toMatch(/^<!-- sluice:(?:(?!--).)*-->$/s);
  expect(tags.filter((tag) => !ourTags.test(tag))).toEqual([]);
  const opened = tags.filter((tag) => tag.startsWith('<details>')).length;
  expect(tags).toHaveLength(2 * opened);
  for (const one of shown) expect(one).not.toMatch(reference);
}

const ourTags = /^(<details><summary>[\w ,]+<\/summary>|<\/details>)$/;

/** What GitHub or GitLab would make of words that are rendered already. */
const reference = /[@!%$~&#]\w|:[\w+-]+:|:\/\/|\bwww\.|\bGH-\d/i;
