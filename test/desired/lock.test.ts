// Goal: the lock of a workspace is read as it is written, and names a group that will be there.
import { expect, test } from 'vitest';
import { formatDuration, parseDuration } from '../../src/model/duration.ts';
import { loaded, parseGroups, workspaceText } from './workspace-text.ts';

const groups = {
  'groups/web.yaml': 'name: web\n',
  'groups/old.yaml': 'name: old\nstate: absent\n',
};

function read(lock: string, files: Readonly<Record<string, string>> = groups) {
  return parseGroups(files, { workspace: `${workspaceText}${lock}\n` });
}

test.each([
  ['lock: { file: .sluice/lock }', { kind: 'file', file: '.sluice/lock', leaseMs: 900_000 }],
  [
    'lock: { file: /mnt/a b/lock, lease: 90s }',
    { kind: 'file', file: '/mnt/a b/lock', leaseMs: 90_000 },
  ],
  ['lock: { group: web, lease: 24h }', { kind: 'group', group: 'web', leaseMs: 86_400_000 }],
])('%s', (text, lock) => {
  expect(loaded(read(text)).state.lock).toMatchObject(lock);
});

test('no lock is written, no lock is there', () => {
  expect('lock' in loaded(read('')).state).toBe(false);
});

test('a group that is to be absent carries no lock', () => {
  const result = read('lock: { group: old }');
  const findings = result.ok ? [] : result.findings;
  expect(findings).toMatchObject([
    {
      code: 'absent-group',
      source: { file: 'sluice.yaml', line: 6, column: 16 },
      message:
        'the group "old" is to be absent (groups/old.yaml:1:1); expected a group that is present',
      example: 'lock: { group: web }',
    },
  ]);
});

test('while a group file cannot be read, its groups are not said to be unknown', () => {
  const result = read('lock: { group: app }', { ...groups, 'groups/app.yaml': 'name: [\n' });
  const codes = result.ok ? [] : result.findings.map(({ code }) => code);
  expect(codes).not.toContain('unknown-group');
  expect(codes).toHaveLength(1);
});

test.each([
  ['0s', 0],
  ['90s', 90_000],
  ['15m', 900_000],
  ['24h', 86_400_000],
])('%s is %d ms, and is written so', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
  expect(parseDuration(formatDuration(ms))).toBe(ms);
});

test.each(['', '15', 'm', '1.5m', '-1m', '015m', '15 m', '15M', '1h30m', '99999999s', 'Infinitys'])(
  '"%s" is no span of time',
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
  },
);
