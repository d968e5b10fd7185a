// Goal: who gets an error learns what to do next.
// Method: the text of the commands is walked. Wherever one prints `error:` or `refused:`, that statement, or one
// beside it, has a word that asks for something; refusals of plans have it by their type, which the compiler sees to.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { refusalRules } from '../../src/report/plan/refusal-rules.ts';
import { renderRefusalAdvice } from '../../src/report/findings-text.ts';
import type { RefusalCode } from '../../src/model/refusal.ts';

const asks =
  /expected|right: |\b(name|choose|set|use|take|check|mend|run|add|plan again|change|keep|allow|leave|look|edit|correct|apply it|move|fetch|have it|to (go on|apply|consent)|if (it|that|the))\b/i;

/** Variables whose text asks. */
const asking = /advice|example|consent|unhold/i;

/** What is said by a variable whose every text asks for something. */
const saidElsewhere: ReadonlySet<string> = new Set([
  'commands/drift.ts: error: ${fault}\\n',
  'commands/validate.ts: error: --target: ${chosen.fault}. Nothing was read or written.\\n',
  'load-workspace.ts: error: --target: ${chosen.fault}. Nothing was read or written.\\n',
]);

test('each error of a command says what to do next', () => {
  const found = sources().flatMap(({ file, text }) =>
    silentErrors(text).map((one) => `${file}: ${one}`),
  );
  expect(found.filter((one) => !saidElsewhere.has(one))).toEqual([]);
});

test('an error that asks for nothing is found', () => {
  expect(silentErrors("  err('error: no.\\n');\n  return 1;\n")).toEqual(['error: no.\\n']);
  expect(
    silentErrors("  err('error: no.\\n');\n  err('Run it again.\\n');\n  return 1;\n"),
  ).toEqual([]);
});

test.each(Object.keys(refusalRules) as readonly RefusalCode[])('%s says what to do', (code) => {
  const line = renderRefusalAdvice([
    { code, message: 'no' },
    { code, message: 'no' },
  ]);
  expect(line).toMatch(new RegExp(`^ {4}${code}: [A-Z].*\\.\\n$`));
});

/** Up to where the function returns. */
function silentErrors(text: string): readonly string[] {
  return [...text.matchAll(/['`]((?:error|refused): [^\n]*)/g)].flatMap(
    ({ index, 1: said = '' }) => {
      const rest = text.slice(index);
      const end = rest.search(/\n\s*return\b|\n\}\n/);
      const around = rest.slice(0, end < 0 ? undefined : end);
      const own = said.replace(/['`][;,)\s+]*$/, '');
      return asks.test(wordsIn(around)) ? [] : [own];
    },
  );
}

/** What is printed: the literals, without what stands in their gaps. */
function wordsIn(source: string): string {
  const literals = source.match(/'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g) ?? [];
  const gaps = source.match(/\$\{[^}]*\}|\b[a-z]+\(/gi) ?? [];
  const asked = gaps.some((gap) => asking.test(gap)) ? 'expected' : '';
  return `${literals.join('\n').replaceAll(/\$\{[^}]*\}/g, '')}${asked}`;
}

function sources(): readonly { readonly file: string; readonly text: string }[] {
  return readdirSync('src/cli', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({ file, text: readFileSync(path.join('src/cli', file), 'utf8') }));
}
