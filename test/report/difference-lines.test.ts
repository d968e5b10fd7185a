// Goal: what differs can be read whatever it is called and however much it is, and nothing of it
// reaches the terminal as a command.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Difference } from '../../src/model/differences.ts';
import { differenceLines, indentedDifferences } from '../../src/report/difference-lines.ts';
import { accept } from '../planner/words.ts';

function missing(port: number, description = ''): Difference {
  const rule = accept(`tcp ${port}`, '10.0.0.0/8');
  return { kind: 'ruleMissing', rule: { ...rule, description } } as unknown as Difference;
}

test('each kind has its mark, and rules stand below each other', () => {
  const differences: readonly Difference[] = [
    { kind: 'groupMissing' },
    { kind: 'groupUnexpected' },
    { kind: 'attribute', name: 'cloudName', expected: 'web', found: 'by hand' },
    { kind: 'tag', key: 'team', expected: 'edge', found: undefined },
    { kind: 'tag', key: 'team', expected: undefined, found: 'core' },
    { kind: 'tag', key: 'team', expected: 'edge', found: 'core' },
    missing(22, 'SSH'),
    { ...missing(3306), kind: 'ruleUnexpected' } as Difference,
  ];
  expect(differenceLines(differences)).toEqual([
    '- the group is not there',
    '+ the group is there',
    '~ name is "by hand", not "web"',
    '- tag team "edge"',
    '+ tag team "core"',
    '~ tag team is "core", not "edge"',
    '-  ingress  accept  tcp 22    from 10.0.0.0/8  priority 1  "SSH"  groups/web.yaml:1:1',
    '+  ingress  accept  tcp 3306  from 10.0.0.0/8  priority 1         groups/web.yaml:1:1',
  ]);
});

test('of a thousand the first twenty are shown, and the others counted', () => {
  const thousand = Array.from({ length: 1000 }, (_, index) => missing(index + 1));
  const lines = differenceLines(thousand);
  expect(lines).toHaveLength(21);
  expect(lines[19]).toContain('tcp 20 ');
  expect(lines[20]).toBe('… and 980 more');
  expect(differenceLines(thousand.slice(0, 20))).toHaveLength(20);
  expect(differenceLines(thousand.slice(0, 21)).at(-1)).toBe('… and 1 more');
  expect(differenceLines([])).toEqual([]);
});

test('a description of 512 emoji stands whole, on one line, and pushes no other aside', () => {
  const description = '😀'.repeat(512);
  const lines = differenceLines([missing(22, description), missing(23)]);
  expect(lines[0]).toContain(`"${description}"`);
  expect(lines[1]).toBe(
    '-  ingress  accept  tcp 23  from 10.0.0.0/8  priority 1    groups/web.yaml:1:1',
  );
});

test('nothing in names and descriptions moves the cursor, the reader, or a line', () => {
  const hostile = fc.string({
    unit: fc.constantFrom(
      'a',
      '"',
      '\\',
      '\u001b[31m',
      '\n',
      '\r',
      '\u0007',
      '\u202e',
      '\u200f',
      '\u2029',
    ),
    maxLength: 30,
  });
  fc.assert(
    fc.property(hostile, hostile, hostile, (key, expected, found) => {
      const differences: readonly Difference[] = [
        { kind: 'attribute', name: 'description', expected, found },
        { kind: 'tag', key, expected, found },
        { kind: 'tag', key, expected: undefined, found },
        { kind: 'tag', key, expected, found: undefined },
        missing(22, expected),
      ];
      const text = indentedDifferences(differences);
      expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      expect(text.split('\n')).toHaveLength(6);
      expect(text).toMatch(/^( {4}[-+~] .*\n){5}$/);
    }),
  );
});
