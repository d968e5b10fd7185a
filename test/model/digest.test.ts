// Goal: a digest changes with everything about a group that can be planned, and with nothing else.
import { expect, test } from 'vitest';
import { absent, digestGroup } from '../../src/model/digest.ts';
import type { GroupContent } from '../../src/model/group.ts';
import { accept, drop, live } from '../planner/words.ts';

const one = live(accept('tcp 80', '0.0.0.0/0'), 'sgr-1');
const two = live(drop('tcp 80', '0.0.0.0/0'), 'sgr-2');
const web: GroupContent = {
  cloudName: 'web',
  description: 'Public tier',
  type: 'normal',
  innerAccessPolicy: 'drop',
  tags: { team: 'x', stage: 'live' },
  rules: [one, two],
};

test.each<[string, GroupContent]>([
  ['the order of rules', { ...web, rules: [two, one] }],
  ['the order of tags', { ...web, tags: { stage: 'live', team: 'x' } }],
  ['rule ids', { ...web, rules: [{ ...one, id: 'sgr-9' } as typeof one, two] }],
  ['a lease', { ...web, tags: { ...web.tags, 'sluice:lock:3f9ac0d1e2b4a5c6': 'x' } }],
  [
    'a hold',
    { ...web, tags: { ...web.tags, 'sluice:hold-until': 'x', 'sluice:hold-reason': 'y' } },
  ],
  ['a resource group that no plan sets', { ...web, inResourceGroup: 'rg-edge' } as GroupContent],
  ['an empty description', { ...web, rules: [accept('tcp 80', '0.0.0.0/0'), two] }],
])('%s makes no difference', (_, other) => {
  expect(digestGroup(other)).toBe(digestGroup(web));
});

test.each<[string, GroupContent]>([
  ['the name', { ...web, cloudName: 'app' }],
  ['the description', { ...web, description: '' }],
  ['the type', { ...web, type: 'enterprise' }],
  ['the inner policy', { ...web, innerAccessPolicy: 'accept' }],
  ['a resource group that a plan sets', { ...web, resourceGroup: '' }],
  ['a tag', { ...web, tags: { team: 'x', stage: 'test' } }],
  ['whose it is', { ...web, tags: { ...web.tags, 'sluice:owner': 'x' } }],
  ['a tag that is nearly a lease', { ...web, tags: { ...web.tags, 'sluice:locker': 'x' } }],
  ['a rule fewer', { ...web, rules: [one] }],
  ['a rule twice', { ...web, rules: [one, one, two] }],
  ['a priority', { ...web, rules: [{ ...one, priority: 2 }, two] }],
  ['the description of a rule', { ...web, rules: [{ ...one, description: 'x' }, two] }],
])('%s makes a difference', (_, other) => {
  expect(digestGroup(other)).not.toBe(digestGroup(web));
});

test('no group has a digest of its own', () => {
  expect(digestGroup(undefined)).toBe(absent);
});
