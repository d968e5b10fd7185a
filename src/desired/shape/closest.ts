// "Did you mean …?": the one name that a mistyped one was meant to be, if any is near enough.

export function closest(written: string, names: Iterable<string>): string | undefined {
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of names) {
    const distance = nearness(written.toLowerCase(), name.toLowerCase());
    if (distance !== undefined && distance < (best?.distance ?? Infinity))
      best = { name, distance };
  }
  return best?.name;
}

/** Undefined where two names are too far apart to be meant for each other. */
function nearness(one: string, other: string): number | undefined {
  if (one.length >= 4 && other.startsWith(one)) return 1;
  const distanceMax = Math.floor(Math.max(one.length, other.length) / 3);
  if (Math.abs(one.length - other.length) > distanceMax) return undefined;
  const distance = editDistance(one, other);
  return distance <= distanceMax ? distance : undefined;
}

/** Insertions, deletions, replacements, and swaps of neighbours. */
function editDistance(one: string, other: string): number {
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      row[j] = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + Number(!same),
        swapped ? (before[j - 2] ?? 0) + 1 : Infinity,
      );
    }
    [before, last] = [last, row];
  }
  return last[other.length] ?? 0;
}
