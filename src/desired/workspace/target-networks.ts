// The networks of each target: those of the workspace, with its own in the place of them or beside them.
import { groupBy } from '../../model/group-by.ts';
import type { Finding } from '../../model/finding.ts';
import type { AddressContext, FindNetwork } from '../rules/read-address.ts';
import { itemsOf, textOf, valueAt, type Located, type LocatedMap } from '../yaml/located.ts';
import { withTargets } from './faults-in-targets.ts';
import {
  noNetworks,
  resolveNetworks,
  unreadNetworks,
  type Networks,
  type NetworksContext,
} from './networks.ts';
import type { WrittenTarget } from './written-targets.ts';

export interface TargetNetworks {
  /** Those of the workspace. */
  readonly shared: Networks;
  /** Those of targets that have some of their own, by the names of these. */
  readonly own: ReadonlyMap<string, Networks>;
  /** The names of all of them. */
  readonly names: readonly string[];
}

export const noTargetNetworks: TargetNetworks = { shared: noNetworks, own: new Map(), names: [] };
export const unreadTargetNetworks: TargetNetworks = { ...noTargetNetworks, shared: unreadNetworks };

export function networksOf(target: string, { shared, own }: TargetNetworks): Networks {
  return own.get(target) ?? shared;
}

/** What addresses mean in one of these targets. */
export function addressesIn(
  target: string | undefined,
  targets: readonly string[],
  networks: TargetNetworks,
): Omit<AddressContext, 'report'> {
  const found = target === undefined ? networks.shared : networksOf(target, networks);
  return {
    findNetwork: found.find,
    networkNames: networks.names,
    heldBy: (name) =>
      [...networks.own].flatMap(([one, { find }]) => (find(name) === 'unknown' ? [] : [one])),
    lackedBy: (name) => targets.filter((one) => networksOf(one, networks).find(name) === 'unknown'),
  };
}

/** Where no target is meant, a network that only some have is no fault. */
export function addressesAnywhere({
  shared,
  names,
}: TargetNetworks): Omit<AddressContext, 'report'> {
  const all = new Set(names);
  const findNetwork: FindNetwork = (name) => {
    const found = shared.find(name);
    return found === 'unknown' && all.has(name) ? 'faulty' : found;
  };
  return { findNetwork, networkNames: names, lackedBy: () => [], heldBy: () => [] };
}

/** Faults that a target has beside those of the workspace are told once, with the targets that have them. */
export function readTargetNetworks(
  root: Located,
  targets: readonly WrittenTarget[] | undefined,
  given: Omit<NetworksContext, 'budget' | 'ofTargets'>,
): TargetNetworks {
  const budget = { counted: 0 };
  const context = { ...given, ofTargets: namesOfTargets(targets ?? []) };
  const written = valueAt(root, 'networks');
  const told: Finding[] = [];
  const report = (finding: Finding): void => {
    told.push(finding);
    context.report(finding);
  };
  const shared = readNetworks(written, { ...context, budget, report });
  const known = new Set(told.map(placeKey));
  const found: { readonly target: string; readonly finding: Finding }[] = [];
  const own = new Map<string, Networks>();
  for (const { name: target, value } of targets ?? []) {
    const networks = value && valueAt(value, 'networks');
    if (networks?.kind !== 'map') continue;
    const notKnown = (finding: Finding): void => {
      if (!known.has(placeKey(finding))) found.push({ target, finding });
    };
    own.set(
      target,
      withOwn({ written, shared, networks }, { ...context, budget, report: notKnown }),
    );
  }
  for (const same of groupBy(found, ({ finding }) => JSON.stringify(finding)).values()) {
    const [first] = same;
    if (first === undefined) continue;
    context.report(withTargets(first.finding, new Set(same.map(({ target }) => target))));
  }
  const names = [...new Set([shared, ...own.values()].flatMap((one) => one.names))];
  return { shared, own, names };
}

function namesOfTargets(targets: readonly WrittenTarget[]): NetworksContext['ofTargets'] {
  const holders = new Map<string, string[]>();
  for (const { name: target, value } of targets) {
    const networks = value && valueAt(value, 'networks');
    for (const name of networks?.kind === 'map' ? networks.entries.keys() : []) {
      holders.set(name, [...(holders.get(name) ?? []), target]);
    }
  }
  const heldBy = (name: string) => holders.get(name) ?? [];
  return {
    networkNames: [...holders.keys()],
    heldBy,
    lackedBy: (name) => {
      const held = new Set(heldBy(name));
      return targets.flatMap((target) => (held.has(target.name) ? [] : [target.name]));
    },
  };
}

function readNetworks(node: Located | undefined, context: NetworksContext): Networks {
  if (node === undefined) return noNetworks;
  return node.kind === 'map' ? resolveNetworks(node, context) : unreadNetworks;
}

function placeKey({ code, source }: Finding): string {
  return JSON.stringify([code, source]);
}

interface OwnNetworks {
  readonly written: Located | undefined;
  readonly shared: Networks;
  readonly networks: LocatedMap;
}

/** What names no network of its own means what it means everywhere, and is not resolved again. */
function withOwn({ written, shared, networks }: OwnNetworks, context: NetworksContext): Networks {
  if (written !== undefined && written.kind !== 'map') return unreadNetworks;
  const entries = new Map([...(written?.entries ?? []), ...networks.entries]);
  const map: LocatedMap = { ...networks, entries };
  const different = networksNaming([...networks.entries.keys()], entries);
  const same = shared.names.filter((name) => !different.has(name));
  const known = same.flatMap((name) => {
    const blocks = shared.find(name);
    return blocks === 'unknown' ? [] : [[name, blocks] as const];
  });
  return resolveNetworks(map, context, new Map(known));
}

/** These, and those that name one of them in however many steps: by a list, since nothing limits the steps here. */
function networksNaming(
  names: readonly string[],
  entries: LocatedMap['entries'],
): ReadonlySet<string> {
  const pairs = [...entries].flatMap(([name, { value }]) =>
    itemsOf(value).map((item) => [textOf(valueAt(item, 'address') ?? item), name] as const),
  );
  const namedBy = groupBy(pairs, ([named]) => named);
  const found = new Set(names);
  // A set that grows is walked to its end.
  for (const name of found) {
    for (const [, naming] of namedBy.get(name) ?? []) found.add(naming);
  }
  return found;
}
