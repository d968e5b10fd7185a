// The order of edits, chosen so that no moment of a plan is worse than both its ends.
//
// Edits that strengthen (authorize a rule, raise its priority, accept inside a group) run strongest
// first. Edits that weaken (revoke a rule, lower its priority) run after them all, weakest first.
// What does neither, because a rule is turned into another in place, runs between the two.
// Then at every moment each packet is decided as it was before the plan or as it will be after it.
// Two edits need to be apart only where they can meet at a packet and say opposite things about it;
// all others share a layer, and the calls of one layer may take effect in any order, or in part.
// ARCHITECTURE.md names the theorem, test/planner/order.test.ts gives the evidence.
import type { GroupType } from '../../model/group.ts';
import type { GroupName } from '../../model/group-identity.ts';
import { rankOf, type Policy, type Rule } from '../../model/rule.ts';
import type { ModifyInnerAccessPolicy } from '../../model/step.ts';
import { contains } from '../../reach/contains.ts';
import { boxOf, everything, overlaps, type Box } from '../../reach/overlap.ts';
import type { AuthorizeEdit, ModifyEdit, RevokeEdit, RuleEdit } from '../edits/rule-edits.ts';

export type OrderedEdit = AuthorizeEdit | ModifyEdit | RevokeEdit | ModifyInnerAccessPolicy;

export interface EditOfGroup<Edit = OrderedEdit> {
  readonly group: GroupName;
  readonly type: GroupType;
  /** Then nothing can meet at one: a group that this plan creates, or one that is on no interface. */
  readonly hasNoMembers: boolean;
  readonly edit: Edit;
}

/** What a group needs, recreations included: they have an order of their own. */
export type WantedEdit = EditOfGroup<RuleEdit | ModifyInnerAccessPolicy>;

export interface Layered {
  /** Counts from 0: within a wave there is no order. */
  readonly wave: number;
  readonly edit: EditOfGroup;
}

/** Whether rules of the two groups can decide about one packet. */
export type Meet = (one: EditOfGroup, other: EditOfGroup) => boolean;

type Phase = 'strengthen' | 'between' | 'weaken';

interface Node {
  readonly edit: EditOfGroup;
  readonly phase: Phase;
  readonly rank: number;
  readonly policy: Policy;
  readonly box: Box;
  /** Whether it decides about any packet today. */
  readonly isFelt: boolean;
}

/** Every edit with its wave: strengthening ones first, weakening ones after all that are felt. */
export function orderEdits(
  edits: readonly EditOfGroup[],
  meet: Meet = ofOneType,
): readonly Layered[] {
  const nodes = edits.map(toNode);
  const [strengthening, between, weakening] = (['strengthen', 'between', 'weaken'] as const).map(
    (phase) => nodes.filter((node) => node.phase === phase),
  );
  const up = layersOf(strengthening?.toSorted((a, b) => a.rank - b.rank) ?? [], meet);
  const down = layersOf(weakening?.toSorted((a, b) => b.rank - a.rank) ?? [], meet);
  const middle = wavesIn(up);
  const isFeltBetween = between?.some(({ isFelt }) => isFelt) === true;
  const firstWeakening = middle + Number(isFeltBetween);
  const start: Readonly<Record<Phase, number>> = {
    strengthen: 0,
    between: middle,
    weaken: firstWeakening,
  };
  return nodes.map((node) => {
    const layer = (node.phase === 'weaken' ? down : up).get(node) ?? 0;
    const isEarly = node.phase !== 'strengthen' && !node.isFelt;
    return { wave: isEarly ? 0 : start[node.phase] + layer, edit: node.edit };
  });
}

/** Where interfaces are not known, groups of one type may meet. */
export function ofOneType(one: EditOfGroup, other: EditOfGroup): boolean {
  return one.type === other.type;
}

/** Whether an edit adds to what its rules decide, takes away from it, or does some of both. */
export function phaseOf(edit: OrderedEdit): Phase {
  switch (edit.kind) {
    case 'authorize':
      return 'strengthen';
    case 'revoke':
      return 'weaken';
    case 'modify':
      if (dominates(edit.after, edit.before)) return 'strengthen';
      return dominates(edit.before, edit.after) ? 'weaken' : 'between';
    case 'modifyInnerAccessPolicy':
      return edit.after === 'accept' ? 'strengthen' : 'weaken';
  }
}

/** Wins wherever the other one matches: replacing that by it is the same as adding it. */
function dominates(one: Rule, other: Rule): boolean {
  return rankOf(one) <= rankOf(other) && contains(one, other);
}

function toNode(edit: EditOfGroup): Node {
  const { hasNoMembers, edit: change } = edit;
  const phase = phaseOf(change);
  if (change.kind === 'modifyInnerAccessPolicy') {
    // Traffic inside a group is accepted before any rule is asked: rank 1, below every rule's.
    return { edit, phase, rank: 1, policy: 'accept', box: everything, isFelt: !hasNoMembers };
  }
  // A rule counts at the stronger of its two ranks: what it decides, it decides from there.
  const rule = change.kind === 'revoke' ? change.before : change.after;
  const stronger = change.kind === 'modify' && phase === 'weaken' ? change.before : rule;
  const isFelt = !hasNoMembers && !isMute(change);
  const box = boxOf(stronger);
  return { edit, phase, rank: rankOf(stronger), policy: stronger.policy, box, isFelt };
}

/** Only the description changes. */
function isMute(change: OrderedEdit): boolean {
  return (
    change.kind === 'modify' &&
    dominates(change.after, change.before) &&
    dominates(change.before, change.after)
  );
}

/**
 * Longest-path layers of the conflict graph over nodes that come sorted: each node goes one layer
 * after the last earlier one that it conflicts with. What conflicts with nothing joins a layer in
 * which its group makes such a call anyway.
 */
function layersOf(sorted: readonly Node[], meet: Meet): ReadonlyMap<Node, number> {
  const layers = new Map<Node, number>();
  const placed: Record<Policy, Node[]> = { accept: [], drop: [] };
  const bound = new Set<Node>();
  for (const node of sorted.filter(({ isFelt }) => isFelt)) {
    const rivals = placed[node.policy === 'accept' ? 'drop' : 'accept'];
    const before = rivals.filter((rival) => conflict(rival, node, meet));
    layers.set(node, afterAll(before, layers));
    for (const one of before.length > 0 ? [node, ...before] : []) bound.add(one);
    placed[node.policy].push(node);
  }
  const called = new Map<string, number>();
  for (const node of bound) {
    const layer = layers.get(node) ?? 0;
    called.set(callKey(node), Math.min(layer, called.get(callKey(node)) ?? layer));
  }
  for (const node of sorted) {
    if (!bound.has(node)) layers.set(node, called.get(callKey(node)) ?? 0);
  }
  return layers;
}

/** The layer after the last of these nodes. */
function afterAll(nodes: readonly Node[], layers: ReadonlyMap<Node, number>): number {
  return nodes.reduce((last, node) => Math.max(last, (layers.get(node) ?? 0) + 1), 0);
}

function wavesIn(layers: ReadonlyMap<Node, number>): number {
  return afterAll(
    [...layers.keys()].filter(({ isFelt }) => isFelt),
    layers,
  );
}

function conflict(one: Node, other: Node, meet: Meet): boolean {
  return one.rank !== other.rank && meet(one.edit, other.edit) && overlaps(one.box, other.box);
}

/** Edits with one key can share a call. */
function callKey({ edit: { group, edit }, box }: Node): string {
  return `${group} ${edit.kind} ${box.direction ?? ''}`;
}
