// What is known of pairs of nodes: a hash table of whole numbers, without an object for each entry.

export const unknown = -1;

const slotsAtFirst = 16;

/** What all memos have until their first entry, which many never get. */
const noEntries = new Int32Array(3 * slotsAtFirst).fill(unknown);

/** Keys are pairs of numbers from 0, values numbers from 0; entries are never taken out. */
export class PairMemo {
  /** Three numbers an entry: the pair, and what is known of it. */
  #entries = noEntries;
  /** Small at first: most diagrams are, and have one of these for each operation. */
  #mask = slotsAtFirst - 1;
  #count = 0;

  get size(): number {
    return this.#count;
  }

  get(one: number, other: number): number {
    return this.#entries[this.#find(one, other) + 2] ?? unknown;
  }

  set(one: number, other: number, value: number): void {
    if (this.#count === 0) this.#entries = noEntries.slice();
    else if (this.#count * 2 > this.#mask) this.#grow();
    const at = this.#find(one, other);
    if (this.#entries[at] === unknown) this.#count += 1;
    this.#entries[at] = one;
    this.#entries[at + 1] = other;
    this.#entries[at + 2] = value;
  }

  /** Where the pair is, or would be. */
  #find(one: number, other: number): number {
    const mixed = Math.imul(one, 0x9e3779b1) ^ Math.imul(other, 0x85ebca6b);
    let slot = (mixed ^ (mixed >>> 15)) & this.#mask;
    for (;;) {
      const first = this.#entries[3 * slot];
      if (first === unknown || (first === one && this.#entries[3 * slot + 1] === other)) {
        return 3 * slot;
      }
      slot = (slot + 1) & this.#mask;
    }
  }

  #grow(): void {
    const old = this.#entries;
    this.#mask = 4 * this.#mask + 3;
    this.#entries = new Int32Array(3 * (this.#mask + 1)).fill(unknown);
    for (let at = 0; at < old.length; at += 3) {
      const [one = 0, other = 0, value = 0] = [old[at], old[at + 1], old[at + 2]];
      if (one === unknown) continue;
      const place = this.#find(one, other);
      this.#entries[place] = one;
      this.#entries[place + 1] = other;
      this.#entries[place + 2] = value;
    }
  }
}
