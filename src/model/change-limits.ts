// How much of what is there one plan may change, and how much room it must leave.
import type { Source } from './source.ts';

/** So many, or so many in a hundred. */
export type Amount =
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'percent'; readonly percent: number };

export interface ChangeLimit {
  readonly amount: Amount;
  /** Where it is written; absent where the command line says it. */
  readonly source?: Source;
}

export interface ChangeLimits {
  /** Live groups that are changed or deleted. */
  readonly groups?: ChangeLimit;
  /** Live rules that are changed or revoked. */
  readonly rules?: ChangeLimit;
  /** Live rules, and live groups, that are not there at the end. */
  readonly deletes?: ChangeLimit;
  /** What stays free of each quota at the end. */
  readonly headroom?: ChangeLimit;
}

export const limitNames = [
  'groups',
  'rules',
  'deletes',
  'headroom',
] as const satisfies readonly (keyof ChangeLimits)[];

/** Of fewer, one is a large share of them, and every edit would be a mass change. */
export const percentFrom = 10;

/** `5` or `30%`, from 0% to 100%. */
export function parseAmount(text: string): Amount | undefined {
  const [, digits, sign] = /^(\d{1,9})(%?)$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const number = Number(digits);
  if (sign === '') return { kind: 'count', count: number };
  return number <= 100 ? { kind: 'percent', percent: number } : undefined;
}

export function formatAmount(amount: Amount): string {
  return amount.kind === 'count' ? String(amount.count) : `${amount.percent}%`;
}

/** In whole numbers, so that exactly as many as there may be are not too many. */
export function isOver(amount: Amount, count: number, total: number): boolean {
  if (amount.kind === 'count') return count > amount.count;
  return total >= percentFrom && count * 100 > amount.percent * total;
}

/** Whether less than `amount` of a quota is free. */
export function isShortOf(amount: Amount, free: number, quota: number): boolean {
  if (amount.kind === 'count') return free < amount.count;
  return free * 100 < amount.percent * quota;
}
