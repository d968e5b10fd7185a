// Goal: names and descriptions of other people's making cannot move the cursor or the reader.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alignColumns } from '../../src/report/columns.ts';
import { printable, quoted } from '../../src/report/printable.ts';

test('control, direction and invisible characters are shown by their number', () => {
  expect(printable('a\u001b[2Jb')).toBe('a\\u{1b}[2Jb');
  expect(printable('line\nline\r')).toBe('line\\u{a}line\\u{d}');
  expect(printable('\u202egnp.exe\u2066')).toBe('\\u{202e}gnp.exe\\u{2066}');
  expect(printable('\u2028\u2029\u0085\ufeff')).toBe('\\u{2028}\\u{2029}\\u{85}\\u{feff}');
});

test('emoji, joined emoji and other scripts stay as they are', () => {
  for (const text of ['🚀', '👩‍💻', '办公室出口IP', 'Größe', 'مرحبا'])
    expect(printable(text)).toBe(text);
});

test('no text that is printed has a control or format character but the joiner', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(printable(text)).not.toMatch(/(?!\u200d)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }),
  );
});

test('what a pipeline would take for a command is not one any more, and addresses stay as they are', () => {
  expect(printable('::error::no')).toBe('\\u{3a}:error::no');
  expect(printable(' \u3000::add-mask::a')).toBe(' \u3000\\u{3a}:add-mask::a');
  expect(printable('::dead::')).toBe('::dead::');
  expect(printable('a ##[error]no ###[group]')).toBe('a \\u{23}#[error]no #\\u{23}#[group]');
  expect(printable('##VSO[task.complete]')).toBe('\\u{23}#VSO[task.complete]');
  for (const text of ['::/0', '::1', '::ffff:0:0/96, 10.0.0.0/8', 'a ::error::', '## [a]'])
    expect(printable(text)).toBe(text);
});

test('quotation marks inside quotation marks are marked', () => {
  expect(quoted('say "no" \\')).toBe('"say \\"no\\" \\\\"');
});

test('cells stand under each other, and the last cell of a row pushes nothing aside', () => {
  const rows = [
    ['a', 'bb', 'a long last cell'],
    ['aaa', 'b', 'x', 'y'],
    ['one cell that is longer than all'],
  ];
  expect(alignColumns(rows)).toEqual([
    'a    bb  a long last cell',
    'aaa  b   x  y',
    'one cell that is longer than all',
  ]);
});
