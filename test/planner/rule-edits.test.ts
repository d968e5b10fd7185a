// Goal: rules change in place where the API can change them in place, and nothing that was not
// written changes. Plain examples; that the edits always suffice is a property test's matter.
import { expect, test } from 'vitest';
import type { LiveRule, WrittenRule } from '../../src/model/rule.ts';
import { ruleChanges } from '../../src/planner/edits/rule-edits.ts';
import { accept, drop, foreign, live, named, ruleText } from './words.ts';

const everyone = '0.0.0.0/0';

/** Each edit in a line: `+` authorize, `-` revoke, `~` modify, `±` make anew. */
function edits(written: readonly WrittenRule[], there: readonly LiveRule[]): readonly string[] {
  return ruleChanges(written, there).edits.map((edit) => {
    if (edit.kind === 'authorize') return `+ ${ruleText(edit.after)}`;
    if (edit.kind === 'revoke') return `- ${ruleText(edit.before)}`;
    if (edit.kind === 'recreate') {
      return `± ${ruleText(edit.after)} while ${edit.twins.map(ruleText).join(', ')}`;
    }
    return `~ ${(edit.before as LiveRule).id}: ${ruleText(edit.before)} → ${ruleText(edit.after)}`;
  });
}

const web = (more: Parameters<typeof accept>[2] = {}) => accept('tcp 80', everyone, more);

test('what is not there is authorized, and what is not written is revoked', () => {
  expect(edits([web()], [live(accept('tcp 81', everyone))])).toEqual([
    '+ accept tcp 80 0.0.0.0/0 @1',
    '- accept tcp 81 0.0.0.0/0 @1',
  ]);
});

test('equal rules need nothing', () => {
  const rule = web({ description: 'emoji 🚀' });
  expect(edits([rule], [live(rule)])).toEqual([]);
});

test('another priority is one modify', () => {
  expect(edits([web({ priority: 5 })], [live(web({ priority: 9 }))])).toEqual([
    '~ sgr-1: accept tcp 80 0.0.0.0/0 @9 → accept tcp 80 0.0.0.0/0 @5',
  ]);
});

test('another description is one modify', () => {
  const there = live(web({ description: 'old' }));
  expect(edits([web({ description: 'new' })], [there])).toEqual([
    '~ sgr-1: accept tcp 80 0.0.0.0/0 @1 "old" → accept tcp 80 0.0.0.0/0 @1 "new"',
  ]);
});

test('another policy is another rule', () => {
  expect(edits([drop('tcp 80', everyone)], [live(web())])).toEqual([
    '+ drop tcp 80 0.0.0.0/0 @1',
    '- accept tcp 80 0.0.0.0/0 @1',
  ]);
});

test('a description that is not written stays, also when the priority changes', () => {
  const there = live(web({ description: 'by hand' }));
  expect(edits([web()], [there])).toEqual([]);
  expect(edits([web({ priority: 5 })], [there])).toEqual([
    '~ sgr-1: accept tcp 80 0.0.0.0/0 @1 "by hand" → accept tcp 80 0.0.0.0/0 @5 "by hand"',
  ]);
});

test('a description is cleared by making the rule anew, while two halves of it stand in', () => {
  const there = live(web({ description: 'by hand' }));
  expect(edits([web({ description: '' })], [there])).toEqual([
    '± accept tcp 80 0.0.0.0/0 @1 while accept tcp 80 0.0.0.0/1 @1, accept tcp 80 128.0.0.0/1 @1',
  ]);
  const ports = accept('tcp 80-81', '10.0.0.1/32');
  expect(
    edits([{ ...ports, description: '' }], [live({ ...ports, description: 'by hand' })]),
  ).toEqual([
    '± accept tcp 80-81 10.0.0.1/32 @1 while accept tcp 80 10.0.0.1/32 @1, accept tcp 81 10.0.0.1/32 @1',
  ]);
});

test('a description that is to be cleared stays, and is reported, where there are no halves', () => {
  const one = accept('icmp', '10.0.0.1/32');
  const there = live({ ...one, description: 'by hand' });
  const cleared = { ...one, description: '' };
  expect(ruleChanges([cleared], [there])).toEqual({
    edits: [],
    descriptionKept: [[cleared, there]],
  });
  expect(ruleChanges([{ ...cleared, priority: 7 }], [there]).descriptionKept).toHaveLength(1);
});

test('halves that are written themselves cannot stand in', () => {
  const half = accept('tcp 80', '0.0.0.0/1');
  const there = [live(web({ description: 'by hand' })), live(half, 'sgr-2')];
  const { edits: found, descriptionKept } = ruleChanges([web({ description: '' }), half], there);
  expect({ found, kept: descriptionKept.length }).toEqual({ found: [], kept: 1 });
});

test('of live twins the one that is wanted stays and the other goes', () => {
  const twins = [live(web({ priority: 1 }), 'sgr-1'), live(web({ priority: 10 }), 'sgr-10')];
  const expected = ['- accept tcp 80 0.0.0.0/0 @1'];
  expect(edits([web({ priority: 10 })], twins)).toEqual(expected);
  expect(edits([web({ priority: 10 })], twins.toReversed())).toEqual(expected);
});

test('of live twins the one of the wanted priority gets the description', () => {
  const twins = [live(web({ priority: 1 }), 'sgr-1'), live(web({ priority: 10 }), 'sgr-10')];
  expect(edits([web({ priority: 10, description: 'new' })], twins)).toEqual([
    '~ sgr-10: accept tcp 80 0.0.0.0/0 @10 → accept tcp 80 0.0.0.0/0 @10 "new"',
    '- accept tcp 80 0.0.0.0/0 @1',
  ]);
});

test('of live twins neither of which is wanted one moves and one goes', () => {
  const twins = [live(web({ priority: 1 }), 'sgr-1'), live(web({ priority: 10 }), 'sgr-10')];
  expect(edits([web({ priority: 5 })], twins)).toEqual([
    '~ sgr-1: accept tcp 80 0.0.0.0/0 @1 → accept tcp 80 0.0.0.0/0 @5',
    '- accept tcp 80 0.0.0.0/0 @10',
  ]);
});

test('equal live rules are told apart by number: one stays', () => {
  const same = [live(web(), 'sgr-1'), live(web(), 'sgr-2')];
  expect(edits([web()], same)).toEqual(['- accept tcp 80 0.0.0.0/0 @1']);
});

test('peers, ports, source ports and the local side each make another rule', () => {
  const ports = { kind: 'range', first: 80, last: 80 } as const;
  const others: WrittenRule[] = [
    accept('tcp 80', '::/0'),
    accept('tcp 80', named('app')),
    accept('tcp 80', foreign('sg-x')),
    accept('tcp 80', foreign('sg-x', '1000000000000002')),
    accept('tcp 80', { kind: 'prefixList', prefixList: 'pl-x' }),
    accept('tcp 80-81', everyone),
    { ...web(), traffic: { protocol: 'tcp', ports, sourcePorts: { first: 1, last: 2 } } },
    { ...web(), local: everyone as NonNullable<WrittenRule['local']> },
    web({ direction: 'egress' }),
    { ...web(), traffic: { protocol: 'tcp', ports: { kind: 'list', portList: 'prl-x' } } },
  ];
  for (const other of others) {
    const kinds = ruleChanges([other], [live(web())]).edits.map(({ kind }) => kind);
    expect(kinds).toEqual(['authorize', 'revoke']);
  }
});
