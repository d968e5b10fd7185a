// Goal: who is refused knows who applies, until when, and what to do, with commands to copy.
import { expect, test } from 'vitest';
import { leaseOwner } from '../../src/lease/lease-owner.ts';
import { notAcquiredText } from '../../src/lease/lease-text.ts';
import type { GroupName } from '../../src/model/group-identity.ts';
import { asks, filePlace, leaseMs } from './places.ts';
import { startMs, VirtualTime } from './virtual-time.ts';

const held = {
  kind: 'held',
  owner: leaseOwner('alice@build-7:4711'),
  since: startMs,
  until: startMs + leaseMs,
  where: 'the file /srv/net/.sluice/lock',
  unlock: 'rm /srv/net/.sluice/lock',
} as const;

test('a lease of somebody says who, since when, until when and what to do', () => {
  expect(notAcquiredText(held, startMs + 12 * 60_000)).toBe(
    `locked: alice@build-7:4711 applies, since 2026-11-22T08:00:00Z (12m ago).
Its lease, the file /srv/net/.sluice/lock, ends at 2026-11-22T08:15:00Z (in 3m) unless it is renewed.
To wait for it, add --lock-timeout 10m.
Only if that apply has surely ended, take its lease away:
    rm /srv/net/.sluice/lock
`,
  );
});

test('a lease that has just ended is not said to end in the future', () => {
  expect(notAcquiredText(held, startMs + leaseMs + 1000)).toContain(
    'ended at 2026-11-22T08:15:00Z, and is respected for 9s more: clocks differ.',
  );
});

test('what cannot be read says why, and how to take it away where it is in the way', () => {
  const unreadable = { kind: 'unreadable', where: 'a tag of the group web', why: 'no' } as const;
  const first = 'refused: the lock, a tag of the group web, cannot be used: no\n';
  expect(notAcquiredText({ ...unreadable, unlock: undefined }, startMs)).toBe(first);
  expect(notAcquiredText({ ...unreadable, unlock: 'rm lock' }, startMs)).toBe(
    `${first}If that is nothing that anybody needs, take it away:\n    rm lock\n`,
  );
});

test('a first apply is warned that there is no lock yet', () => {
  expect(notAcquiredText({ kind: 'noGroup', group: 'web' as GroupName }, startMs)).toMatch(
    /^warning: there is no group "web" yet to carry the lock/,
  );
});

test('the command for a file can be copied into a shell, whatever the file is called', async () => {
  const time = new VirtualTime();
  const { fileStore } = await import('../../src/lease/file-store.ts');
  const file = `${filePlace().file} of Eve's $HOME`;
  await time.run(asks(fileStore(file, time), time));
  const answer = await time.run(asks(fileStore(file, time), time));
  expect(answer).toMatchObject({ unlock: `rm '${file.replace("'", `'\\''`)}'` });
});
