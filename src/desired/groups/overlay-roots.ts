// A group with what is different in some of its targets → the group as each of them has it.
import { directions } from '../../model/rule.ts';
import { fault, type Report, type Words } from '../fault.ts';
import { isSound } from '../shape/shape.ts';
import { listNames } from '../workspace/list-names.ts';
import { targetsNamed, unknownTarget } from '../workspace/unknown-target.ts';
import {
  itemsOf,
  valueAt,
  type Located,
  type LocatedEntry,
  type LocatedMap,
} from '../yaml/located.ts';

export interface OverlaidRoot {
  /** Without overlays; each value where it is written. */
  readonly root: Located;
  /** Those in which it is so; undefined where they cannot be told. */
  readonly names: readonly string[] | undefined;
}

export interface OverlayContext {
  /** The targets of the group. */
  readonly names: readonly string[] | undefined;
  /** Those of the workspace. */
  readonly allNames: readonly string[] | undefined;
  readonly faulty: ReadonlySet<Located>;
  readonly report: Report;
}

type Overlay = readonly [glob: string, entry: LocatedEntry];

/** One for each set of overlays that holds in some target. */
export function overlaidRoots(root: Located, context: OverlayContext): readonly OverlaidRoot[] {
  const { names, allNames, faulty, report } = context;
  const overlays = valueAt(root, 'overlays');
  if (root.kind !== 'map' || overlays === undefined) return [{ root, names }];
  const plain = without(root, 'overlays');
  const isRead = overlays.kind === 'map' && isSound(overlays, faulty);
  if (!isRead || names === undefined || allNames === undefined) return [{ root: plain, names }];
  const all: readonly Overlay[] = [...overlays.entries];
  for (const [glob, { key }] of all) {
    const words = overlayWords(glob, names, allNames);
    if (words !== undefined) report(fault(key, words));
  }
  const byOverlays = new Map<string, { readonly over: readonly Overlay[]; names: string[] }>();
  for (const name of names) {
    const over = all.filter(([glob]) => targetsNamed(glob, [name]).length > 0);
    const key = JSON.stringify(over.map(([glob]) => glob));
    const known = byOverlays.get(key);
    if (known === undefined) byOverlays.set(key, { over, names: [name] });
    else known.names.push(name);
  }
  return [...byOverlays.values()].map(({ over, names: there }) => {
    reportClashes(over, there, report);
    const values = over.map(([, { value }]) => value);
    return { root: values.reduce(overlaid, plain), names: there };
  });
}

/** Rules come beside the others, tags and what is ignored too; any other value takes the place of the group's own. */
function overlaid(root: LocatedMap, overlay: Located): LocatedMap {
  if (overlay.kind !== 'map') return root;
  const entries = new Map(root.entries);
  for (const [key, entry] of overlay.entries) {
    const own = entries.get(key);
    entries.set(key, own === undefined ? entry : { ...own, value: joined(key, own, entry) });
  }
  return { ...root, entries };
}

function joined(key: string, { value: own }: LocatedEntry, { value }: LocatedEntry): Located {
  if (isAdded(key) && own.kind === 'list' && value.kind === 'list') {
    return { ...own, items: [...own.items, ...value.items] };
  }
  if (own.kind !== 'map' || value.kind !== 'map') return value;
  if (key === 'ignore') return withListsOf(own, value);
  if (key !== 'tags') return value;
  return { ...own, entries: new Map([...own.entries, ...value.entries]) };
}

/** Each list of both, one after the other. */
function withListsOf(own: LocatedMap, more: LocatedMap): LocatedMap {
  const entries = new Map(own.entries);
  for (const [key, entry] of more.entries) {
    const list = entries.get(key);
    const items = list === undefined ? [] : itemsOf(list.value);
    const both = {
      ...entry.value,
      kind: 'list',
      items: [...items, ...itemsOf(entry.value)],
    } as const;
    entries.set(key, list === undefined ? entry : { ...list, value: both });
  }
  return { ...own, entries };
}

function isAdded(key: string): boolean {
  return key === 'ignore' || directions.some((direction) => direction === key);
}

/** Which of two values counts must not depend on the order in which they are written. */
function reportClashes(
  overlays: readonly Overlay[],
  names: readonly string[],
  report: Report,
): void {
  const first = new Map<string, string>();
  for (const [glob, { value }] of overlays) {
    if (value.kind !== 'map') continue;
    for (const [key, { key: source }] of value.entries) {
      const other = first.get(key);
      if (other === undefined) first.set(key, glob);
      else if (!isAdded(key)) {
        const message = `"${key}" is overlaid by "${other}" already in ${listNames(names)}; expected one of them to say it`;
        report(fault(source, { code: 'overlaid-twice', message }));
      }
    }
  }
}

function overlayWords(
  glob: string,
  names: readonly string[],
  allNames: readonly string[],
): Words | undefined {
  const there = targetsNamed(glob, allNames);
  if (there.length === 0) return unknownTarget(glob, allNames);
  if (there.some((name) => names.includes(name))) return undefined;
  const message = `the group is not in ${listNames(there)}; expected an overlay of ${listNames(names)}`;
  return { code: 'idle-overlay', message };
}

function without(root: LocatedMap, key: string): LocatedMap {
  return { ...root, entries: new Map([...root.entries].filter(([name]) => name !== key)) };
}
