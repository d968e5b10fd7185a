// Pieces of the address line as blocks, in as few words as the truth allows: each part of the tree
// of blocks is said either in plain blocks, or as one block except some.
import type { Cidr } from '../../model/cidr.ts';
import type { Span } from '../span.ts';
import { blockAt, blockEnd, ipv6First, type Address } from './address-range.ts';
import type { Axis } from './axis.ts';

/** All addresses of the blocks that are in none of the exceptions. */
export interface Blocks {
  readonly blocks: readonly Cidr[];
  readonly except: readonly Cidr[];
}

interface Branch extends Span {
  /** The first address; the number of bits that all of the block have in common. */
  readonly address: Address;
  readonly length: number;
  halves: readonly [Branch, Branch] | undefined;
}

/** What the tree is said in so far; gaps are what is left out, in plain blocks. */
interface Wording {
  readonly blocks: Branch[];
  readonly except: Branch[];
  readonly gaps: Branch[];
}

export class AddressTree {
  readonly #axis: Axis;
  readonly #roots: readonly Branch[];

  /** An axis of addresses that is cut where IPv6 begins. */
  constructor(line: Axis) {
    this.#axis = line;
    this.#roots = [this.#root(0), this.#root(ipv6First)];
  }

  blocksOf(spans: readonly Span[]): Blocks {
    const { blocks, except } = this.#wordingOf(spans);
    const format = ({ address, length }: Branch) => blockAt(address, length);
    return { blocks: blocks.map(format), except: except.map(format) };
  }

  /** How many blocks it takes, exceptions included. */
  costOf(spans: readonly Span[]): number {
    const { blocks, except } = this.#wordingOf(spans);
    return blocks.length + except.length;
  }

  #wordingOf(spans: readonly Span[]): Wording {
    const wording = { blocks: [], except: [], gaps: [] };
    for (const root of this.#roots) this.#word(root, spans, 0, wording);
    return wording;
  }

  /** Adds the wording of a branch; `from` is the number of the first span that can meet it. */
  #word(branch: Branch, spans: readonly Span[], from: number, wording: Wording): void {
    const { first, last } = branch;
    const { blocks, except, gaps } = wording;
    let at = from;
    while ((spans[at]?.last ?? last) < first) at += 1;
    const span = spans[at];
    if (span === undefined || span.first > last) {
      gaps.push(branch);
    } else if (span.first <= first && last <= span.last) {
      blocks.push(branch);
    } else {
      const before = { blocks: blocks.length, except: except.length, gaps: gaps.length };
      const [low, high] = this.#halvesOf(branch);
      this.#word(low, spans, at, wording);
      this.#word(high, spans, at, wording);
      const plain = blocks.length - before.blocks + except.length - before.except;
      if (1 + gaps.length - before.gaps >= plain) return;
      blocks.length = before.blocks;
      except.length = before.except;
      blocks.push(branch);
      for (let gap = before.gaps; gap < gaps.length; gap++) except.push(gaps[gap] ?? branch);
    }
  }

  #halvesOf(branch: Branch): readonly [Branch, Branch] {
    if (branch.halves !== undefined) return branch.halves;
    const { first, last, address } = branch;
    const length = branch.length + 1;
    const middle = blockEnd(address, length);
    const piece = this.#axis.pieceAt(middle, branch);
    const lowLast = this.#isCutAt(middle, piece) ? piece - 1 : piece;
    branch.halves = [
      { first, last: lowLast, address, length, halves: undefined },
      { first: piece, last, address: middle, length, halves: undefined },
    ];
    return branch.halves;
  }

  #root(address: Address): Branch {
    const end = blockEnd(address, 0);
    const piece = this.#axis.pieceAt(end);
    const last = this.#isCutAt(end, piece) ? piece - 1 : piece;
    return { first: this.#axis.pieceAt(address), last, address, length: 0, halves: undefined };
  }

  #isCutAt(address: Address, piece: number): boolean {
    return this.#axis.rangeOf({ first: piece, last: piece }).first === address;
  }
}
