// A memory of bounded size for what was worked out lately, by text.

/** What has not been asked for among the last `most` to twice as many texts is forgotten. */
export class Recent {
  readonly #most: number;
  #current = new Map<string, string>();
  #previous = new Map<string, string>();

  constructor(most: number) {
    this.#most = most;
  }

  get(text: string): string | undefined {
    const known = this.#current.get(text);
    if (known !== undefined) return known;
    const older = this.#previous.get(text);
    if (older !== undefined) this.set(text, older);
    return older;
  }

  set(text: string, value: string): void {
    if (this.#current.size >= this.#most) {
      this.#previous = this.#current;
      this.#current = new Map();
    }
    this.#current.set(text, value);
  }
}
