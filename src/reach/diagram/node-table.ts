// The nodes of a diagram, each kept once: equal functions have equal numbers.
//
// A node cuts one level into segments and has a kid for each. Numbers below `leafCount` are leaves,
// and mean themselves. All segments lie in two arrays, one after another.

export const leafCount = 1024;
/** Deeper than every level. */
export const leafLevel = 0xffff;

/** The most nodes that a diagram may have was not enough. */
export class OverBudget extends Error {}

export class NodeTable {
  readonly #nodesMax: number;
  #levels = new Uint16Array(64);
  /** Where the segments of a node begin; those of the next node begin where they end. */
  #starts = new Int32Array(65);
  #ends = new Int32Array(256);
  #kids = new Int32Array(256);
  /** Numbers of nodes by the hash of their content; 0 is an empty slot. */
  #slots = new Int32Array(128);
  #count = 0;

  constructor(nodesMax: number) {
    this.#nodesMax = nodesMax;
  }

  get count(): number {
    return this.#count;
  }

  levelOf(node: number): number {
    return node < leafCount ? leafLevel : (this.#levels[node - leafCount] ?? leafLevel);
  }

  /** The number of the first segment of a node, and the first one that is not its any more. */
  start(node: number): number {
    return this.#starts[node - leafCount] ?? 0;
  }

  stop(node: number): number {
    return this.#starts[node - leafCount + 1] ?? 0;
  }

  /** The first piece after a segment. */
  end(segment: number): number {
    return this.#ends[segment] ?? 0;
  }

  kid(segment: number): number {
    return this.#kids[segment] ?? 0;
  }

  /**
   * The node with the segments `from` until `to` of these lists, of which neighbours differ; the
   * only kid itself where there is but one.
   */
  make(
    level: number,
    {
      ends,
      kids,
      from,
      to,
    }: { ends: readonly number[]; kids: readonly number[]; from: number; to: number },
  ): number {
    if (to - from === 1) return kids[from] ?? 0;
    let hash = Math.imul(level + 1, 0x9e3779b1);
    for (let at = from; at < to; at++) {
      hash = Math.imul(hash ^ (ends[at] ?? 0), 0x85ebca6b);
      hash = Math.imul(hash ^ (hash >>> 13) ^ (kids[at] ?? 0), 0xc2b2ae35);
    }
    const mask = this.#slots.length - 1;
    let slot = (hash ^ (hash >>> 16)) & mask;
    for (;;) {
      const node = this.#slots[slot] ?? 0;
      if (node === 0) break;
      if (this.#isEqual(node, level, { ends, kids, from, to })) return node;
      slot = (slot + 1) & mask;
    }
    const node = this.#append(level, { ends, kids, from, to });
    this.#slots[slot] = node;
    if (this.#count * 2 > this.#slots.length) this.#rehash();
    return node;
  }

  #isEqual(
    node: number,
    level: number,
    {
      ends,
      kids,
      from,
      to,
    }: { ends: readonly number[]; kids: readonly number[]; from: number; to: number },
  ): boolean {
    const start = this.start(node);
    if (this.levelOf(node) !== level || this.stop(node) - start !== to - from) return false;
    for (let at = from; at < to; at++) {
      const segment = start + at - from;
      if (this.#ends[segment] !== ends[at] || this.#kids[segment] !== kids[at]) return false;
    }
    return true;
  }

  #append(
    level: number,
    {
      ends,
      kids,
      from,
      to,
    }: { ends: readonly number[]; kids: readonly number[]; from: number; to: number },
  ): number {
    if (this.#count >= this.#nodesMax) throw new OverBudget();
    const index = this.#count;
    const start = this.#starts[index] ?? 0;
    if (index + 2 > this.#levels.length) this.#levels = grown(this.#levels, Uint16Array);
    if (index + 3 > this.#starts.length) this.#starts = grown(this.#starts, Int32Array);
    while (start + to - from > this.#ends.length) {
      this.#ends = grown(this.#ends, Int32Array);
      this.#kids = grown(this.#kids, Int32Array);
    }
    for (let at = from; at < to; at++) {
      this.#ends[start + at - from] = ends[at] ?? 0;
      this.#kids[start + at - from] = kids[at] ?? 0;
    }
    this.#levels[index] = level;
    this.#starts[index + 1] = start + to - from;
    this.#count += 1;
    return index + leafCount;
  }

  #rehash(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(2 * old.length);
    const mask = this.#slots.length - 1;
    for (const node of old) {
      if (node === 0) continue;
      let slot = this.#hashOf(node) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = node;
    }
  }

  #hashOf(node: number): number {
    let hash = Math.imul(this.levelOf(node) + 1, 0x9e3779b1);
    for (let segment = this.start(node); segment < this.stop(node); segment++) {
      hash = Math.imul(hash ^ this.end(segment), 0x85ebca6b);
      hash = Math.imul(hash ^ (hash >>> 13) ^ this.kid(segment), 0xc2b2ae35);
    }
    return hash ^ (hash >>> 16);
  }
}

function grown<Numbers extends Uint16Array | Int32Array>(
  old: Numbers,
  Kind: new (length: number) => Numbers,
): Numbers {
  const larger = new Kind(2 * old.length);
  larger.set(old);
  return larger;
}
