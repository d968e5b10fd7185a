// Goal: a workspace that people keep gets lines, and not one of its own changes.
import { expect, test } from 'vitest';
import { addNetworks } from '../../../src/desired/import/add-networks.ts';
import type { Cidr } from '../../../src/model/cidr.ts';

const blocks = ['203.0.113.0/24', '2001:db8:12::/48'] as Cidr[];
const office = new Map([['office', blocks]]);

test('where there are networks, the new ones stand in front, as deep as the others', () => {
  const text = `version: 1   # for ever
networks: # whose addresses
    # The agency.
    agency:  [198.51.100.7]
defaults: { priority:  1 }
`;
  expect(addNetworks(text, office)).toBe(`version: 1   # for ever
networks: # whose addresses
    office: [203.0.113.0/24, 2001:db8:12::/48]
    # The agency.
    agency:  [198.51.100.7]
defaults: { priority:  1 }
`);
});

test('where there are none, they come at the end', () => {
  expect(addNetworks('version: 1', office)).toBe(`version: 1

# Addresses that several rules share.
networks:
  office: [203.0.113.0/24, 2001:db8:12::/48]
`);
  expect(addNetworks('version: 1\n', new Map())).toBe('version: 1\n');
});

test('a long list has a line for each block', () => {
  const many = Array.from({ length: 9 }, (_, number) => `10.${number}.0.0/16` as Cidr);
  const text = addNetworks('version: 1\n', new Map([['sites', many]]));
  expect(text).toContain('  sites:\n    - 10.0.0.0/16\n    - 10.1.0.0/16\n');
});

test('a form that lines cannot be added to is left alone', () => {
  expect(addNetworks('networks: { a: [10.0.0.0/8] }\n', office)).toBeUndefined();
  expect(addNetworks('{ version: 1 }\n', office)).toBeUndefined();
  expect(addNetworks('version: 1\n...\n', office)).toBeUndefined();
  expect(addNetworks('a: &n { b: [10.0.0.0/8] }\nnetworks: *n\n', office)).toBeUndefined();
});
