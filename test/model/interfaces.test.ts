// Goal: profiles say of any interfaces which groups sit together, whatever order they were read in; and
// a plan whose profiles somebody broke is not run.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { GroupId, GroupName } from '../../src/model/group-identity.ts';
import {
  assertInterfaces,
  plannedInterfaces,
  profilesOf,
  profilesWith,
  type InterfaceId,
  type InterfaceProfile,
  type NetworkInterface,
} from '../../src/model/interfaces.ts';
import type { NamesById } from '../../src/model/live.ts';

const ids = ['sg-1', 'sg-2', 'sg-3', 'sg-4'] as GroupId[];
const names: NamesById = new Map([
  ['sg-1', 'web'],
  ['sg-2', 'app'],
] as [GroupId, GroupName][]);

const instance = fc.option(fc.constantFrom('i-1', 'i-2', 'i-3'), { nil: undefined });
const interfaces = fc
  .array(fc.tuple(fc.subarray(ids), instance), { maxLength: 12 })
  .map((all) => all.map(([groups, on], index) => interfaceOf(String(index), groups, on)));

function interfaceOf(id: string, groups: readonly GroupId[], on?: string): NetworkInterface {
  return {
    id: id as InterfaceId,
    ...(on === undefined ? {} : { instance: on }),
    groups,
    addresses: [],
  };
}

describe('profiles', () => {
  test('count each interface that is in a group, in exactly one of them', () => {
    fc.assert(
      fc.property(interfaces, (all) => {
        const profiles = profilesOf(all, names);
        const counted = profiles.flatMap((profile) =>
          Array.from({ length: profile.interfaces }, () => profile.groups.join('+')),
        );
        // The oracle calls every interface by its groups, one by one.
        const called: Readonly<Record<string, string>> = { 'sg-1': 'web', 'sg-2': 'app' };
        const one = all.map(({ groups }) =>
          groups
            .map((id) => called[id] ?? id)
            .sort()
            .join('+'),
        );
        expect(counted.toSorted()).toEqual(one.filter((text) => text !== '').toSorted());
      }),
    );
  });

  test('count an instance once, however many interfaces in these groups it has', () => {
    fc.assert(
      fc.property(interfaces, (all) => {
        for (const { groups, instances } of profilesOf(all, new Map())) {
          const here = ['i-1', 'i-2', 'i-3'].filter((id) =>
            all.some((one) => one.instance === id && one.groups.join() === groups.join()),
          );
          expect(instances).toBe(here.length);
        }
      }),
    );
  });

  test('are the same in whatever order interfaces, and groups on them, were read', () => {
    const shuffled = interfaces.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([all, other]) => {
        const turned = other.map((one) => ({ ...one, groups: one.groups.toReversed() }));
        expect(profilesOf(turned, names)).toEqual(profilesOf(all, names));
      }),
    );
  });

  test('are what a plan may say', () => {
    fc.assert(
      fc.property(interfaces, fc.subarray(['web', 'app', 'sg-3']), (all, groups) => {
        const planned = plannedInterfaces({ kind: 'read', all }, names, new Set(groups));
        expect(() => {
          assertInterfaces(planned);
        }).not.toThrow();
      }),
    );
  });

  test('with a group are those that it is in', () => {
    const all = [
      interfaceOf('a', ids.slice(0, 2)),
      interfaceOf('b', ids.slice(0, 1)),
      interfaceOf('c', ids.slice(2)),
    ];
    const profiles = profilesOf(all, names);
    expect(profilesWith(profiles, new Set(['web']))).toEqual([
      { groups: ['app', 'web'], interfaces: 1, instances: 0 },
      { groups: ['web'], interfaces: 1, instances: 0 },
    ]);
    expect(profilesWith(profiles, new Set(['sg-4', 'db']))).toEqual([
      { groups: ['sg-3', 'sg-4'], interfaces: 1, instances: 0 },
    ]);
  });

  test('of two groups are not those of one with a space in its name', () => {
    const odd = new Map([...names, ['sg-3', 'app web']] as [GroupId, GroupName][]);
    const all = [interfaceOf('a', ids.slice(0, 2)), interfaceOf('b', ids.slice(2, 3))];
    expect(profilesOf(all, odd)).toHaveLength(2);
  });

  test('call a group by its id where its tag has no name', () => {
    const nameless = new Map([['sg-1', '']] as [GroupId, GroupName][]);
    expect(profilesOf([interfaceOf('a', ids.slice(0, 1))], nameless)).toEqual([
      { groups: ['sg-1'], interfaces: 1, instances: 0 },
    ]);
  });
});

test('what could not be read stays unreadable', () => {
  const unreadable = { kind: 'unreadable', why: 'Forbidden.RAM' } as const;
  expect(plannedInterfaces(unreadable, names, new Set(['web']))).toEqual(unreadable);
});

test.each<[string, readonly InterfaceProfile[]]>([
  ['without groups', [{ groups: [], interfaces: 1, instances: 0 }]],
  ['with a group without a name', [{ groups: ['', 'web'], interfaces: 1, instances: 0 }]],
  ['whose groups are not sorted', [{ groups: ['web', 'app'], interfaces: 1, instances: 0 }]],
  ['with one group twice', [{ groups: ['web', 'web'], interfaces: 1, instances: 0 }]],
  ['on no interface', [{ groups: ['web'], interfaces: 0, instances: 0 }]],
  ['on half an interface', [{ groups: ['web'], interfaces: 1.5, instances: 0 }]],
  ['with more instances than interfaces', [{ groups: ['web'], interfaces: 1, instances: 2 }]],
  ['on half an instance', [{ groups: ['web'], interfaces: 1, instances: 0.5 }]],
  [
    'in the wrong order',
    [
      { groups: ['web'], interfaces: 1, instances: 0 },
      { groups: ['app'], interfaces: 1, instances: 0 },
    ],
  ],
  [
    'twice',
    [
      { groups: ['web'], interfaces: 1, instances: 0 },
      { groups: ['web'], interfaces: 2, instances: 0 },
    ],
  ],
])('a profile %s is refused', (_, profiles) => {
  expect(() => {
    assertInterfaces({ kind: 'read', profiles });
  }).toThrow('bug in sluice');
});
