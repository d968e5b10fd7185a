// Goal: what people must consent to is found, once for each place in the files, and nothing else.
import { describe, expect, test } from 'vitest';
import type { SeedGroup } from '../../src/emulator/seed.ts';
import type { Cidr } from '../../src/model/cidr.ts';
import type { DesiredGroup } from '../../src/model/group.ts';
import { consentFlag, withoutConsent } from '../../src/model/hazard.ts';
import type { WrittenRule } from '../../src/model/rule.ts';
import { allOf, instance, worldWith } from '../cloud/machine-words.ts';
import { planOf } from './in-process.ts';
import { seededId } from './names.ts';
import { accept, drop, gone, group, named, plannedFor, seed, wanted } from './words.ts';

async function hazards(groups: readonly DesiredGroup[], seeds: readonly SeedGroup[]) {
  return (await plannedFor(groups, seeds)).hazards;
}

async function codes(groups: readonly DesiredGroup[], seeds: readonly SeedGroup[]) {
  return (await hazards(groups, seeds)).map(({ code }) => code);
}

const ingress = (...rules: readonly WrittenRule[]) => [group('web', { ingress: rules })];

describe('opens-to-internet', () => {
  test.each([
    ['a new accept from every IPv4 address', accept('tcp 22', '0.0.0.0/0'), 1],
    ['a new accept from every IPv6 address', accept('all', '::/0'), 1],
    ['a new accept from half of them', accept('tcp 22', '0.0.0.0/1'), 1],
    ['no accept from fewer', accept('tcp 22', '8.8.0.0/16'), 0],
    ['no accept from private addresses', accept('tcp 22', '10.0.0.0/8'), 0],
    ['no drop', drop('tcp 22', '0.0.0.0/0'), 0],
    ['no egress', accept('tcp 22', '0.0.0.0/0', { direction: 'egress' }), 0],
    ['no group', accept('tcp 22', named('app')), 0],
  ])('%s', async (_, rule, count) => {
    const groups = [group('web', { [rule.direction]: [rule] }), group('app')];
    const found = await codes(groups, [seed('web'), seed('app')]);
    expect(found).toEqual(Array<string>(count).fill('opens-to-internet'));
  });

  test('an accept that gets stronger, and none that gets weaker', async () => {
    const at = (priority: number) => accept('tcp 22', '0.0.0.0/0', { priority });
    expect(await codes(ingress(at(1)), [seed('web', [at(9)])])).toEqual(['opens-to-internet']);
    expect(await codes(ingress(at(9)), [seed('web', [at(1)])])).toEqual([]);
  });

  test('an accept that is there already is none, also with new words', async () => {
    const there = accept('tcp 22', '0.0.0.0/0');
    const described = { ...there, description: 'new' };
    expect(await codes(ingress(described), [seed('web', [there])])).toEqual([]);
  });

  test('a place in the files is named once, with all that it opens', async () => {
    const rules = [
      accept('tcp 80', '0.0.0.0/0'),
      accept('tcp 443', '0.0.0.0/0'),
      accept('tcp 443', '::/0'),
      accept('udp 53', '::/0', { source: { file: 'groups/web.yaml', line: 9, column: 5 } }),
    ];
    const found = await hazards(ingress(...rules), [seed('web')]);
    expect(found.map(({ message }) => message).toSorted()).toEqual([
      'opens web: tcp 443 from anybody; tcp 80 from 0.0.0.0/0',
      'opens web: udp 53 from ::/0',
    ]);
    expect(found.map(({ source }) => source?.line).toSorted()).toEqual([1, 9]);
  });
});

test('places that open the same together are named by one hazard', async () => {
  const at = (line: number) => ({ source: { file: 'groups/web.yaml', line, column: 5 } });
  const found = await hazards(
    ingress(
      accept('tcp 5432', '128.0.0.0/1', at(9)),
      accept('tcp 5432', '0.0.0.0/8', at(12)),
      accept('tcp 443', '0.0.0.0/0', at(14)),
    ),
    [seed('web')],
  );
  const places = found.map(({ message, source, otherSources = [] }) => [
    message,
    ...[source, ...otherSources].map((one) => one?.line),
  ]);
  expect(places.toSorted()).toEqual([
    ['opens web: tcp 443 from 0.0.0.0/0', 14],
    ['opens web: tcp 5432 from 0.0.0.0/8, 128.0.0.0/1', 12, 9],
  ]);
});

test('an opening says to which of our addresses, where that is not all', async () => {
  const rule = { ...accept('tcp 22', '0.0.0.0/0'), local: '10.5.0.0/16' as Cidr };
  const [found] = await hazards(ingress(rule), [seed('web')]);
  expect(found?.message).toBe('opens web: tcp 22 from 0.0.0.0/0 to 10.5.0.0/16');
});

test('what opens beside a group whose members pass each other is the same, and not told twice', async () => {
  const [web, app] = [seededId('web'), seededId('app')];
  const world = worldWith({
    groups: [
      seed('web', [], { innerAccessPolicy: 'Drop' }),
      seed('app', [], { innerAccessPolicy: 'Accept' }),
    ],
    instances: [instance('a', [web]), instance('b', [web, app])],
  });
  const state = wanted(...ingress(accept('tcp 22', '0.0.0.0/0')), group('app'));
  const found = planOf(state, await allOf(state, world.send)).hazards;
  expect(found.map(({ message }) => message)).toEqual(['opens web: tcp 22 from 0.0.0.0/0']);
});

describe('first-apply', () => {
  test('is asked for when nothing here is ours', async () => {
    expect(await codes([group('web')], [])).toEqual(['first-apply']);
    expect(await codes([group('web')], [seed('web', [], { vpcId: 'vpc-other' })])).toEqual([
      'first-apply',
    ]);
  });

  test('is not asked for once something is, nor when there is nothing to do', async () => {
    expect(await codes([group('web'), group('app')], [seed('app')])).toEqual([]);
    expect(await codes([gone('web')], [])).toEqual([]);
  });
});

test('deletes-group names each group', async () => {
  const seeds = ['web', 'app', 'db'].map((name) => seed(name));
  const found = await hazards([gone('web'), gone('app'), group('db')], seeds);
  expect(found.map(({ code, group: name }) => [code, name])).toEqual([
    ['deletes-group', 'app'],
    ['deletes-group', 'web'],
  ]);
});

test('a plan without consent cannot be applied, and the flag to add is ready to copy', async () => {
  const plan = await plannedFor(ingress(accept('all', '::/0')), []);
  expect(plan.applyable).toBe(false);
  expect(consentFlag(plan.hazards)).toBe('--allow-hazards first-apply,opens-to-internet');
  expect(withoutConsent(plan.hazards, ['first-apply', 'opens-to-internet'])).toEqual([]);
});
