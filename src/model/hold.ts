// A hold: somebody asks that a group be left alone until a time, by two tags on the live group.
//
// The tags are no content of the group: they are in no digest and in no difference, so that holding
// or releasing makes no plan stale. Whoever is about to change a group asks `holdOf` instead.
import { tagValue, type Tags } from './group-identity.ts';

export const holdUntilTag = 'sluice:hold-until';
export const holdReasonTag = 'sluice:hold-reason';

/**
 * A hold whose time cannot be read counts as held, for somebody meant something by it: `until` is
 * then what stands there, and empty where nothing does.
 */
export type Hold =
  | { readonly kind: 'none' }
  | { readonly kind: 'held'; readonly until: string; readonly reason: string }
  | { readonly kind: 'expired'; readonly until: string; readonly reason: string }
  | { readonly kind: 'malformed'; readonly until: string; readonly reason: string };

/** At its time a hold is over. */
export function holdOf(tags: Tags, nowMs: number): Hold {
  const [until, reason] = [tagValue(tags, holdUntilTag), tagValue(tags, holdReasonTag)];
  if (until === undefined && reason === undefined) return { kind: 'none' };
  const words = { until: until ?? '', reason: reason ?? '' };
  const untilMs = parseTime(words.until);
  if (untilMs === undefined) return { kind: 'malformed', ...words };
  return { kind: untilMs <= nowMs ? 'expired' : 'held', ...words };
}

export function holdTags({
  until,
  reason,
}: {
  readonly until: string;
  readonly reason: string;
}): Tags {
  return { [holdUntilTag]: until, [holdReasonTag]: reason };
}

const timePattern = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d))?(?:Z|([+-])(\d\d):(\d\d))$/;

/** `2026-11-27T08:00:00Z` or `2026-11-27T16:00+08:00` → milliseconds; never a time without a zone. */
export function parseTime(text: string): number | undefined {
  const found = timePattern.exec(text);
  if (found === null) return undefined;
  const part = (index: number): number => Number(found[index] ?? '0');
  const local = Date.UTC(part(1), part(2) - 1, part(3), part(4), part(5), part(6));
  // The 30th of February would be some day of March.
  const isDate = formatTime(local) === `${text.slice(0, 16)}:${found[6] ?? '00'}Z`;
  if (!isDate || part(8) > 23 || part(9) > 59) return undefined;
  const offsetMs = (part(8) * 60 + part(9)) * 60_000;
  return found[7] === '-' ? local + offsetMs : local - offsetMs;
}

/** UTC to the second, as in `2026-11-27T08:00:00Z`. */
export function formatTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** The most characters that a tag value takes. */
const reasonLengthMax = 128;

/** What is wrong with a reason, in words that complete "the reason …"; undefined for a good one. */
export function reasonFault(reason: string): string | undefined {
  if (reason.trim() === '') return 'is empty';
  // Whether the cloud counts characters or UTF-16 units is not known; there are more of the latter.
  if (reason.length > reasonLengthMax) {
    return `has ${reason.length} characters; a tag takes ${reasonLengthMax} at most`;
  }
  if (/https?:\/\//i.test(reason)) return 'has http:// or https:// in it, which no tag may have';
  return /[\p{Cc}\p{Zl}\p{Zp}]/u.test(reason) ? 'has more than one line' : undefined;
}
