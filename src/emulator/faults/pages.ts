// Which page of a list a call asks for. A token does not say it, so that those that were given out
// are remembered, the latest of them.

import { optional } from '../parameters.ts';
import type { Parameters } from '../parameters.ts';

const tokensMax = 1000;

export class Pages {
  readonly #numbers = new Map<string, number>();

  /** 1 is the first. */
  of(parameters: Parameters): number {
    const token = optional(parameters, 'NextToken');
    if (token !== undefined) return this.#numbers.get(token) ?? 1;
    return Math.max(1, Number(optional(parameters, 'PageNumber') ?? 1)) || 1;
  }

  /** The token of a reply leads to the page after this one. */
  remember(page: number, body: Readonly<Record<string, unknown>>): void {
    const token = body['NextToken'];
    if (typeof token !== 'string' || token === '') return;
    this.#numbers.delete(token);
    this.#numbers.set(token, page + 1);
    const [oldest] = this.#numbers.keys();
    if (this.#numbers.size > tokensMax && oldest !== undefined) this.#numbers.delete(oldest);
  }
}
