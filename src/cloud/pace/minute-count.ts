// Counts what happened within the last minute, in as little memory after a day as after a second.

const seconds = 60;

export class MinuteCount {
  readonly #counts = new Array<number>(seconds).fill(0);
  #second = 0;

  add(nowMs: number): void {
    this.#forget(nowMs);
    const slot = this.#second % seconds;
    this.#counts[slot] = (this.#counts[slot] ?? 0) + 1;
  }

  total(nowMs: number): number {
    this.#forget(nowMs);
    return this.#counts.reduce((sum, count) => sum + count, 0);
  }

  /** A clock that goes back is taken to stand still. */
  #forget(nowMs: number): void {
    const second = Math.max(this.#second, Math.floor(nowMs / 1000));
    const first = Math.max(this.#second + 1, second - seconds + 1);
    for (let passed = first; passed <= second; passed++) this.#counts[passed % seconds] = 0;
    this.#second = second;
  }
}
