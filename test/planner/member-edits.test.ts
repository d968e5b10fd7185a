// Goal: who is in a group must be known exactly where it matters.
import { expect, test } from 'vitest';
import type { WrittenMembers } from '../../src/model/member.ts';
import { memberEdits } from '../../src/planner/members/member-edits.ts';
import { seededId } from './names.ts';
import { group } from './words.ts';

const source = { file: 'groups/web.yaml', line: 2, column: 1 };
const hidden = {
  interfaces: { kind: 'unreadable', why: 'a permission is missing' },
  names: new Map(),
} as const;

function codesOf(members: Omit<WrittenMembers, 'source'>): readonly string[] {
  const web = group('web', { members: { ...members, source } });
  const { edits, refusals } = memberEdits(web, seededId('web'), hidden);
  expect(edits).toEqual([]);
  return refusals.map(({ code }) => code);
}

test('where nobody is to join or to leave, nobody needs to know who is there', () => {
  expect(codesOf({ all: [], isExclusive: false })).toEqual([]);
});

test('where somebody is to join, or all others to leave, that is refused', () => {
  const one = { kind: 'instance', id: 'i-one', source } as const;
  expect(codesOf({ all: [one], isExclusive: false })).toEqual(['members-unknown']);
  expect(codesOf({ all: [], isExclusive: true })).toEqual(['members-unknown']);
});
