// The steps of a plan. One step is one API call, one client token and one journal line.
import type { Brand } from './brand.ts';
import type { GroupType } from './group.ts';
import type { GroupName, Tags } from './group-identity.ts';
import type { MemberId } from './member.ts';
import type { Direction, Policy, Rule } from './rule.ts';
import type { Source } from './source.ts';

export type StepId = Brand<string, 'StepId'>;

/** A rule in a plan; a rule that nobody wrote, because it is to be revoked, has no source. */
export interface PlannedRule extends Rule {
  readonly source?: Source;
  /** The places on the way to it, outermost first. */
  readonly via?: readonly Source[];
}

export interface CreateGroup {
  readonly kind: 'createGroup';
  readonly cloudName: string;
  readonly description: string;
  readonly type: GroupType;
  readonly tags: Tags;
  /** Where it is missing the cloud chooses one. */
  readonly resourceGroup?: string;
}

export interface TagGroup {
  readonly kind: 'tagGroup';
  readonly tags: Tags;
  /** What those of the keys that are there already say now. */
  readonly before: Tags;
}

export interface UntagGroup {
  readonly kind: 'untagGroup';
  readonly before: Tags;
}

export interface ModifyGroup {
  readonly kind: 'modifyGroup';
  readonly before: GroupAttributes;
  readonly after: GroupAttributes;
}

/** The attributes that one call changes; one that stays as it is, is not there. */
export interface GroupAttributes {
  readonly cloudName?: string;
  readonly description?: string;
}

/** By ids; `before` is empty where the cloud shows none. */
export interface JoinResourceGroup {
  readonly kind: 'joinResourceGroup';
  readonly before: string;
  readonly after: string;
}

export interface ModifyInnerAccessPolicy {
  readonly kind: 'modifyInnerAccessPolicy';
  readonly before: Policy;
  readonly after: Policy;
}

export interface AuthorizeRules {
  readonly kind: 'authorize';
  readonly direction: Direction;
  readonly rules: readonly PlannedRule[];
}

export interface ModifyRule {
  readonly kind: 'modifyRule';
  readonly direction: Direction;
  readonly before: Rule;
  readonly after: PlannedRule;
}

export interface RevokeRules {
  readonly kind: 'revoke';
  readonly direction: Direction;
  readonly rules: readonly Rule[];
}

/** One call a member: an instance goes by its primary interface. */
export interface JoinGroup extends MovedMember {
  readonly kind: 'joinGroup';
}

export interface LeaveGroup extends MovedMember {
  readonly kind: 'leaveGroup';
}

export interface MovedMember {
  readonly member: MemberId;
  /** All groups that it is in before the plan, by our names, or by ids where they are not ours; sorted. */
  readonly from: readonly string[];
}

/**
 * One call that gives an interface the whole list of its groups, for where it cannot join before it leaves.
 * It stands under one of the groups that the interface is in before the plan, or after it.
 */
export interface ReplaceGroups extends MovedMember {
  readonly kind: 'replaceGroups';
  /** All groups that it is in afterwards; named and sorted like `from`. */
  readonly to: readonly string[];
}

export interface DeleteGroup {
  readonly kind: 'deleteGroup';
}

export type Change =
  | CreateGroup
  | TagGroup
  | UntagGroup
  | ModifyGroup
  | JoinResourceGroup
  | ModifyInnerAccessPolicy
  | AuthorizeRules
  | ModifyRule
  | RevokeRules
  | JoinGroup
  | LeaveGroup
  | ReplaceGroups
  | DeleteGroup;

export type Step = Change & {
  readonly id: StepId;
  readonly group: GroupName;
  /**
   * Counts from 0 and never falls. Steps of one wave do not depend on each other's being visible;
   * before the next wave begins, everything of this one has been read back.
   */
  readonly wave: number;
};
