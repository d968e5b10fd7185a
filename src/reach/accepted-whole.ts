// Whether a group accepts all that comes in over a family of addresses, and by which rules.
import type { Cidr, Family } from '../model/cidr.ts';
import type { Rule, WrittenRule } from '../model/rule.ts';
import { addressCount } from './address-count.ts';
import { contains } from './contains.ts';
import { decidedWithin } from './decided-within.ts';

const wholeBlocks = { ipv4: '0.0.0.0/0' as Cidr, ipv6: '::/0' as Cidr };

/** So many classes are not looked at: what takes more is a filter of some kind. */
const classesMax = 10_000;

/** The rules of all protocols by which it is so; none where anything is left out. */
export function acceptedWhole(
  ingress: readonly WrittenRule[],
  family: Family,
): readonly WrittenRule[] {
  const all = 1n << BigInt(family === 'ipv4' ? 32 : 128);
  if (addressCount(ingress.filter(isBroad), family) < all) return [];
  const { classes, isComplete } = decidedWithin(ingress, {
    direction: 'ingress',
    boxes: [everythingFrom(wholeBlocks[family])],
    except: [],
    fallback: 'drop',
    classesMax,
  });
  // Somebody in none of the groups and lists that rules name.
  const plain = classes.filter(({ region }) => region.within.length === 0);
  if (!isComplete || plain.some(({ policy }) => policy === 'drop')) return [];
  const broad = [...new Set(plain.flatMap(({ rules }) => rules).filter(isBroad))];
  return broad.filter((rule) => !broad.some((other) => other !== rule && contains(other, rule)));
}

function isBroad({ traffic, policy }: Rule): boolean {
  return traffic.protocol === 'all' && policy === 'accept';
}

function everythingFrom(cidr: Cidr): Rule {
  const [traffic, peer] = [{ protocol: 'all' }, { kind: 'cidr', cidr }] as const;
  return { direction: 'ingress', policy: 'accept', traffic, peer, priority: 1 };
}
