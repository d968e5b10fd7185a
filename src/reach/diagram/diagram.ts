// Functions of packets as interval decision diagrams: each level is cut into intervals, and equal
// functions are one node, so that asking whether two are equal costs nothing.
//
// A leaf is a number. Where a function decides packets it is the rank of the rule that wins, or
// `none`; where it is a set of packets it is 1 inside and 0 outside. Ranks are odd exactly where they
// accept. docs/decisions.md says what this was measured against.
import type { Span } from '../span.ts';
import { leafCount, NodeTable, OverBudget } from './node-table.ts';
import { PairMemo, unknown } from './pair-memo.ts';

/** A function of packets, by its number. */
export type Node = number;

/** No rule matches: even, and weaker than every rank. */
export const none: Node = 1022;
export const nowhere: Node = 0;
export const everywhere: Node = 1;

/** For each level the pieces that are taken, ascending and apart; undefined where all are. */
export type Sides = readonly (readonly Span[] | undefined)[];

/** A piece of one level on which two functions are each one function of the levels below. */
export interface Joint extends Span {
  readonly one: Node;
  readonly other: Node;
}

interface Operation {
  readonly memo: PairMemo;
  readonly isSymmetric: boolean;
  /** The answer where it is plain, or `unknown`. */
  readonly plain: (one: Node, other: Node) => Node;
}

/** Pairs may be many times as many as nodes; past that, too, an analysis stops. */
const pairsPerNode = 8;

export class Diagram {
  readonly sizes: readonly number[];
  readonly #nodes: NodeTable;
  readonly #pairsMax: number;
  #pairs = 0;
  /** Segments of nodes that are being made, those of outer ones below. */
  readonly #ends: number[] = [];
  readonly #kids: number[] = [];
  #top = 0;
  /** By node: the last look for a leaf that came by; and the number of the present one. */
  #looked = new Int32Array(0);
  #look = 0;

  readonly #over = operation(plainOver, { isSymmetric: false });
  readonly #min = operation(plainMin, { isSymmetric: true });
  readonly #and = operation(plainAnd, { isSymmetric: true });
  readonly #or = operation(plainOr, { isSymmetric: true });
  readonly #minus = operation(plainMinus, { isSymmetric: false });
  readonly #gained = operation(plainGained, { isSymmetric: false });
  readonly #mayGain = operation(plainMayGain, { isSymmetric: false });
  readonly #differing = operation(plainDiffering, { isSymmetric: true });
  readonly #within = operation(plainWithin, { isSymmetric: false });
  readonly #implied = new PairMemo();

  /** `sizes` has the number of pieces of each level. Throws `OverBudget` past so many nodes. */
  constructor(sizes: readonly number[], { nodesMax }: { readonly nodesMax: number }) {
    this.sizes = sizes;
    this.#nodes = new NodeTable(nodesMax);
    this.#pairsMax = nodesMax * pairsPerNode;
  }

  get nodeCount(): number {
    return this.#nodes.count;
  }

  levelOf(node: Node): number {
    return this.#nodes.levelOf(node);
  }

  isLeaf(node: Node): boolean {
    return node < leafCount;
  }

  /** A function that is `leaf` on all that is on these sides, and `outside` elsewhere. */
  box(sides: Sides, leaf: Node, outside: Node): Node {
    let node = leaf;
    for (let level = this.sizes.length - 1; level >= 0; level--) {
      const spans = sides[level];
      if (spans === undefined) continue;
      const base = this.#top;
      let at = 0;
      for (const { first, last } of spans) {
        if (first > at) this.#push(base, first, outside);
        this.#push(base, last + 1, node);
        at = last + 1;
      }
      const size = this.sizes[level] ?? at;
      if (at < size) this.#push(base, size, outside);
      node = this.#make(level, base);
    }
    return node;
  }

  /** Where `stronger` knows no rule, what `weaker` says. */
  over(stronger: Node, weaker: Node): Node {
    return this.#combine(this.#over, stronger, weaker);
  }

  /** The stronger rank of both. */
  min(one: Node, other: Node): Node {
    return this.#combine(this.#min, one, other);
  }

  and(one: Node, other: Node): Node {
    return this.#combine(this.#and, one, other);
  }

  or(one: Node, other: Node): Node {
    return this.#combine(this.#or, one, other);
  }

  minus(set: Node, less: Node): Node {
    return this.#combine(this.#minus, set, less);
  }

  /** The packets that the ranks `after` accept and the ranks `before` do not. */
  gained({ before, after }: { readonly before: Node; readonly after: Node }): Node {
    return this.#combine(this.#gained, before, after);
  }

  /**
   * The packets that may be accepted after and not before, once ranks of others count too: an accept that
   * has become stronger beats a drop that beat it, and where a drop has become weaker an accept beats it.
   */
  mayGain({ before, after }: { readonly before: Node; readonly after: Node }): Node {
    return this.#combine(this.#mayGain, before, after);
  }

  /** The packets that these ranks accept. */
  accepted(ranks: Node): Node {
    return this.gained({ before: none, after: ranks });
  }

  /** Where two functions have different leaves. */
  differing(one: Node, other: Node): Node {
    return this.#combine(this.#differing, one, other);
  }

  /** The ranks inside a set, and `none` outside. */
  within(set: Node, ranks: Node): Node {
    return this.#combine(this.#within, set, ranks);
  }

  /** Where a set has packets at all, whatever that is at the levels past `last`. */
  projected(set: Node, last: number, known = new Map<Node, Node>()): Node {
    if (this.isLeaf(set)) return set;
    // No node has the same kids throughout, so that one of its leaves is inside.
    const level = this.levelOf(set);
    if (level > last) return everywhere;
    const before = known.get(set);
    if (before !== undefined) return before;
    const nodes = this.#nodes;
    const base = this.#top;
    for (let at = nodes.start(set); at < nodes.stop(set); at++) {
      this.#push(base, nodes.end(at), this.projected(nodes.kid(at), last, known));
    }
    const node = this.#make(level, base);
    known.set(set, node);
    return node;
  }

  /** Whether all of one set is in the other. */
  implies(inner: Node, outer: Node): boolean {
    if (inner === nowhere || outer === everywhere || inner === outer) return true;
    if (outer === nowhere || inner === everywhere) return false;
    const known = this.#implied.get(inner, outer);
    if (known !== unknown) return known === 1;
    const nodes = this.#nodes;
    const level = Math.min(nodes.levelOf(inner), nodes.levelOf(outer));
    const [isInner, isOuter] = [nodes.levelOf(inner) === level, nodes.levelOf(outer) === level];
    const size = this.sizes[level] ?? 0;
    let [at, to, end] = [nodes.start(inner), nodes.start(outer), 0];
    let holds = true;
    while (end < size && holds) {
      const innerEnd = isInner ? nodes.end(at) : size;
      const outerEnd = isOuter ? nodes.end(to) : size;
      end = Math.min(innerEnd, outerEnd);
      holds = this.implies(isInner ? nodes.kid(at) : inner, isOuter ? nodes.kid(to) : outer);
      if (innerEnd === end) at += 1;
      if (outerEnd === end) to += 1;
    }
    this.#implied.set(inner, outer, Number(holds));
    return holds;
  }

  /** The pieces of the upper level of two functions that are not both leaves. */
  joints(one: Node, other: Node): readonly Joint[] {
    const nodes = this.#nodes;
    const level = Math.min(nodes.levelOf(one), nodes.levelOf(other));
    const [isOne, isOther] = [nodes.levelOf(one) === level, nodes.levelOf(other) === level];
    const found: Joint[] = [];
    const size = this.sizes[level] ?? 0;
    let [at, to, first] = [nodes.start(one), nodes.start(other), 0];
    while (first < size) {
      const oneEnd = isOne ? nodes.end(at) : size;
      const otherEnd = isOther ? nodes.end(to) : size;
      const end = Math.min(oneEnd, otherEnd);
      const [oneKid, otherKid] = [isOne ? nodes.kid(at) : one, isOther ? nodes.kid(to) : other];
      found.push({ first, last: end - 1, one: oneKid, other: otherKid });
      if (oneEnd === end) at += 1;
      if (otherEnd === end) to += 1;
      first = end;
    }
    return found;
  }

  /** All leaves below a node. */
  leaves(node: Node): ReadonlySet<Node> {
    const seen = new Set([node]);
    for (const each of seen) {
      if (this.isLeaf(each)) continue;
      for (let at = this.#nodes.start(each); at < this.#nodes.stop(each); at++) {
        seen.add(this.#nodes.kid(at));
      }
    }
    return new Set([...seen].filter((each) => this.isLeaf(each)));
  }

  /** Whether a function has this leaf anywhere on these sides. */
  hasLeaf(node: Node, leaf: Node, sides: Sides): boolean {
    if (this.#looked.length < this.nodeCount) {
      this.#looked = new Int32Array(2 * this.nodeCount);
      this.#look = 0;
    }
    this.#look += 1;
    return this.#findLeaf(node, leaf, sides);
  }

  #findLeaf(node: Node, leaf: Node, sides: Sides): boolean {
    if (node < leafCount) return node === leaf;
    if (this.#looked[node - leafCount] === this.#look) return false;
    this.#looked[node - leafCount] = this.#look;
    const nodes = this.#nodes;
    const spans = sides[nodes.levelOf(node)];
    let [next, first] = [0, 0];
    for (let at = nodes.start(node), stop = nodes.stop(node); at < stop; at++) {
      const end = nodes.end(at);
      while (spans !== undefined && (spans[next]?.last ?? first) < first) next += 1;
      const isTaken = spans === undefined || (spans[next]?.first ?? end) < end;
      if (isTaken && this.#findLeaf(nodes.kid(at), leaf, sides)) return true;
      first = end;
    }
    return false;
  }

  #combine(operation: Operation, one: Node, other: Node): Node {
    const plain = operation.plain(one, other);
    if (plain !== unknown) return plain;
    if (operation.isSymmetric && one > other) return this.#combine(operation, other, one);
    const known = operation.memo.get(one, other);
    if (known !== unknown) return known;
    const nodes = this.#nodes;
    const level = Math.min(nodes.levelOf(one), nodes.levelOf(other));
    const [isOne, isOther] = [nodes.levelOf(one) === level, nodes.levelOf(other) === level];
    const size = this.sizes[level] ?? 0;
    const base = this.#top;
    let [at, to, end] = [nodes.start(one), nodes.start(other), 0];
    while (end < size) {
      const oneEnd = isOne ? nodes.end(at) : size;
      const otherEnd = isOther ? nodes.end(to) : size;
      end = Math.min(oneEnd, otherEnd);
      const kid = this.#combine(
        operation,
        isOne ? nodes.kid(at) : one,
        isOther ? nodes.kid(to) : other,
      );
      this.#push(base, end, kid);
      if (oneEnd === end) at += 1;
      if (otherEnd === end) to += 1;
    }
    const node = this.#make(level, base);
    if (++this.#pairs > this.#pairsMax) throw new OverBudget();
    operation.memo.set(one, other, node);
    return node;
  }

  /** A segment more for the node that began at `base`; one with the last one's kid makes that longer. */
  #push(base: number, end: number, kid: Node): void {
    if (this.#top > base && this.#kids[this.#top - 1] === kid) {
      this.#ends[this.#top - 1] = end;
      return;
    }
    this.#ends[this.#top] = end;
    this.#kids[this.#top] = kid;
    this.#top += 1;
  }

  #make(level: number, base: number): Node {
    const node = this.#nodes.make(level, {
      ends: this.#ends,
      kids: this.#kids,
      from: base,
      to: this.#top,
    });
    this.#top = base;
    return node;
  }
}

function operation(
  plain: Operation['plain'],
  { isSymmetric }: { readonly isSymmetric: boolean },
): Operation {
  return { memo: new PairMemo(), isSymmetric, plain };
}

function plainOver(stronger: Node, weaker: Node): Node {
  if (stronger === none) return weaker;
  return stronger < leafCount || weaker === none || stronger === weaker ? stronger : unknown;
}

function plainMin(one: Node, other: Node): Node {
  if (one === other || other === none) return one;
  if (one === none) return other;
  return one < leafCount && other < leafCount ? Math.min(one, other) : unknown;
}

function plainAnd(one: Node, other: Node): Node {
  if (one === nowhere || other === nowhere) return nowhere;
  if (one === everywhere || one === other) return other;
  return other === everywhere ? one : unknown;
}

function plainOr(one: Node, other: Node): Node {
  if (one === everywhere || other === everywhere) return everywhere;
  if (one === nowhere || one === other) return other;
  return other === nowhere ? one : unknown;
}

function plainMinus(set: Node, less: Node): Node {
  if (set === nowhere || less === everywhere || set === less) return nowhere;
  return less === nowhere ? set : unknown;
}

function plainGained(before: Node, after: Node): Node {
  if (before === after) return nowhere;
  if (before >= leafCount || after >= leafCount) return unknown;
  return isAccept(after) && !isAccept(before) ? everywhere : nowhere;
}

function plainMayGain(before: Node, after: Node): Node {
  if (before === after) return nowhere;
  if (before >= leafCount || after >= leafCount) return unknown;
  const isStronger = after < before;
  return isAccept(after)
    ? flag(isStronger || !isAccept(before))
    : flag(!isStronger && !isAccept(before));
}

function flag(holds: boolean): Node {
  return holds ? everywhere : nowhere;
}

function plainDiffering(one: Node, other: Node): Node {
  if (one === other) return nowhere;
  return one < leafCount && other < leafCount ? everywhere : unknown;
}

function plainWithin(set: Node, ranks: Node): Node {
  if (set === nowhere) return none;
  return set === everywhere || ranks === none ? ranks : unknown;
}

function isAccept(rank: Node): boolean {
  return rank % 2 === 1;
}
