// What differs in a live group → the text of its file that says so: all of it, or a sentence about what
// somebody has to edit by hand. What it makes is believed only once a plan from it finds nothing.
import equal from 'fast-deep-equal';
import { isMap, isNode, isScalar, YAMLSeq, type YAMLMap } from 'yaml';
import type { GroupDifference } from '../../model/drift.ts';
import { groupBy } from '../../model/group-by.ts';
import type { DesiredGroup } from '../../model/group.ts';
import { formatPeer } from '../../model/peer.ts';
import { directions, ruleKey, type Rule, type WrittenRule } from '../../model/rule.ts';
import { formatSource, type Source } from '../../model/source.ts';
import { formatTraffic } from '../../model/traffic.ts';
import { unreachable } from '../../model/unreachable.ts';
import { ruleNodes } from '../write.ts';
import {
  addItems,
  editable,
  editedText,
  listAt,
  mapValueAt,
  removeItem,
  setValue,
  type EditableText,
} from './yaml-text.ts';

export interface GroupToAccept {
  readonly desired: DesiredGroup;
  /** With the ids of lists and groups in the place of names, as in the differences; missing where it says none. */
  readonly resolved?: DesiredGroup | undefined;
  readonly differences: readonly GroupDifference[];
  readonly defaultPriority: number;
}

export type AcceptedText =
  | { readonly ok: true; readonly text: string }
  /** What is to be edited by hand, and where. */
  | { readonly ok: false; readonly why: string };

/** `text` is of the file in which the group is written. */
export function acceptGroup(text: string, group: GroupToAccept): AcceptedText {
  const file = editable(text);
  const root = file.mapAt(group.desired.source)?.map;
  if (root === undefined) return byHand('it is written by an alias', group.desired.source);
  // New items take the style of those that are there, so these go last.
  const why =
    acceptAttributes(root, group) ?? acceptUnexpected(root, group) ?? acceptWritten(file, group);
  if (why !== undefined) return { ok: false, why };
  if (file.hasLostAnchor()) {
    return byHand('an alias names a part of what would go', group.desired.source);
  }
  return { ok: true, text: editedText(text, file.documents) };
}

function byHand(what: string, source: Source): { readonly ok: false; readonly why: string } {
  return { ok: false, why: handText(what, source) };
}

function handText(what: string, source: Source): string {
  return `${what}; edit ${formatSource(source)} by hand`;
}

/** What cannot be accepted, in a sentence; the rules are for others. */
function acceptAttributes(
  root: YAMLMap,
  { desired: { source }, differences }: GroupToAccept,
): string | undefined {
  for (const difference of differences) {
    const why = acceptAttribute(root, difference);
    if (why !== undefined) return handText(why, source);
  }
  return undefined;
}

function acceptAttribute(root: YAMLMap, difference: GroupDifference): string | undefined {
  switch (difference.kind) {
    case 'attribute':
      // The cloud shows none: that is the default one, whose id nobody knows.
      if (difference.name === 'resourceGroup' && difference.found === '') {
        root.delete(difference.name);
        return undefined;
      }
      setValue(root, difference.name, difference.found);
      return undefined;
    case 'tag': {
      const tags = mapValueAt(root, 'tags');
      if (tags === undefined) return 'its tags are written elsewhere';
      if (difference.found === undefined) tags.delete(difference.key);
      else setValue(tags, difference.key, difference.found);
      if (tags.items.length === 0) tags.flow = true;
      return undefined;
    }
    case 'groupMissing':
      return 'there is no such group any more: take it out of the files, or say `state: absent`';
    case 'groupUnexpected':
      return 'it should be absent and is there: say what should be in it';
    case 'groupNotReleased':
      return 'it should be let go and is ours';
    case 'memberMissing':
    case 'memberUnexpected':
      return 'who is in it is not accepted';
    case 'ruleMissing':
    case 'ruleUnexpected':
    case 'ruleChanged':
      return undefined;
    default:
      return unreachable(difference);
  }
}

/** A rule that was written and is gone, or is there otherwise. */
interface Touched {
  readonly rule: WrittenRule;
  /** What it is instead; undefined where it is gone. */
  readonly found: Rule | undefined;
}

function acceptWritten(
  file: EditableText,
  { desired, resolved = desired, differences, defaultPriority }: GroupToAccept,
): string | undefined {
  const written = writtenRules(desired);
  const asLive = writtenRules(resolved);
  const byKey = new Map(written.map((rule, index) => [ruleKey(asLive[index] ?? rule), rule]));
  const touched = differences.flatMap((difference): Touched[] => {
    if (difference.kind !== 'ruleMissing' && difference.kind !== 'ruleChanged') return [];
    const rule = byKey.get(ruleKey(difference.rule));
    const found = difference.kind === 'ruleChanged' ? difference.found : undefined;
    return rule === undefined ? [] : [{ rule, found }];
  });
  const ofPlace = groupBy(written, ({ source }) => formatSource(source));
  for (const [place, own] of groupBy(touched, ({ rule }) => formatSource(rule.source))) {
    const why = acceptItem(file, { own, all: ofPlace.get(place) ?? [], defaultPriority });
    if (why !== undefined) return why;
  }
  return undefined;
}

function writtenRules(desired: DesiredGroup): readonly WrittenRule[] {
  if (desired.state !== 'present') return [];
  return [...(desired.ingress ?? []), ...(desired.egress ?? [])];
}

interface TouchedItem {
  readonly own: readonly Touched[];
  /** All rules that the item stands for. */
  readonly all: readonly WrittenRule[];
  readonly defaultPriority: number;
}

function acceptItem(
  { mapAt }: EditableText,
  { own, all, defaultPriority }: TouchedItem,
): string | undefined {
  const [first] = own;
  if (first === undefined) return undefined;
  const { rule } = first;
  const item = mapAt(rule.source);
  const name = ruleText(rule);
  if (item?.list === undefined) return handText(`${name} comes from elsewhere`, rule.source);
  const { map, list } = item;
  if (map.anchor !== undefined) return handText(`${name} is what an alias names`, rule.source);
  if (own.length === all.length && own.every(({ found }) => found === undefined)) {
    removeItem(list, map);
    return undefined;
  }
  const outcomes = new Set(own.map(({ found }) => found && outcomeOf(found)));
  if (own.length === all.length && outcomes.size === 1 && first.found !== undefined) {
    changeItem(map, rule, first.found);
    return undefined;
  }
  if (all.some(({ via = [] }) => via.length > 0)) {
    return handText(
      `${name} is one of several that a network, a service or a ruleset makes`,
      rule.source,
    );
  }
  splitItem({ map, list }, { own, all, defaultPriority });
  return undefined;
}

function outcomeOf({ priority, description }: Rule): string {
  return JSON.stringify([priority, description ?? '']);
}

function changeItem(map: YAMLMap, written: Rule, found: Rule): void {
  if (written.priority !== found.priority) setValue(map, 'priority', found.priority);
  const [was, is] = [written.description ?? '', found.description ?? ''];
  if (was === is) return;
  if (is === '') map.delete('description');
  else setValue(map, 'description', is);
}

/** The rules that are left of an item, in as few as say the same, with all else that it said. */
function splitItem(
  { map, list }: { readonly map: YAMLMap; readonly list: YAMLSeq },
  { own, all, defaultPriority }: TouchedItem,
): void {
  const outcomes = new Map(own.map(({ rule, found }) => [rule, found]));
  const left = all.flatMap((rule): Rule[] => {
    if (!outcomes.has(rule)) return [rule];
    const found = outcomes.get(rule);
    if (found === undefined) return [];
    return [withDescription({ ...rule, priority: found.priority }, found.description)];
  });
  const kept = map.items.filter(({ key }) => !isRuleKey(isScalar(key) ? String(key.value) : ''));
  const nodes = ruleNodes(left, { fold: true, defaultPriority });
  const [only, ...others] = nodes;
  if (isMap(only) && others.length === 0) {
    rewriteItem(map, only, defaultPriority);
    return;
  }
  for (const node of nodes) {
    if (isMap(node)) for (const pair of kept) node.items.push(pair.clone());
  }
  const index = list.items.indexOf(map);
  const [head] = nodes;
  if (isMap(head)) {
    head.commentBefore = map.commentBefore ?? null;
    head.comment = map.comment ?? null;
    head.spaceBefore = map.spaceBefore === true;
  }
  addItems(list, nodes, index);
  list.items.splice(list.items.indexOf(map), 1);
}

/** What it says otherwise, beside its comments; what was written although it goes without saying stays. */
function rewriteItem(map: YAMLMap, said: YAMLMap, defaultPriority: number): void {
  for (const { key } of said.items) {
    const [was, is] = [map.get(key, true), said.get(key, true)];
    if (isNode(was) && isNode(is) && equal(was.toJSON(), is.toJSON())) continue;
    if (isNode(was) && isNode(is)) is.comment = was.comment ?? null;
    map.set(key, is);
  }
  const implied = new Map<string, unknown>([
    ['policy', 'accept'],
    ['priority', defaultPriority],
  ]);
  for (const name of ruleKeys) {
    if (said.has(name) || !map.has(name)) continue;
    if (!implied.has(name) || map.get(name) !== implied.get(name)) map.delete(name);
  }
}

const ruleKeys: ReadonlySet<string> = new Set([
  ...['description', 'policy', 'protocol', 'ports', 'source', 'destination', 'sourcePorts'],
  ...['priority', 'service'],
]);

function isRuleKey(key: string): boolean {
  return ruleKeys.has(key);
}

/** What nobody wrote becomes an item of its direction, at its end. */
function acceptUnexpected(
  root: YAMLMap,
  { desired, differences, defaultPriority }: GroupToAccept,
): string | undefined {
  const rules = differences.flatMap((difference) =>
    difference.kind === 'ruleUnexpected'
      ? [withDescription(difference.rule, difference.rule.description)]
      : [],
  );
  for (const direction of directions) {
    const added = rules.filter((rule) => rule.direction === direction);
    if (added.length === 0) continue;
    const nodes = ruleNodes(added, { fold: true, defaultPriority });
    const list = listAt(root, direction);
    if (list === 'other') return handText(`its ${direction} is no plain list`, desired.source);
    if (list === 'none') root.set(direction, listOf(nodes));
    else addItems(list, nodes);
  }
  return undefined;
}

function listOf(nodes: readonly unknown[]): YAMLSeq {
  const list = new YAMLSeq();
  list.items = [...nodes];
  return list;
}

/** Nobody writes an empty one. */
function withDescription(rule: Rule, description: string | undefined): Rule {
  const { description: own, ...rest } = rule;
  const said = description ?? '';
  if (said === '') return rest;
  return own === said ? rule : { ...rest, description: said };
}

function ruleText({ direction, traffic, peer }: Rule): string {
  const preposition = direction === 'ingress' ? 'from' : 'to';
  return `${direction} ${formatTraffic(traffic)} ${preposition} ${formatPeer(peer)}`;
}
