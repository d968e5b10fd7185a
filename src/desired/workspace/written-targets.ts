// What a workspace writes of its targets, each as a whole: those under `targets` as they stand, and one
// for each VPC under `accounts`, with what its account and its region say.
import type { Source } from '../../model/source.ts';
import { isSound } from '../shape/shape.ts';
import { valueAt, type Located, type LocatedEntry, type LocatedMap } from '../yaml/located.ts';

export interface WrittenTarget {
  readonly name: string;
  /** Where its name is written, or the last part of it. */
  readonly source: Source;
  /** As under `targets`; undefined where it has a fault. */
  readonly value: LocatedMap | undefined;
}

/** Undefined where not even the names can be read. */
export function writtenTargets(
  root: Located,
  faulty: ReadonlySet<Located>,
): readonly WrittenTarget[] | undefined {
  const [targets, accounts] = [valueAt(root, 'targets'), valueAt(root, 'accounts')];
  const plain = targets && targetsIn(targets, faulty);
  const inAccounts = accounts && targetsInAccounts(accounts, faulty);
  const isUnread = (targets && !plain) ?? (accounts && !inAccounts) ?? false;
  const all = [...(plain ?? []), ...(inAccounts ?? [])];
  return isUnread || all.length === 0 ? undefined : all;
}

function targetsIn(
  node: Located,
  faulty: ReadonlySet<Located>,
): readonly WrittenTarget[] | undefined {
  if (node.kind !== 'map') return undefined;
  return [...node.entries].map(([name, { key, value }]) => ({
    name,
    source: key,
    value: value.kind === 'map' && isSound(value, faulty) ? value : undefined,
  }));
}

function targetsInAccounts(
  node: Located,
  faulty: ReadonlySet<Located>,
): readonly WrittenTarget[] | undefined {
  if (node.kind !== 'map') return undefined;
  const each = [...node.entries].map(([name, { value }]) => targetsInAccount(name, value, faulty));
  return each.includes(undefined) ? undefined : each.flatMap((targets) => targets ?? []);
}

function targetsInAccount(
  name: string,
  account: Located,
  faulty: ReadonlySet<Located>,
): readonly WrittenTarget[] | undefined {
  const regions = valueAt(account, 'regions');
  if (account.kind !== 'map' || regions?.kind !== 'map') return undefined;
  const shared = [...account.entries].filter(([key]) => key !== 'regions');
  const isFaulty = (node: Located): boolean => !isSound(node, faulty);
  const isSharedFaulty =
    faulty.has(account) || faulty.has(regions) || shared.some(([, { value }]) => isFaulty(value));
  return [...regions.entries].flatMap(([region, { key, value }]) => {
    const isWhole = !isSharedFaulty && !isFaulty(value);
    const said = [...shared, ['region', { key, value: scalar(region, key) }] as const];
    const own = value.kind === 'map' ? [...value.entries].filter(([name]) => name !== 'vpcs') : [];
    const one = (suffix: string, vpc: LocatedEntry | undefined): WrittenTarget => {
      const more = [...own, ...(vpc === undefined ? [] : [['vpc', vpc] as const])];
      const source = vpc?.key ?? key;
      const whole: LocatedMap = { kind: 'map', source, entries: withAll(new Map(said), more) };
      return { name: `${name}/${region}${suffix}`, source, value: isWhole ? whole : undefined };
    };
    const vpcs = valueAt(value, 'vpcs');
    if (vpcs?.kind === 'map') return [...vpcs.entries].map(([label, vpc]) => one(`/${label}`, vpc));
    return [one('', value.kind === 'scalar' ? { key, value } : undefined)];
  });
}

/** Of networks and quotas, a region says only those that are different from its account's. */
function withAll(
  shared: ReadonlyMap<string, LocatedEntry>,
  own: readonly (readonly [string, LocatedEntry])[],
): ReadonlyMap<string, LocatedEntry> {
  const entries = new Map(shared);
  for (const [key, entry] of own) {
    const [known, value] = [entries.get(key)?.value, entry.value];
    const both =
      known?.kind === 'map' && value.kind === 'map'
        ? { ...value, entries: new Map([...known.entries, ...value.entries]) }
        : value;
    entries.set(key, { ...entry, value: both });
  }
  return entries;
}

function scalar(value: string, source: Source): Located {
  return { kind: 'scalar', source, value, text: value };
}
