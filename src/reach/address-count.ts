// How many addresses of a family some rules name at most: a bound that is quick to have.
import { cidrBits, type Family } from '../model/cidr.ts';
import type { Rule } from '../model/rule.ts';

/** The sizes of their blocks, added up; members of groups and entries of lists count for nothing. */
export function addressCount(rules: readonly Rule[], family: Family): bigint {
  return rules.reduce((sum, { peer }) => {
    if (peer.kind !== 'cidr') return sum;
    const block = cidrBits(peer.cidr);
    const free = block.bytes.length * 8 - block.length;
    return block.family === family ? sum + (1n << BigInt(free)) : sum;
  }, 0n);
}
