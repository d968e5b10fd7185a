// Addresses, ports and protocols in one spelling, wherever a rule or a network has them.
import { isMap, isScalar, isSeq, Scalar, type Document, type YAMLMap } from 'yaml';
import { parseCidr } from '../../model/cidr.ts';
import { formatPortRange, parsePortRange } from '../../model/ports.ts';
import { parseProtocol } from '../../model/traffic.ts';
import { mapsIn, rulePlaces, type FormattedKind } from './key-order.ts';

/** Undefined where it is not of this kind, and then stays as it is. */
type Spell = (text: string) => string | number | undefined;

export function canonicalise(document: Document, kind: FormattedKind): void {
  const root: unknown = document.contents;
  if (!isMap(root) || kind === 'tests') return;
  for (const place of rulePlaces(root)) canonicaliseRules(place);
  if (kind !== 'workspace') return;
  for (const place of networkPlaces(root)) spellNetworks(place);
  const services: unknown = root.get('services', true);
  if (isMap(services)) for (const pair of services.items) itemsOf(pair).forEach(canonicaliseRule);
}

/** A workspace has networks, and so have its targets, its accounts and their regions. */
function networkPlaces(workspace: YAMLMap): readonly YAMLMap[] {
  const accounts = mapsIn(workspace, 'accounts');
  const regions = accounts.flatMap((account) => mapsIn(account, 'regions'));
  return [workspace, ...mapsIn(workspace, 'targets'), ...accounts, ...regions];
}

function spellNetworks(place: YAMLMap): void {
  const networks: unknown = place.get('networks', true);
  if (!isMap(networks)) return;
  for (const pair of networks.items) {
    spellIn(pair, address);
    itemsOf(pair).forEach(canonicaliseRule);
  }
}

function canonicaliseRules(place: YAMLMap): void {
  for (const direction of ['ingress', 'egress'] as const) {
    itemsOf({ value: place.get(direction, true) }).forEach(canonicaliseRule);
  }
}

/** Mappings: one, or those of a list. */
function itemsOf({ value }: { readonly value: unknown }): readonly YAMLMap[] {
  return (isSeq(value) ? value.items : [value]).filter((item) => isMap(item));
}

/** A service has protocol and ports as a rule has, and an entry of a network an address. */
function canonicaliseRule(rule: YAMLMap): void {
  for (const pair of rule.items) {
    const spell = isScalar(pair.key) ? spellings.get(String(pair.key.value)) : undefined;
    if (spell !== undefined) spellIn(pair, spell);
  }
}

/** A single address stays one, without the prefix that it was written without. */
const address: Spell = (text) => {
  const cidr = parseCidr(text);
  return text.includes('/') ? cidr : cidr?.split('/')[0];
};
const ports: Spell = (text) => {
  const range = parsePortRange(text);
  if (range === undefined) return undefined;
  return range.first === range.last ? range.first : formatPortRange(range);
};
const protocol: Spell = (text) => parseProtocol(text);

const spellings: ReadonlyMap<string, Spell> = new Map([
  ['address', address],
  ['source', address],
  ['destination', address],
  ['ports', ports],
  ['sourcePorts', ports],
  ['protocol', protocol],
]);

/** A value, or the items of a list of them. */
function spellIn(pair: { value: unknown }, spell: Spell): void {
  const { value } = pair;
  if (isSeq(value)) value.items = value.items.map((item) => spelled(item, spell));
  else pair.value = spelled(value, spell);
}

function spelled(node: unknown, spell: Spell): unknown {
  if (!isScalar(node) || (typeof node.value !== 'string' && typeof node.value !== 'number')) {
    return node;
  }
  const value = spell(String(node.value));
  const isSame = value === undefined || (value === node.value && node.format === undefined);
  // Whoever refers to it needs the node itself.
  if (isSame || node.anchor !== undefined) return node;
  const fresh = new Scalar(value);
  const isText = typeof value === 'string' && typeof node.value === 'string';
  const kept = { comment: node.comment, commentBefore: node.commentBefore };
  Object.assign(fresh, kept, { spaceBefore: node.spaceBefore }, isText ? { type: node.type } : {});
  return fresh;
}
