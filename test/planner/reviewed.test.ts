// Goal: what a review by random search and by hand found wrong stays right. Plain examples.
import { describe, expect, test } from 'vitest';
import type { InterfaceId, NetworkInterface } from '../../src/model/interfaces.ts';
import type { Cidr } from '../../src/model/cidr.ts';
import type { SeedGroup } from '../../src/emulator/seed.ts';
import type { DesiredState } from '../../src/model/target.ts';
import { planned, readLive, worldOf } from './in-process.ts';
import { seededId } from './names.ts';
import { accept, drop, group, live, named, seed, wanted } from './words.ts';

function nic(name: string, address: string, groups: readonly string[]): NetworkInterface {
  return {
    id: `eni-${name}` as InterfaceId,
    groups: groups.map(seededId),
    addresses: [`${address}/32` as Cidr],
  };
}

async function made(
  desired: DesiredState,
  seeds: readonly SeedGroup[],
  all?: readonly NetworkInterface[],
) {
  const asRead = await readLive(desired, worldOf(seeds).send);
  const found = planned(
    desired,
    all === undefined ? asRead : { ...asRead, interfaces: { kind: 'read', all } },
  );
  if (!found.ok) throw new Error(found.refusals.map(({ message }) => message).join('\n'));
  return found.plan;
}

describe('the closing end of a flow comes before its opening end', () => {
  const out = drop('tcp 5432', '10.0.2.0/24', { direction: 'egress', priority: 5 });
  const into = accept('tcp 5432', '10.0.1.0/24', { priority: 5, description: 'x' });
  const ends = [nic('web', '10.0.1.5', ['web']), nic('db', '10.0.2.5', ['db'])];

  test('where other rules let the closing end do with fewer calls', async () => {
    const kept = drop('tcp 80', '10.0.0.0/8');
    const coming = [
      accept('tcp 80', '10.0.0.0/9', { priority: 2 }),
      drop('tcp 80', '10.0.0.0/10', { priority: 3 }),
    ];
    const plan = await made(
      wanted(group('web', { egress: [] }), group('db', { ingress: [kept, ...coming] })),
      [seed('web', [live(out)]), seed('db', [live(kept), live(into, 'sgr-2')])],
      ends,
    );
    const waveOf = (name: string) => plan.steps.find((step) => step.group === name)?.wave ?? 0;
    const closes = plan.steps.findLast(({ group: name }) => name === 'db')?.wave ?? 9;
    expect(waveOf('web')).toBeGreaterThan(closes);
  });

  test('where the closing end is short of room', async () => {
    const coming = [accept('tcp 80', '10.0.0.0/9'), accept('tcp 81', '10.0.0.0/9')];
    const plan = await made(
      {
        ...wanted(group('web', { egress: [] }), group('db', { ingress: coming })),
        quotas: { rulesPerGroup: 2 },
      },
      [
        seed('web', [live(out)]),
        seed('db', [live(into), live(accept('udp 1', '10.0.0.0/9'), 'sgr-2')]),
      ],
      ends,
    );
    const closes = plan.steps.findLast(({ group: name }) => name === 'db')?.wave ?? 9;
    expect(plan.steps.find(({ group: name }) => name === 'web')?.wave).toBeGreaterThan(closes);
  });
});

test('rules that are made anew one after the other wait together', async () => {
  const first = accept('tcp 80', '10.0.0.0/30', { description: '' });
  const second = accept('tcp 80-81', '10.0.0.0/31', { description: '' });
  const third = accept('tcp 80-81', '10.0.0.0/32');
  const plan = await made(wanted(group('web', { ingress: [first, second, third] })), [
    seed('web', [
      live({ ...first, description: 'a' }),
      live({ ...second, description: 'b' }, 'sgr-2'),
      live(third, 'sgr-3'),
      live(accept('tcp 80', '10.0.0.2/31'), 'sgr-4'),
    ]),
  ]);
  expect(plan.proof.holds).toBe('inEveryCombination');
});

test('an interface at its quota is no fault of its first group alone', async () => {
  const swapped = accept('tcp 80', '10.0.0.0/30');
  const plan = await made(
    {
      ...wanted(
        group('app', { tags: { team: 'x' } }),
        group('web', { ingress: [accept('tcp 81', '2001:db8::/64')] }),
      ),
      quotas: { rulesPerInterface: 2 },
    },
    [seed('app', [live(accept('udp 1', '10.0.0.0/8'))]), seed('web', [live(swapped)])],
    [nic('both', '10.0.1.5', ['app', 'web'])],
  );
  expect(plan.steps.map(({ kind }) => kind)).toEqual(['tagGroup', 'revoke', 'authorize']);
});

test('many groups that may all meet are proved in one go', async () => {
  const names = Array.from({ length: 60 }, (_, index) => `g${index}`);
  const plan = await made(
    wanted(
      ...names.map((name, index) =>
        group(name, { ingress: [accept('tcp 22', `10.${index}.0.0/16`)] }),
      ),
    ),
    names.map((name) => seed(name, [live(accept('tcp 22', '0.0.0.0/0'))])),
  );
  expect(plan.proof.holds).toBe('inEveryCombination');
});

test('a group may be called like a list', async () => {
  const list = { kind: 'prefixList', prefixList: 'pl-1' } as const;
  const kept = drop('tcp 80', named('pl-1'));
  const plan = await made(
    wanted(
      group('pl-1'),
      group('web', {
        ingress: [
          kept,
          accept('tcp 80', list, { priority: 2 }),
          drop('tcp 80', '10.0.0.0/8', { priority: 3 }),
        ],
      }),
    ),
    [
      seed('pl-1'),
      seed('web', [
        live(kept),
        live(accept('tcp 80', '10.0.0.0/8', { priority: 5, description: 'x' }), 'sgr-2'),
      ]),
    ],
  );
  const authorizes = plan.steps.filter(({ kind }) => kind === 'authorize');
  expect(new Set(authorizes.map(({ wave }) => wave)).size).toBe(2);
});
