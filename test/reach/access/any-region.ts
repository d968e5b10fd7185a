// Sets of traffic of the tiny universe, as callers ask about them.
import fc from 'fast-check';
import type { Direction } from '../../../src/model/rule.ts';
import type { TrafficSet } from '../../../src/model/traffic-window.ts';
import { ipv4Blocks, ipv6Blocks } from './any-groups.ts';

export function anyRegion(direction: Direction): fc.Arbitrary<TrafficSet> {
  const names = ['web', 'app', 'sg-others', 'pl-x', 'prl-x'];
  const blocks = fc.subarray([...ipv4Blocks, ...ipv6Blocks], { minLength: 1, maxLength: 3 });
  return fc
    .record({
      protocols: fc.constantFrom(
        ['all'],
        ['tcp'],
        ['tcp', 'udp'],
        ['icmp', '47'],
        ['0-5', '7-255'],
      ),
      ports: fc.option(fc.constantFrom(['22'], ['22', '80'], ['23-65535']), { nil: undefined }),
      sourcePorts: fc.option(fc.constant(['1024-65535']), { nil: undefined, freq: 1 }),
      peers: fc.option(blocks, { nil: undefined }),
      peersExcept: fc.option(blocks, { nil: undefined, freq: 1 }),
      locals: fc.option(fc.constant(['192.168.0.0/32', '2001:db8:9::1/128']), {
        nil: undefined,
        freq: 1,
      }),
      within: fc.option(fc.subarray(names, { minLength: 1, maxLength: 2 }), {
        nil: undefined,
        freq: 1,
      }),
      without: fc.option(fc.subarray(names, { minLength: 1, maxLength: 2 }), {
        nil: undefined,
        freq: 1,
      }),
    })
    .map((parts) => {
      const given = Object.entries(parts).filter(([, value]) => value !== undefined);
      return { direction, ...Object.fromEntries(given) } as TrafficSet;
    });
}
