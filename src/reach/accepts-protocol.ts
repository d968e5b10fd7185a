// Whether any packet of a protocol gets in, from anybody at all.
import type { Cidr } from '../model/cidr.ts';
import type { Rule } from '../model/rule.ts';
import { decidedWithin } from './decided-within.ts';

/** In doubt it does: with more classes of packets than this, some of them will. */
const classesMax = 10_000;
const blocks = { icmp: '0.0.0.0/0' as Cidr, icmpv6: '::/0' as Cidr };

export function acceptsProtocol(ingress: readonly Rule[], protocol: 'icmp' | 'icmpv6'): boolean {
  const peer = { kind: 'cidr', cidr: blocks[protocol] } as const;
  const direction = 'ingress';
  const { classes, isComplete } = decidedWithin(ingress, {
    direction,
    boxes: [{ direction, policy: 'accept', traffic: { protocol }, peer, priority: 1 }],
    except: [],
    fallback: 'drop',
    classesMax,
  });
  return !isComplete || classes.some(({ policy }) => policy === 'accept');
}
