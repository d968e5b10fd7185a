// A change of more than sixty calls with every kind of step in it: what rich.ts has, several times
// over, in groups that refer to each other.
import type { SeedGroup } from '../../src/emulator/seed.ts';
import type { DesiredGroup } from '../../src/model/group.ts';
import type { DesiredState } from '../../src/model/target.ts';
import { accept, drop, gone, group, named, ownTags, seed, wanted } from './words.ts';

const everyone = '0.0.0.0/0';
const copies = ['1', '2', '3', '4'] as const;

export const richerSeeds: readonly SeedGroup[] = [
  ...copies.flatMap(seedsOf),
  seed('others', [accept('all', everyone)], { id: 'sg-others', tags: {} }),
];

export const richerDesired: DesiredState = wanted(...copies.flatMap(desiredOf));

function webRule(copy: string) {
  return accept('tcp 80', `10.${copy}.0.0/16`, { priority: 5 });
}

function seedsOf(copy: string): readonly SeedGroup[] {
  const web = `web-${copy}`;
  return [
    seed(
      web,
      [
        webRule(copy),
        accept('tcp 81', everyone, { priority: 7 }),
        accept('tcp 81', everyone, { priority: 8 }),
        accept('tcp 22', named(`db-${copy}`)),
        drop('tcp 1-1024', '10.0.0.0/8', { priority: 3 }),
        accept('udp 53', everyone, { direction: 'egress' }),
      ],
      { name: `renamed-${copy}`, tags: { ...ownTags(web), team: 'x', old: '1' } },
    ),
    seed(`db-${copy}`, [accept('tcp 5432', named(`old-${copy}`))]),
    seed(`old-${copy}`, [accept('tcp 5432', named(`db-${copy}`))]),
  ];
}

function desiredOf(copy: string): readonly DesiredGroup[] {
  const next = copies[copies.findIndex((one) => one === copy) + 1] ?? copies[0];
  return [
    group(`web-${copy}`, {
      description: 'Public tier',
      innerAccessPolicy: 'drop',
      tags: { team: 'y' },
      resourceGroup: 'rg-edge',
      ingress: [
        { ...webRule(copy), priority: 9, description: 'emoji 🚀' },
        accept('tcp 81', everyone, { priority: 2 }),
        accept('tcp 443', named(`app-${copy}`)),
        drop('tcp 22', everyone),
        accept('tcp 1-100', everyone, { priority: 10 }),
      ],
      egress: [accept('udp 53', everyone, { direction: 'egress', description: 'DNS' })],
    }),
    // The groups that are made refer to each other in a ring.
    group(`app-${copy}`, {
      resourceGroup: 'rg-app',
      ingress: [accept('tcp 8080', named(`web-${copy}`)), accept('tcp 8081', named(`app-${next}`))],
      egress: [accept('all', everyone, { direction: 'egress' })],
    }),
    gone(`db-${copy}`),
    gone(`old-${copy}`),
  ];
}
