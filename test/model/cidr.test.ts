// Goal: equal blocks are equal texts, and whatever could mean two things is no block.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bitsOverlap, cidrBits, maskCidr, parseCidr, type Cidr } from '../../src/model/cidr.ts';
import { matches } from '../oracle.ts';

describe('parseCidr', () => {
  test.each([
    ['10.0.0.0/8', '10.0.0.0/8'],
    ['203.0.113.7', '203.0.113.7/32'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['::/0', '::/0'],
    ['2001:0DB8:0:0:0:0:0:1', '2001:db8::1/128'],
    ['2001:db8:0:0:1:0:0:0/80', '2001:db8:0:0:1::/80'],
  ])('reads %s', (text, cidr) => {
    expect(parseCidr(text)).toBe(cidr);
  });

  test.each([
    '10.0.0.1/8',
    '2001:db8::1/32',
    '10.0.0.0/33',
    '10.0.0.0/08',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '10.0.0',
    '010.0.0.0/8',
    '0x0a.0.0.0/8',
    'fe80::1%eth0',
    '::/129',
    '10.0.0.0/-1',
    '',
    'anywhere',
  ])('refuses %j', (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });

  test('accepts its own results', () => {
    fc.assert(
      fc.property(fc.oneof(ipv4Block(), ipv6Block()), (text) => {
        const cidr = maskCidr(text);
        expect(cidr && parseCidr(cidr)).toBe(cidr);
        expect(cidr).toBeDefined();
      }),
    );
  });
});

test('blocks meet exactly when one holds the first address of the other', () => {
  fc.assert(
    fc.property(fc.oneof(ipv4Block(), ipv6Block()), fc.oneof(ipv4Block(), ipv6Block()), (a, b) => {
      const [one, other] = [a, b].map((text) => maskCidr(text) ?? ('' as Cidr));
      const meet = holds(one, other) || holds(other, one);
      expect(bitsOverlap(cidrBits(one ?? ('' as Cidr)), cidrBits(other ?? ('' as Cidr)))).toBe(
        meet,
      );
    }),
  );
});

/** By the oracle, which knows nothing of bits and masks. */
function holds(block = '', other = ''): boolean {
  const name = block.includes(':') ? 'Ipv6SourceCidrIp' : 'SourceCidrIp';
  const packet = {
    direction: 'ingress',
    protocol: 'tcp',
    port: 1,
    sourcePort: 1,
    peer: other.split('/')[0] ?? '',
    local: '0.0.0.0',
    peerGroups: [],
  } as const;
  return matches({ Direction: 'ingress', IpProtocol: 'ALL', [name]: block }, packet);
}

function ipv4Block(): fc.Arbitrary<string> {
  const byte = fc.constantFrom(0, 1, 10, 127, 128, 255);
  return fc
    .tuple(byte, byte, byte, byte, fc.nat(32))
    .map(([a, b, c, d, length]) => `${a}.${b}.${c}.${d}/${length}`);
}

function ipv6Block(): fc.Arbitrary<string> {
  const word = fc.constantFrom('0', '1', 'db8', '2001', 'ffff');
  return fc
    .tuple(fc.array(word, { minLength: 8, maxLength: 8 }), fc.nat(128))
    .map(([words, length]) => `${words.join(':')}/${length}`);
}
