// Spans of time as people write them: `90s`, `15m`, `2h`.

const unitMs = { s: 1000, m: 60_000, h: 3_600_000 } as const;

/** Milliseconds; undefined for anything but a whole number and one unit. */
export function parseDuration(text: string): number | undefined {
  const [, number, unit] = /^(0|[1-9]\d{0,6})([smh])$/.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) * unitMs[unit as keyof typeof unitMs];
}

/** In the largest unit that is exact; a part of a second counts as a whole one. */
export function formatDuration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds % 3600 === 0 && seconds > 0) return `${seconds / 3600}h`;
  return seconds % 60 === 0 && seconds > 0 ? `${seconds / 60}m` : `${seconds}s`;
}
