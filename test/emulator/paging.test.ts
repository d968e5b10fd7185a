// Pages of groups and rules, at every boundary, and while others add and remove.

import { describe, expect, test } from 'vitest';
import { drive, nthRule, region } from './driver.ts';
import type { Driver, ShownRule, Words } from './driver.ts';
import type { SeedRule } from '../../src/emulator/seed.ts';

interface Listed {
  readonly pages: readonly (readonly string[])[];
}

function seeded(groups: number): Driver {
  const world = drive();
  for (let n = 0; n < groups; n++) world.emulator.put({ region, name: `g${n}` });
  return world;
}

function withRules(count: number): { world: Driver; id: string } {
  const world = drive();
  const rules = Array.from({ length: count }, (_, n): SeedRule => ({
    Direction: n % 2 === 0 ? 'ingress' : 'egress',
    ...nthRule(n),
    Description: `r${n}`,
  }));
  return { world, id: world.emulator.put({ region, rules: rules.toReversed() }) };
}

/** Follows the tokens to the end. */
function follow(page: (token: Words) => { names: readonly string[]; next: string }): Listed {
  const pages: (readonly string[])[] = [];
  let token = '';
  do {
    const { names, next } = page(token === '' ? {} : { NextToken: token });
    pages.push(names);
    token = next;
  } while (token !== '');
  return { pages };
}

function groupPage(world: Driver, words: Words): { names: readonly string[]; next: string } {
  const { body } = world.call('DescribeSecurityGroups', words);
  const { SecurityGroup } = body['SecurityGroups'] as { SecurityGroup: ShownRule[] };
  const names = SecurityGroup.map((group) => String(group['SecurityGroupName']));
  return { names, next: String(body['NextToken']) };
}

function rulePage(world: Driver, words: Words): { names: readonly string[]; next: string } {
  const { body } = world.call('DescribeSecurityGroupAttribute', words);
  const { Permission } = body['Permissions'] as { Permission: ShownRule[] };
  const names = Permission.map((rule) => String(rule['Description']));
  return { names, next: String(body['NextToken']) };
}

const newestFirst = (letter: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => `${letter}${count - 1 - n}`);

describe.each([0, 1, 10, 11, 20, 21])('of %i groups, ten a page,', (count) => {
  const world = seeded(count);
  const pages = Math.max(1, Math.ceil(count / 10));

  test('tokens lead to every group once, newest first, and the last token is empty', () => {
    const listed = follow((token) => groupPage(world, { MaxResults: '10', ...token }));
    expect(listed.pages).toHaveLength(pages);
    expect(listed.pages.flat()).toEqual(newestFirst('g', count));
  });

  test('page numbers do as well, and say how many there are', () => {
    const numbered = Array.from({ length: pages + 1 }, (_, n) => {
      const { body } = world.call('DescribeSecurityGroups', {
        PageNumber: String(n + 1),
        PageSize: '10',
      });
      expect(body).toMatchObject({ TotalCount: count, PageNumber: n + 1, PageSize: 10 });
      return body['SecurityGroups'] as { SecurityGroup: ShownRule[] };
    });
    const names = numbered.flatMap(({ SecurityGroup }) =>
      SecurityGroup.map((group) => group['SecurityGroupName']),
    );
    expect(names).toEqual(newestFirst('g', count));
  });
});

describe.each([0, 1, 10, 11, 20, 21])('of %i rules, ten a page,', (count) => {
  const { world, id } = withRules(count);

  test('tokens lead to every rule once, newest first, and the last token is empty', () => {
    const words = { SecurityGroupId: id, MaxResults: '10' };
    const listed = follow((token) => rulePage(world, { ...words, ...token }));
    expect(listed.pages).toHaveLength(Math.max(1, Math.ceil(count / 10)));
    expect(listed.pages.flat()).toEqual(newestFirst('r', count));
  });

  test('one direction alone is paged alone', () => {
    const words = { SecurityGroupId: id, MaxResults: '10', Direction: 'egress' };
    const listed = follow((token) => rulePage(world, { ...words, ...token }));
    expect(listed.pages.flat()).toHaveLength(Math.floor(count / 2));
  });
});

test('a page of groups has ten without being asked, and leads on by token', () => {
  const world = seeded(11);
  const first = groupPage(world, {});
  expect(first.names).toHaveLength(10);
  expect(groupPage(world, { NextToken: first.next })).toEqual({ names: ['g0'], next: '' });
});

test('a page by token does not count, and a page by number gives no token', () => {
  const world = seeded(11);
  const byToken = world.call('DescribeSecurityGroups', { MaxResults: '10' }).body;
  expect([byToken['TotalCount'], byToken['PageNumber']]).toEqual([undefined, undefined]);
  const byNumber = world.call('DescribeSecurityGroups', { PageNumber: '1' }).body;
  expect(byNumber['NextToken']).toBe('');
});

test('a page of rules has 500 without being asked', () => {
  const { world, id } = withRules(501);
  const first = rulePage(world, { SecurityGroupId: id });
  expect(first.names).toHaveLength(500);
  const second = rulePage(world, { SecurityGroupId: id, NextToken: first.next });
  expect(second).toEqual({ names: ['r0'], next: '' });
});

test('what is added and removed between two pages repeats nothing and leaves nothing out', () => {
  const { world, id } = withRules(30);
  const words = { SecurityGroupId: id, MaxResults: '10' };
  const first = rulePage(world, words);
  world.authorize(id, { ...nthRule(100), Description: 'new' });
  const shown = world.rules(id);
  const gone = shown.filter((rule) => ['r25', 'r20', 'r19'].includes(String(rule['Description'])));
  for (const rule of gone) {
    const action =
      rule['Direction'] === 'ingress' ? 'RevokeSecurityGroup' : 'RevokeSecurityGroupEgress';
    world.call(action, {
      SecurityGroupId: id,
      'SecurityGroupRuleId.1': String(rule['SecurityGroupRuleId']),
    });
  }
  const rest = follow((token) =>
    rulePage(world, { ...words, NextToken: first.next, ...token }),
  ).pages.flat();
  expect(rest).toEqual(newestFirst('r', 19));
});

test('a token of one list is none of another', () => {
  const { world, id } = withRules(11);
  const { next } = rulePage(world, { SecurityGroupId: id, MaxResults: '10' });
  expect(world.call('DescribeSecurityGroups', { NextToken: next }).code).toBe(
    'InValidParameter.NextToken',
  );
});
