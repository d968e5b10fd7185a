// Until when something that people wrote holds: a rule that expires, a waiver.
import { parseTime } from './hold.ts';

export interface Deadline {
  /** As it is written, for messages. */
  readonly text: string;
  /** From then on it is over. */
  readonly endMs: number;
}

export interface Start {
  /** As it is written, for messages. */
  readonly text: string;
  /** From then on it holds. */
  readonly startMs: number;
}

const dayMs = 24 * 60 * 60_000;

/** When something begins: `2026-12-01`, which is from the start of that day in UTC, or a time. */
export function parseStart(text: string): Start | undefined {
  const startMs = parseTime(isDay(text) ? `${text}T00:00Z` : text);
  return startMs === undefined ? undefined : { text, startMs };
}

/** `2026-12-31`, which is to the end of that day in UTC, or a time with its zone as in RFC 3339. */
export function parseDeadline(text: string): Deadline | undefined {
  if (!isDay(text)) {
    const endMs = parseTime(text);
    return endMs === undefined ? undefined : { text, endMs };
  }
  const startMs = parseTime(`${text}T00:00Z`);
  return startMs === undefined ? undefined : { text, endMs: startMs + dayMs };
}

function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text);
}
