// Flows through two interfaces. A packet passes where the sender's egress and the receiver's ingress
// both accept it, so it is safe to look at each interface alone except in one case: where one end
// opens and the other closes, the flow is denied before and after, and open in between unless the
// closing end goes first.
import { bitsOverlap, cidrBits, type CidrBits } from '../../model/cidr.ts';
import { groupBy } from '../../model/group-by.ts';
import type { GroupName } from '../../model/group-identity.ts';
import type { NamesById } from '../../model/live.ts';
import type { Interfaces } from '../../model/interfaces.ts';
import { rankOf, type Policy, type Rule } from '../../model/rule.ts';
import { contains } from '../../reach/contains.ts';
import { boxOf, overlaps, type Box } from '../../reach/overlap.ts';
import type { EditOfGroup, OrderedEdit } from './order.ts';

/** Traffic that one edit opens at its end while the other closes it at the other end. */
export interface CrossFlow {
  readonly opening: EditOfGroup;
  readonly closing: EditOfGroup;
}

export interface Ends {
  readonly interfaces: Interfaces;
  /** Our names for live groups. */
  readonly names: NamesById;
  /** The rules that a group keeps. */
  readonly kept: (group: GroupName) => readonly Rule[];
}

/** Every pair of edits in opposite directions that may be the two ends of one flow. */
export function crossFlows(edits: readonly EditOfGroup[], ends: Ends): readonly CrossFlow[] {
  const felt = edits.filter(({ hasNoMembers }) => !hasNoMembers);
  const opening = felt.flatMap((edit) => endsOf(edit, { coming: 'accept', going: 'drop' }));
  const closing = felt.flatMap((edit) => endsOf(edit, { coming: 'drop', going: 'accept' }));
  const closingAt = groupBy(closing, ({ rule }) => rule.direction);
  // Edits of one direction only, however many, need no comparison.
  const facing = ({ rule }: FlowEnd) =>
    closingAt.get(rule.direction === 'ingress' ? 'egress' : 'ingress') ?? [];
  if (!opening.some((one) => facing(one).length > 0)) return [];
  const inventory = inventoryOf(ends);
  const isIdle = idleTest(ends);
  return opening.flatMap((one) =>
    facing(one)
      .filter(
        (other) =>
          overlaps(one.flow, other.flow) &&
          canSee(one, other.edit.group, inventory) &&
          canSee(other, one.edit.group, inventory) &&
          !isIdle(one) &&
          !isIdle(other),
      )
      .map((other) => ({ opening: one.edit, closing: other.edit })),
  );
}

interface FlowEnd {
  readonly edit: EditOfGroup;
  readonly rule: Rule;
  /** What it matches of a packet, whichever end looks at it. */
  readonly flow: Box;
  /** The block of the other side, where it is one. */
  readonly peer: CidrBits | undefined;
}

/** The rules through which an edit opens, or closes. */
function endsOf(
  edit: EditOfGroup,
  policies: { readonly coming: Policy; readonly going: Policy },
): readonly FlowEnd[] {
  return sidesOf(edit.edit, policies).map((rule) => {
    const box = boxOf(rule);
    const flow = { ...box, direction: undefined, peer: undefined, local: undefined };
    return { edit, rule, flow, peer: box.peer };
  });
}

/** Whether a rule that stays decides all that an end matches before it, so that it changes nothing. */
function idleTest({ kept }: Ends): (end: FlowEnd) => boolean {
  const known = new Map<FlowEnd, boolean>();
  return (end) => {
    const found = known.get(end);
    if (found !== undefined) return found;
    const isIdle = kept(end.edit.group).some((one) => isBefore(one, end.rule));
    known.set(end, isIdle);
    return isIdle;
  };
}

function isBefore(kept: Rule, rule: Rule): boolean {
  return rankOf(kept) <= rankOf(rule) && contains(kept, rule);
}

function sidesOf(
  edit: OrderedEdit,
  { coming, going }: { readonly coming: Policy; readonly going: Policy },
): readonly Rule[] {
  if (edit.kind === 'modifyInnerAccessPolicy') return [];
  const after = edit.kind === 'revoke' ? [] : [edit.after];
  const before = edit.kind === 'authorize' ? [] : [edit.before];
  if (edit.kind === 'modify' && rankOf(edit.after) === rankOf(edit.before)) {
    if (contains(edit.after, edit.before) && contains(edit.before, edit.after)) return [];
  }
  return [
    ...after.filter(({ policy }) => policy === coming),
    ...before.filter(({ policy }) => policy === going),
  ];
}

interface Members {
  /** All groups that its interfaces are in. */
  readonly groups: Set<string>;
  readonly addresses: CidrBits[];
}

/** By group; undefined where nobody knows. */
type Inventory = ReadonlyMap<GroupName, Members> | undefined;

function inventoryOf({ interfaces, names }: Ends): Inventory {
  if (interfaces.kind === 'unreadable') return undefined;
  const inventory = new Map<GroupName, Members>();
  for (const { groups, addresses } of interfaces.all) {
    const blocks = addresses.map(cidrBits);
    for (const id of groups) {
      const name = names.get(id);
      if (name === undefined) continue;
      const members = inventory.get(name) ?? { groups: new Set(), addresses: [] };
      inventory.set(name, members);
      for (const one of groups) members.groups.add(names.get(one) ?? one);
      members.addresses.push(...blocks);
    }
  }
  return inventory;
}

/** Whether the peer of a rule can be an interface of the group; yes where nobody knows. */
function canSee({ rule, peer }: FlowEnd, group: GroupName, inventory: Inventory): boolean {
  if (inventory === undefined) return true;
  const members = inventory.get(group);
  if (members === undefined) return false;
  switch (rule.peer.kind) {
    case 'group':
      return members.groups.has(rule.peer.group);
    case 'foreignGroup':
      return members.groups.has(rule.peer.groupId);
    case 'groupOfTarget':
    case 'prefixList':
      return true;
    case 'cidr':
      return members.addresses.some((one) => peer !== undefined && bitsOverlap(peer, one));
  }
}
