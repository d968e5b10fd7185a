// The order of edits, chosen so that no moment of a plan is worse than both its ends.
//
// Edits that strengthen (authorize a rule, raise its priority, accept inside a group) run strongest
// first. Edits that weaken (revoke a rule, lower its priority) run after them all, weakest first.
// Then at every moment each packet is decided as it was before the plan or as it will be after it.
// Two edits need to be apart only where they can meet at a packet and say opposite things about it;
// all others share a layer, and the calls of one layer may take effect in any order, or in part.
// ARCHITECTURE.md names the theorem, test/planner/order.test.ts gives the evidence.
import type { GroupType } from '../model/group.ts';
import type { GroupName } from '../model/group-identity.ts';
import { rankOf, type Policy } from '../model/rule.ts';
import type { ModifyInnerAccessPolicy } from '../model/step.ts';
import { boxOf, everything, overlaps, type Box } from '../reach/overlap.ts';
import type { RuleEdit } from './rule-edits.ts';

export type OrderedEdit = RuleEdit | ModifyInnerAccessPolicy;

export interface EditOfGroup {
  readonly group: GroupName;
  readonly type: GroupType;
  /** A group that this plan creates has no members, so nothing can meet at one. */
  readonly hasNoMembers: boolean;
  readonly edit: OrderedEdit;
}

export interface Layered {
  /** Counts from 0: within a wave there is no order. */
  readonly wave: number;
  readonly edit: EditOfGroup;
}

interface Node {
  readonly edit: EditOfGroup;
  readonly phase: 'strengthen' | 'weaken';
  readonly rank: number;
  readonly policy: Policy;
  readonly box: Box;
  /** Whether it decides about any packet today. */
  readonly isFelt: boolean;
}

/** Every edit with its wave: strengthening ones first, weakening ones after all that are felt. */
export function orderEdits(edits: readonly EditOfGroup[]): readonly Layered[] {
  const nodes = edits.map(toNode);
  const strengthening = nodes.filter(({ phase }) => phase === 'strengthen');
  const weakening = nodes.filter(({ phase }) => phase === 'weaken');

  const up = layersOf(strengthening.toSorted((a, b) => a.rank - b.rank));
  const down = layersOf(weakening.toSorted((a, b) => b.rank - a.rank));
  const felt = strengthening.filter(({ isFelt }) => isFelt);
  const firstWeakening = afterAll(felt, up);
  return [
    ...strengthening.map((node) => ({ wave: up.get(node) ?? 0, edit: node.edit })),
    ...weakening.map((node) => ({
      wave: node.isFelt ? firstWeakening + (down.get(node) ?? 0) : 0,
      edit: node.edit,
    })),
  ];
}

/** Whether an edit adds to what its rules decide, rather than taking away from it. */
export function strengthens(edit: OrderedEdit): boolean {
  switch (edit.kind) {
    case 'authorize':
      return true;
    case 'revoke':
      return false;
    case 'modify':
      return rankOf(edit.after) <= rankOf(edit.before);
    case 'modifyInnerAccessPolicy':
      return edit.after === 'accept';
  }
}

function toNode(edit: EditOfGroup): Node {
  const { hasNoMembers, edit: change } = edit;
  const phase = strengthens(change) ? 'strengthen' : 'weaken';
  if (change.kind === 'modifyInnerAccessPolicy') {
    // Traffic inside a group is accepted before any rule is asked: rank 1, below every rule's.
    return { edit, phase, rank: 1, policy: 'accept', box: everything, isFelt: !hasNoMembers };
  }
  // A rule counts at the stronger of its two ranks: what it decides, it decides from there.
  const rule = change.kind === 'revoke' ? change.before : change.after;
  const stronger = change.kind === 'modify' && phase === 'weaken' ? change.before : rule;
  const isMute = change.kind === 'modify' && rankOf(change.before) === rankOf(change.after);
  const box = boxOf(stronger);
  const isFelt = !hasNoMembers && !isMute;
  return { edit, phase, rank: rankOf(stronger), policy: stronger.policy, box, isFelt };
}

/**
 * Longest-path layers of the conflict graph over nodes that come sorted: each node goes one layer
 * after the last earlier one that it conflicts with. What conflicts with nothing joins a layer in
 * which its group makes such a call anyway.
 */
function layersOf(sorted: readonly Node[]): ReadonlyMap<Node, number> {
  const layers = new Map<Node, number>();
  const placed: Record<Policy, Node[]> = { accept: [], drop: [] };
  const bound = new Set<Node>();
  for (const node of sorted.filter(({ isFelt }) => isFelt)) {
    const rivals = placed[node.policy === 'accept' ? 'drop' : 'accept'];
    const before = rivals.filter((rival) => conflict(rival, node));
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

/** Edits of groups of one type may meet on an interface; sluice does not read interfaces yet. */
function conflict(one: Node, other: Node): boolean {
  return (
    one.rank !== other.rank && one.edit.type === other.edit.type && overlaps(one.box, other.box)
  );
}

/** Edits with one key can share a call. */
function callKey({ edit: { group, edit }, box }: Node): string {
  return `${group} ${edit.kind} ${box.direction ?? ''}`;
}
