// Goal: whatever people called their groups, rules and tags, a report of drift is one that nobody can
// break out of, mention anybody from, or make too long for an issue.
// Method: documents with hostile words in every place where words can be; the Markdown is read back by
// the rules of CommonMark for fences, outside of which only escaped text may stand.
import fc from 'fast-check';
import picocolors from 'picocolors';
import { expect, test } from 'vitest';
import type { ReadTarget, UnreadTarget } from '../../../src/model/drift.ts';
import { driftMark, renderDriftMarkdown } from '../../../src/report/drift/drift-markdown.ts';
import { renderDrift } from '../../../src/report/drift/drift-text.ts';
import { hostileWords, readTarget } from './targets.ts';

const options = { next: ['sluice drift --accept'], workspaceFile: 'infra/sluice.yaml' };
const words = fc.oneof(fc.constantFrom(...hostileWords), fc.string({ unit: 'grapheme' }));

test('the first line is the mark by which an issue is found, and the verdict follows', () => {
  const lines = renderDriftMarkdown(readTarget('x'), options).split('\n');
  expect(lines[0]).toBe(driftMark('prod'));
  expect(lines[0]).toBe('<!-- sluice:drift:prod -->');
  expect(lines).toContain('## Target prod');
  expect(lines.find((line) => line.startsWith('**'))).toMatch(
    /^\*\*Drift: 9 differences in 2 groups, 1 of them in 1 group only observed\. Left alone: .*\*\* 2 groups, /,
  );
});

test('no word leaves its fence, and outside of fences none is markup', () => {
  fc.assert(
    fc.property(words, (word) => {
      const text = renderDriftMarkdown(readTarget(word), options);
      expect(text).not.toMatch(unprintable);
      const outside = outsideOfFences(text);
      expect(outside).not.toMatch(
        /<(?!!-- (?:sluice:(?:drift:prod|workspace:infra%2Fsluice\.yaml) )?-->)/,
      );
      expect(outside).not.toMatch(/@[\p{L}\p{N}_]/u);
      // Only our own headings are there: six at most, and each once.
      const headings = outside.split('\n').filter((line) => /^#+ /.test(line));
      expect(new Set(headings).size).toBe(headings.length);
      expect(headings.every((line) => ownHeadings.includes(line))).toBe(true);
    }),
    { numRuns: 300 },
  );
});

const unprintable = /(?![\n\u200d\u200b])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const ownHeadings = [
  '## Target prod',
  '### What differs',
  '### Access',
  '### Left alone',
  '### In no file',
  '### Notes',
  '### Next',
];

test('it fits an issue, however much differs, and the verdict and what to do stay', () => {
  const one = readTarget('é`@'.repeat(170));
  const huge: ReadTarget = {
    ...one,
    groups: Array.from({ length: 500 }, () => one.groups).flat(),
    unmanaged: Array.from({ length: 5000 }, () => one.unmanaged).flat(),
  };
  const text = renderDriftMarkdown(huge, options);
  expect(text.length).toBeLessThan(65_536);
  expect(text).toContain('**Drift: 4500 differences in 1000 groups');
  expect(text).toMatch(/\nAnd \d+ more lines, in the output of the command\.\n/);
  expect(text).toContain('\nsluice drift --accept\n');
});

test('without drift it is the verdict alone', () => {
  const { access, coverage, target, read } = readTarget('x');
  const clean: ReadTarget = {
    ...{ target, read, access: { ...access, changes: [] }, coverage },
    complete: true,
    drift: false,
    ...{ groups: [], held: [], leftOut: [], notes: [] },
    unmanaged: readTarget('x').unmanaged,
  };
  expect(renderDriftMarkdown(clean, options)).toBe(
    '<!-- sluice:drift:prod -->\n\n## Target prod\n\n' +
      'vpc-bp1test in cn-hangzhou, account 1000000000000001\n\n' +
      '**No drift.** 2 groups, 3 rules read. Managed: 2 of 3 groups, 66 %; 3 of 3 rules.\n\n' +
      '<!-- sluice:workspace:infra%2Fsluice.yaml -->\n',
  );
  expect(renderDrift(clean, picocolors.createColors(false), options)).toBe(
    'No drift. 2 groups, 3 rules read. Managed: 2 of 3 groups, 66 %; 3 of 3 rules.\n',
  );
});

function unreadTarget(why: Pick<UnreadTarget, 'refusals' | 'said'>): UnreadTarget {
  return { target: readTarget('x').target, complete: false, exitCode: 1, ...why };
}

test('a target that could not be read is no target without drift, and says why', () => {
  const said = ['error: DescribeSecurityGroups failed: Forbidden.RAM: no', 'Mend what it says.'];
  const text = renderDriftMarkdown(unreadTarget({ refusals: [], said }), options);
  expect(text).toContain(
    '**It could not be read (exit 1), so nobody knows.**\n\n### Why\n\n```text\n',
  );
  expect(text).toContain('\n  error: DescribeSecurityGroups failed: Forbidden.RAM: no\n  Mend');
  expect(text).not.toContain('No drift');
});

test('one that was refused has each refusal with its code, its place and what to do, whatever they say', () => {
  fc.assert(
    fc.property(words, (word) => {
      const refusals = [
        { code: 'not-found', message: word, source: { file: word, line: 3, column: 5 } } as const,
        { code: 'quota-exceeded', message: 'too many rules' } as const,
      ];
      const text = renderDriftMarkdown(unreadTarget({ refusals, said: [] }), options);
      expect(text).not.toMatch(unprintable);
      const outside = outsideOfFences(text);
      expect(outside).toMatch(/^- `not-found`: .*:3:5 ?`+\)$/m);
      expect(outside).toMatch(/^- `quota-exceeded`: too many rules$/m);
      expect(outside.split('\n').filter((line) => /^(#|-|<)/.test(line))).toHaveLength(9);
      const asSaid = renderDriftMarkdown(unreadTarget({ refusals: [], said: [word] }), options);
      expect(outsideOfFences(asSaid)).not.toMatch(/^<!-- sluice:drift:(?!prod -->)/m);
      expect(asSaid.split('\n').filter((line) => line.startsWith('<!-- '))).toHaveLength(2);
    }),
  );
});

/** By CommonMark: a fence ends with a line of at least as many backticks, and nothing else. */
function outsideOfFences(text: string): string {
  let fence: string | undefined;
  const outside: string[] = [];
  for (const line of text.split('\n')) {
    const [, ticks = '', rest = ''] = /^ {0,3}(`{3,})(.*)$/.exec(line) ?? [];
    if (fence === undefined && ticks !== '' && !rest.includes('`')) fence = ticks;
    else if (fence === undefined) outside.push(line);
    else if (ticks.length >= fence.length && rest.trim() === '') fence = undefined;
  }
  expect(fence, 'every fence ends').toBeUndefined();
  return outside.join('\n');
}
