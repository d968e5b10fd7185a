// In which order the keys of a group, a rule and a workspace stand: that of their schemas.
import { isAlias, isMap, isScalar, isSeq, visit, type Document, type YAMLMap } from 'yaml';
import { readSchema } from '../shape/schema-files.ts';

export type FormattedKind = 'group' | 'workspace' | 'tests';

/**
 * Keys that no schema knows go last, in the order in which they are. Where there is an alias, nothing is
 * moved: what it stands for has to come before it.
 */
export function orderKeys(document: Document, kind: FormattedKind): void {
  const root: unknown = document.contents;
  if (!isMap(root) || kind === 'tests' || hasAlias(document)) return;
  const heading = takeHeading(root);
  orderMap(root, keysOf(kind, kind === 'group' ? 'presentGroup' : undefined));
  giveHeading(root, heading);
  for (const overlay of mapsIn(root, 'overlays')) orderMap(overlay, keysOf('group', 'overlay'));
  for (const place of rulePlaces(root)) orderRules(place, kind);
}

/** What has rules under `ingress` and `egress`: in a group, and in a workspace. */
export function rulePlaces(root: YAMLMap): readonly YAMLMap[] {
  const absent: unknown = root.get('absent', true);
  const shared = [...mapsIn(root, 'overlays'), ...mapsIn(root, 'rulesets')];
  return [root, ...(isMap(absent) ? [absent] : []), ...shared];
}

export function mapsIn(map: YAMLMap, key: string): readonly YAMLMap[] {
  const values: unknown = map.get(key, true);
  return isMap(values) ? values.items.flatMap(({ value }) => (isMap(value) ? [value] : [])) : [];
}

function orderRules(place: YAMLMap, kind: FormattedKind): void {
  for (const direction of ['ingress', 'egress'] as const) {
    const rules: unknown = place.get(direction, true);
    if (!isSeq(rules)) continue;
    const keys = keysOf(kind, `${direction}Rule`);
    for (const rule of rules.items) if (isMap(rule)) orderMap(rule, keys);
  }
}

function hasAlias(document: Document): boolean {
  let found = false;
  visit(document, {
    Node: (_, node) => {
      found ||= isAlias(node);
    },
  });
  return found;
}

/** What stands above the first key is about the file: it stays at its top. */
function takeHeading({ items }: YAMLMap): string | undefined {
  const key: unknown = items[0]?.key;
  if (!isScalar(key) || !key.commentBefore) return undefined;
  const heading = key.commentBefore;
  key.commentBefore = null;
  return heading;
}

function giveHeading({ items }: YAMLMap, heading: string | undefined): void {
  const key: unknown = items[0]?.key;
  if (heading === undefined || !isScalar(key)) return;
  const own = key.commentBefore;
  key.commentBefore = !own ? heading : `${heading}\n${own}`;
}

/** Merge keys stay where they are, first. */
function orderMap(map: YAMLMap, keys: readonly string[]): void {
  const place = ({ key }: { readonly key: unknown }): number => {
    const name = isScalar(key) ? String(key.value) : String(key);
    const index = keys.indexOf(name);
    return index < 0 ? keys.length : index;
  };
  map.items = map.items.toSorted((one, other) => place(one) - place(other));
}

function keysOf(kind: FormattedKind, definition: string | undefined): readonly string[] {
  const schema = readSchema(kind) as Shape;
  const shape = definition === undefined ? schema : schema.$defs?.[definition];
  return Object.keys(shape?.properties ?? {});
}

interface Shape {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly $defs?: Readonly<Record<string, Shape>>;
}
