// Goal: networks say exactly what stood there, each saves writing, and their names tell whose they are.
// Method: places of a few blocks at random, and each place spelled out again; then the names of a few.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shareNetworks, type AddressPlace } from '../../../src/desired/import/shared-networks.ts';
import type { Cidr } from '../../../src/model/cidr.ts';
import { runs } from '../../runs.ts';

const all = ['10.1.0.0/16', '10.2.0.0/16', '192.0.2.7/32', '2001:db8::/32', '0.0.0.0/0'] as Cidr[];
const blockLists = fc.uniqueArray(fc.constantFrom(...all), { maxLength: all.length });
const places = fc.array(
  fc.record({
    group: fc.constantFrom('web', 'db', 'app', 'ops'),
    description: fc.constantFrom('SSH from the office', 'Office', 'HTTPS', undefined),
    blocks: blockLists,
  }),
  { maxLength: 8 },
);
const known = fc.dictionary(
  fc.constantFrom('corp', 'vpn'),
  blockLists.filter((one) => !!one[0]),
);

test('each place says its own blocks, once each, and each new network is worth its name', () => {
  fc.assert(
    fc.property(places, known, (written, dictionary) => {
      const workspace = new Map(Object.entries(dictionary));
      const { added, nameBlocks } = shareNetworks(written, { known: workspace, taken: [] });
      const networks = new Map([...workspace, ...added]);
      expect(networks.size).toBe(workspace.size + added.size);
      const users = new Map<string, AddressPlace[]>();
      for (const place of written) {
        const { names, left } = nameBlocks(place.blocks);
        const spelled = [...names.flatMap((name) => networks.get(name) ?? []), ...left];
        expect(spelled.toSorted()).toEqual(place.blocks.toSorted());
        for (const name of names) users.set(name, [...(users.get(name) ?? []), place]);
      }
      for (const [name, blocks] of added) {
        const own = users.get(name) ?? [];
        const groups = new Set(own.map(({ group }) => group)).size;
        expect(blocks.length > 1 ? own.length >= 2 : groups >= 3).toBe(true);
        expect(blocks).not.toContain('0.0.0.0/0');
      }
    }),
    { numRuns: runs(500) },
  );
});

test('the order in which places come changes no network', () => {
  fc.assert(
    fc.property(places, (written) => {
      const networks = (some: readonly AddressPlace[]) => [
        ...shareNetworks(some, { known: new Map(), taken: [] }).added.values(),
      ];
      expect(networks(written.toReversed())).toEqual(networks(written));
    }),
    { numRuns: runs(200) },
  );
});

const office = ['203.0.113.0/24', '2001:db8:12::/48'] as Cidr[];

function namesOf(descriptions: readonly (string | undefined)[], taken: readonly string[] = []) {
  const described = descriptions.map((description, index): AddressPlace => {
    return { group: `group-${index}`, description, blocks: office };
  });
  return [...shareNetworks(described, { known: new Map(), taken }).added.keys()];
}

test('a network is called by what the descriptions share', () => {
  expect(namesOf(['SSH from the Berlin office', 'HTTPS: office in Berlin'])).toEqual([
    'office-berlin',
  ]);
  expect(namesOf(['VPN', 'VPN', undefined])).toEqual(['vpn']);
  expect(namesOf(['Office', 'Office'], ['office'])).toEqual(['office-2']);
});

test('where they share nothing that tells, it has a number', () => {
  expect(namesOf(['SSH', 'SSH'])).toEqual(['network-1']);
  expect(namesOf(['Office', 'Agency'])).toEqual(['network-1']);
  expect(namesOf(['Office', undefined])).toEqual(['network-1']);
  expect(namesOf(['办公室', '办公室'])).toEqual(['network-1']);
  expect(namesOf(['From the internet', 'The internet'])).toEqual(['network-1']);
  expect(namesOf([undefined, undefined], ['network-1'])).toEqual(['network-2']);
});
