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

/** What a part of the tree is said in, and what it leaves out, in plain blocks. */
interface Wording {
  readonly blocks: readonly Branch[];
  readonly except: readonly Branch[];
  readonly gaps: readonly Branch[];
}

export class AddressTree {
  readonly #axis: Axis;
  readonly #roots: readonly Branch[];

  /** An axis of addresses that is cut where IPv6 begins. */
  constructor(line: Axis) {
    this.#axis = line;
    this.#roots = [this.#branch(0, 0), this.#branch(ipv6First, 0)];
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
    return concat(this.#roots.map((root) => this.#word(root, spans)));
  }

  #word(branch: Branch, spans: readonly Span[]): Wording {
    const { first, last } = branch;
    const meeting = spans.filter((span) => span.first <= last && first <= span.last);
    const [span] = meeting;
    if (span === undefined) return { blocks: [], except: [], gaps: [branch] };
    if (span.first <= first && last <= span.last) return { blocks: [branch], except: [], gaps: [] };
    const plain = concat(this.#halvesOf(branch).map((half) => this.#word(half, meeting)));
    const isShorter = 1 + plain.gaps.length < plain.blocks.length + plain.except.length;
    return isShorter ? { ...plain, blocks: [branch], except: plain.gaps } : plain;
  }

  #halvesOf(branch: Branch): readonly [Branch, Branch] {
    const { address, length } = branch;
    const middle = blockEnd(address, length + 1);
    branch.halves ??= [this.#branch(address, length + 1), this.#branch(middle, length + 1)];
    return branch.halves;
  }

  #branch(address: Address, length: number): Branch {
    const first = this.#axis.pieceAt(address);
    const end = blockEnd(address, length);
    const piece = this.#axis.pieceAt(end);
    const isCut = this.#axis.rangeOf({ first: piece, last: piece }).first === end;
    return { first, last: isCut ? piece - 1 : piece, address, length, halves: undefined };
  }
}

function concat(wordings: readonly Wording[]): Wording {
  return {
    blocks: wordings.flatMap(({ blocks }) => blocks),
    except: wordings.flatMap(({ except }) => except),
    gaps: wordings.flatMap(({ gaps }) => gaps),
  };
}
