// Goal: a hold is read off the tags as somebody meant it, and where that cannot be told it holds.
import { describe, expect, test } from 'vitest';
import { digestGroup } from '../../src/model/digest.ts';
import type { GroupContent } from '../../src/model/group.ts';
import { formatTime, holdOf, holdTags, parseTime, reasonFault } from '../../src/model/hold.ts';

const until = '2026-11-27T08:00:00Z';
const untilMs = Date.UTC(2026, 10, 27, 8);
const reason = 'INC-42 console edit';
const tags = holdTags({ until, reason });

describe('a hold', () => {
  test.each([
    ['until its time', untilMs - 1, 'held'],
    ['not at its time', untilMs, 'expired'],
    ['not where nobody knows the time: then it is in force', NaN, 'held'],
  ])('is in force %s', (_, nowMs, kind) => {
    expect(holdOf({ team: 'x', ...tags }, nowMs)).toEqual({ kind, until, reason });
  });

  test('is none without its tags, whatever the others are called', () => {
    expect(holdOf({ team: 'x', 'sluice:owner': 'edge' }, 0)).toEqual({ kind: 'none' });
  });

  test.each([
    [{ 'sluice:hold-until': 'tomorrow' }, 'tomorrow'],
    [{ 'sluice:hold-until': '' }, ''],
    [{ 'sluice:hold-until': '2026-11-27' }, '2026-11-27'],
    [{ 'sluice:hold-until': '2026-11-27T08:00:00' }, '2026-11-27T08:00:00'],
    [{ 'sluice:hold-reason': reason }, ''],
  ])('whose time cannot be read is malformed, never over: %j', (odd, text) => {
    expect(holdOf(odd, untilMs * 10)).toMatchObject({ kind: 'malformed', until: text });
  });

  test('without a reason is a hold', () => {
    expect(holdOf({ 'sluice:hold-until': until }, 0)).toEqual({ kind: 'held', until, reason: '' });
  });

  test('makes no difference to the digest of a group; any other tag does', () => {
    const web: GroupContent = {
      cloudName: 'web',
      description: '',
      type: 'normal',
      innerAccessPolicy: 'drop',
      tags: { team: 'x' },
      rules: [],
    };
    const digest = digestGroup(web);
    expect(digestGroup({ ...web, tags: { ...web.tags, ...tags } })).toBe(digest);
    expect(digestGroup({ ...web, tags: { ...web.tags, 'sluice:hold': 'x' } })).not.toBe(digest);
  });
});

describe('a time', () => {
  test.each([until, '2026-11-27T08:00Z', '2026-11-27T16:00+08:00', '2026-11-27T03:30:00-04:30'])(
    'may be written as %s',
    (text) => {
      expect(formatTime(parseTime(text) ?? 0)).toBe(until);
    },
  );

  test.each([
    '',
    '2026-02-30T08:00:00Z',
    '2026-13-01T08:00:00Z',
    '2026-11-27T24:00:00Z',
    '2026-11-27T08:60:00Z',
    '0026-11-27T08:00:00Z',
    '2026-11-27T08:00:00+24:00',
    '2026-11-27T08:00:00+08:60',
    '2026-11-27 08:00:00Z',
    ' 2026-11-27T08:00:00Z',
    '1795766400000',
  ])('is not %j', (text) => {
    expect(parseTime(text)).toBeUndefined();
  });
});

describe('a reason', () => {
  test.each([reason, 'ж'.repeat(128), '🚧'.repeat(64), 'http is fine'])('may be %s', (text) => {
    expect(reasonFault(text)).toBeUndefined();
  });

  test.each([
    ['', 'is empty'],
    [' ', 'is empty'],
    ['x'.repeat(129), 'has 129 characters; a tag takes 128 at most'],
    ['see HTTPS://wiki', 'has http:// or https:// in it, which no tag may have'],
    ['two\nlines', 'has more than one line'],
  ])('is not %j', (text, fault) => {
    expect(reasonFault(text)).toBe(fault);
  });
});
