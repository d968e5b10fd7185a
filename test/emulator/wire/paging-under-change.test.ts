// Goal: whoever follows tokens to the end sees everything that was there all the time exactly once.
// Method: by chance, things are added, removed and changed between two pages; a model notes what was
// there before the first page and never went.

import { expect, test } from 'vitest';
import { drive, nthRule, permissions, region } from '../driver.ts';
import { chance } from './random.ts';
import type { Driver } from '../driver.ts';
import type { Chance } from './random.ts';
import type { Words } from './sign-v1.ts';

type Row = Readonly<Record<string, unknown>>;

interface Listing {
  readonly name: string;
  /** Adds one and returns its id. */
  readonly add: () => string;
  readonly remove: (id: string) => void;
  readonly change: (id: string) => void;
  readonly page: (token: Words) => { readonly ids: readonly string[]; readonly next: string };
}

function groups(world: Driver): Listing {
  let made = 0;
  return {
    name: 'groups',
    add: () => world.group(`g${made++}`),
    remove: (id) => world.call('DeleteSecurityGroup', { SecurityGroupId: id }),
    change: (id) =>
      world.call('ModifySecurityGroupAttribute', {
        SecurityGroupId: id,
        SecurityGroupName: `changed-${made++}`,
      }),
    page: (token) => {
      const { body } = world.call('DescribeSecurityGroups', { MaxResults: '10', ...token });
      const { SecurityGroup } = body['SecurityGroups'] as { SecurityGroup: Row[] };
      return pageOf(SecurityGroup, body, 'SecurityGroupId');
    },
  };
}

function rules(world: Driver): Listing {
  const id = world.emulator.put({ region });
  const group = { SecurityGroupId: id };
  let made = 0;
  return {
    name: 'rules',
    add: () => {
      world.call('AuthorizeSecurityGroup', { ...group, ...permissions(nthRule(made++)) });
      return String(world.rules(id)[0]?.['SecurityGroupRuleId']);
    },
    remove: (rule) =>
      world.call('RevokeSecurityGroup', { ...group, 'SecurityGroupRuleId.1': rule }),
    change: (rule) =>
      world.call('ModifySecurityGroupRule', {
        ...group,
        SecurityGroupRuleId: rule,
        Description: `changed ${made++}`,
      }),
    page: (token) => {
      const { body } = world.call('DescribeSecurityGroupAttribute', {
        ...group,
        MaxResults: '10',
        ...token,
      });
      const { Permission } = body['Permissions'] as { Permission: Row[] };
      return pageOf(Permission, body, 'SecurityGroupRuleId');
    },
  };
}

function pageOf(rows: readonly Row[], body: Row, id: string): ReturnType<Listing['page']> {
  return { ids: rows.map((row) => String(row[id])), next: String(body['NextToken']) };
}

test.each([
  ['groups', groups],
  ['rules', rules],
] as const)(
  '%s that were there all the time are seen once, whatever happens between',
  (_, make) => {
    for (let seed = 0; seed < 40; seed++) {
      const random = chance(seed);
      const listing = make(drive());
      const there = Array.from({ length: random.number(60) }, () => listing.add());
      const constant = new Set(there);
      const seen = follow(listing, () => {
        for (let n = random.number(12); n > 0; n--) disturb(listing, { there, constant, random });
      });
      expect(new Set(seen).size, `seed ${seed}`).toBe(seen.length);
      expect(seen.filter((id) => constant.has(id)).toSorted()).toEqual([...constant].toSorted());
    }
  },
);

function follow({ page }: Listing, between: () => void): readonly string[] {
  const seen: string[] = [];
  let token: Words = {};
  for (;;) {
    const { ids, next } = page(token);
    seen.push(...ids);
    if (next === '') return seen;
    token = { NextToken: next };
    between();
  }
}

function disturb(
  listing: Listing,
  {
    there,
    constant,
    random,
  }: { readonly there: string[]; readonly constant: Set<string>; readonly random: Chance },
): void {
  const at = random.number(Math.max(1, there.length));
  const id = there[at];
  switch (id === undefined ? 'add' : random.pick(['add', 'remove', 'change'])) {
    case 'add':
      there.push(listing.add());
      return;
    case 'remove':
      listing.remove(id ?? '');
      constant.delete(id ?? '');
      there.splice(at, 1);
      return;
    case 'change':
      listing.change(id ?? '');
  }
}
