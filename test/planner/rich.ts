// One change with every kind of step in it, over several waves.
import type { SeedGroup } from '../../src/emulator/seed.ts';
import type { DesiredState } from '../../src/model/target.ts';
import { accept, drop, gone, group, named, ownTags, seed, wanted } from './words.ts';

const everyone = '0.0.0.0/0';
const web = accept('tcp 80', everyone, { priority: 5 });

export const richSeeds: readonly SeedGroup[] = [
  seed(
    'web',
    [
      web,
      accept('tcp 81', everyone, { priority: 7 }),
      accept('tcp 81', everyone, { priority: 8 }),
      accept('tcp 22', named('db')),
      drop('tcp 1-1024', '10.0.0.0/8', { priority: 3 }),
      accept('udp 53', everyone, { direction: 'egress' }),
    ],
    { name: 'renamed', tags: { ...ownTags('web'), team: 'x', old: '1' } },
  ),
  seed('db', [accept('tcp 5432', named('old'))]),
  seed('old', [accept('tcp 5432', named('db'))]),
  seed('others', [accept('all', everyone)], { id: 'sg-others', tags: {} }),
];

export const richDesired: DesiredState = wanted(
  group('web', {
    description: 'Public tier',
    innerAccessPolicy: 'drop',
    tags: { team: 'y' },
    ingress: [
      { ...web, priority: 9, description: 'emoji 🚀' },
      accept('tcp 81', everyone, { priority: 2 }),
      accept('tcp 443', named('app')),
      drop('tcp 22', everyone),
      accept('tcp 1-100', everyone, { priority: 10 }),
    ],
    egress: [accept('udp 53', everyone, { direction: 'egress', description: 'DNS' })],
  }),
  group('app', {
    ingress: [accept('tcp 8080', named('web'))],
    egress: [accept('all', everyone, { direction: 'egress' })],
  }),
  gone('db'),
  gone('old'),
);
