// Goal: what is said of a protocol without a name is not taken for a port, and its keys stay what they were.
import { expect, test } from 'vitest';
import { ruleKey, type Rule } from '../../src/model/rule.ts';
import { formatExceptions, formatTrafficSet } from '../../src/model/traffic-set-text.ts';
import { formatProtocols, formatTraffic } from '../../src/model/traffic.ts';

test('a protocol without a name is called one', () => {
  expect(formatTraffic({ protocol: 50 })).toBe('protocol 50');
  expect(formatTraffic({ protocol: 'gre' })).toBe('gre');
  expect(formatProtocols(['tcp', '50'])).toBe('tcp, protocol 50');
  expect(formatProtocols(['50', 'icmp', '60-99'])).toBe('icmp, protocols 50, 60-99');
  expect(formatProtocols(['2-5'])).toBe('protocols 2-5');
  expect(formatProtocols(['all'])).toBe('all');
});

test('also where it is left out', () => {
  const set = (protocols: readonly string[]) =>
    formatTrafficSet({ direction: 'ingress', protocols });
  expect(set(['50'])).toBe('ingress protocol 50 from anybody');
  expect(set(['0-49', '51-255'])).toBe('ingress all except protocol 50 from anybody');
  expect(set(['0-5', '7-49', '51-255'])).toBe('ingress all except tcp, protocol 50 from anybody');
});

test('of many exceptions the first are said, and how many more there are', () => {
  const set = (port: number) =>
    ({ direction: 'ingress', protocols: ['tcp'], ports: [String(port)] }) as const;
  const all = { direction: 'ingress', protocols: ['all'] } as const;
  expect(formatExceptions(all, [1, 2, 3, 4].map(set))).toBe(
    ', but not tcp 1, nor tcp 2, nor tcp 3, nor tcp 4',
  );
  expect(formatExceptions(all, [1, 2, 3, 4, 5, 6].map(set))).toBe(
    ', but not tcp 1, nor tcp 2, nor tcp 3, nor 3 more kinds of traffic',
  );
});

test('keys, of which digests are made, have the number alone', () => {
  const rule: Rule = {
    ...{ direction: 'ingress', policy: 'accept', priority: 1 },
    traffic: { protocol: 50 },
    peer: { kind: 'cidr', cidr: '10.0.0.0/8' as never },
  };
  expect(ruleKey(rule)).toBe('accept 50 ingress 10.0.0.0/8');
});
