// How many pairs there can be at once, if nothing is in two of them.

/** A largest matching, by augmenting paths. */
export function mostPairs(pairs: readonly (readonly [number, number])[]): number {
  const partners = new Map<number, number[]>();
  for (const [left, right] of pairs) {
    const known = partners.get(left);
    if (known === undefined) partners.set(left, [right]);
    else known.push(right);
  }
  const takenBy = new Map<number, number>();
  const findsOne = (left: number, seen: Set<number>): boolean =>
    (partners.get(left) ?? []).some((right) => {
      if (seen.has(right)) return false;
      seen.add(right);
      const rival = takenBy.get(right);
      if (rival !== undefined && !findsOne(rival, seen)) return false;
      takenBy.set(right, left);
      return true;
    });
  return [...partners.keys()].filter((left) => findsOne(left, new Set())).length;
}
