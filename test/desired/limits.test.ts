// Goal: the limits of a workspace are read as they are written, and each knows its place.
import { expect, test } from 'vitest';
import { formatAmount, parseAmount } from '../../src/model/change-limits.ts';
import { loaded, parseGroups, twoTargetsText, workspaceText } from './workspace-text.ts';

const groups = { 'groups/web.yaml': 'name: web\ntarget: prod\n' };

test('a number and a percentage, each with its place', () => {
  const workspace = `${workspaceText}limits:\n  groups: 5\n  rules: 30%\n  headroom: '10%'\n`;
  const at = (line: number, column: number) => ({ file: 'sluice.yaml', line, column });
  expect(loaded(parseGroups(groups, { workspace })).state.limits).toEqual({
    groups: { amount: { kind: 'count', count: 5 }, source: at(7, 11) },
    rules: { amount: { kind: 'percent', percent: 30 }, source: at(8, 10) },
    headroom: { amount: { kind: 'percent', percent: 10 }, source: at(9, 13) },
  });
});

test('limits are those of every target; none is written, none is there', () => {
  const workspace = `${twoTargetsText}limits: { deletes: 0 }\n`;
  const { states } = loaded(parseGroups(groups, { workspace }));
  expect(states.map(({ limits }) => limits?.deletes?.amount)).toEqual([
    { kind: 'count', count: 0 },
    { kind: 'count', count: 0 },
  ]);
  expect('limits' in loaded(parseGroups(groups)).state).toBe(false);
});

test.each(['0', '5', '999999999', '0%', '30%', '100%'])('%s is written as it was read', (text) => {
  const amount = parseAmount(text);
  expect(amount && formatAmount(amount)).toBe(text);
});

test.each(['', '-1', '101%', '2.5', '2.5%', '%', '5 %', '1e3', 'all'])('"%s" is none', (text) => {
  expect(parseAmount(text)).toBeUndefined();
});
