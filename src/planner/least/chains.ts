// Chains of things of which one must be before the other.

/** For each node those that come after it, directly or not; a circle has no before and after. */
export type Later = readonly ReadonlySet<number>[];

export function laterThan(nodes: number, edges: readonly (readonly [number, number])[]): Later {
  const next = new Map<number, number[]>();
  for (const [from, to] of edges) next.set(from, [...(next.get(from) ?? []), to]);
  const reached = Array.from({ length: nodes }, (_, node) => reach(node, next));
  return reached.map(
    (found, node) => new Set([...found].filter((one) => reached[one]?.has(node) !== true)),
  );
}

/**
 * Lengths of chains that share no node, the longest first; nodes are in no chain twice, and those
 * that are left alone are chains of one.
 */
export function disjointChains(nodes: readonly number[], later: Later): readonly number[] {
  const lengths: number[] = [];
  let left = nodes;
  while (left.length > 0) {
    const chain = longestChain(left, later);
    lengths.push(chain.size);
    left = left.filter((node) => !chain.has(node));
  }
  return lengths;
}

function longestChain(nodes: readonly number[], later: Later): ReadonlySet<number> {
  const following = (node: number) => nodes.filter((one) => later[node]?.has(one) === true);
  const counts = new Map(nodes.map((node) => [node, following(node).length]));
  // Whoever comes later has fewer after it, so that its own chain is known already.
  const sorted = nodes.toSorted((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0));
  const chains = new Map<number, readonly number[]>();
  let longest: readonly number[] = [];
  for (const node of sorted) {
    let rest: readonly number[] = [];
    for (const one of following(node)) {
      const chain = chains.get(one) ?? [];
      if (chain.length > rest.length) rest = chain;
    }
    const chain = [node, ...rest];
    chains.set(node, chain);
    if (chain.length > longest.length) longest = chain;
  }
  return new Set(longest);
}

function reach(start: number, next: ReadonlyMap<number, readonly number[]>): ReadonlySet<number> {
  const found = new Set<number>();
  const open = [start];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const one of next.get(node) ?? []) {
      if (found.has(one)) continue;
      found.add(one);
      open.push(one);
    }
  }
  return found;
}
