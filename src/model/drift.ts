// Drift as a document: how each target differs from what was written, for whoever is on call and for
// machines. schemas/drift.schema.json publishes its shape.
import type { AccessChange, PlanAccess } from './access.ts';
import type { GroupId, GroupName } from './group-identity.ts';
import type { MemberId } from './member.ts';
import type { Note, PlannedTarget, ReadCounts } from './plan.ts';
import type { Refusal } from './refusal.ts';
import type { Policy, Rule } from './rule.ts';
import type { Source } from './source.ts';
import type { PlannedRule } from './step.ts';

export interface Drift {
  readonly formatVersion: 1;
  readonly kind: 'drift';
  readonly toolVersion: string;
  /** UTC, as in `2026-11-22T08:00:00Z`. */
  readonly createdAt: string;
  /** Whether every target could be read: what was not read is not known to be free of drift. */
  readonly complete: boolean;
  /** Whether any target that was read is not as it was written. */
  readonly drift: boolean;
  /** In the order of the waves; none where the files themselves are wrong. */
  readonly targets: readonly TargetDrift[];
  /** The names of all targets of the workspace, chosen or not; absent where the files are wrong. */
  readonly workspaceTargets?: readonly string[];
}

export type TargetDrift = ReadTarget | UnreadTarget;

/** A target of which nothing is known, and why. */
export interface UnreadTarget {
  readonly target: PlannedTarget;
  readonly complete: false;
  /** As sluice would exit with for this target alone. */
  readonly exitCode: number;
  /** Why no plan could be made of it; empty where something else stood in the way. */
  readonly refusals: readonly Refusal[];
  /** What else was said: what failed, and what to do about it, line by line; empty beside refusals. */
  readonly said: readonly string[];
}

export interface ReadTarget {
  readonly target: PlannedTarget;
  readonly complete: true;
  readonly drift: boolean;
  readonly read: ReadCounts;
  readonly coverage: Coverage;
  /** Groups that are not as they were written, by name. */
  readonly groups: readonly DriftedGroup[];
  /** Groups that somebody holds, whether they differ or not; that is no drift. */
  readonly held: readonly HeldGroup[];
  /** Groups that are left alone for another reason, such as that they depend on one that is held. */
  readonly leftOut: readonly LeftOutGroup[];
  /** Groups of the VPC that no file has. */
  readonly unmanaged: readonly UnmanagedGroup[];
  /** Which traffic drift opened and closed, in groups that a plan would mend. */
  readonly access: DriftAccess;
  /** What a reader should know besides. */
  readonly notes: readonly Note[];
}

/** How much of what is there is in the files. */
export interface Coverage {
  /** Of the VPC, without those that cloud services keep and no file has. */
  readonly groups: { readonly managed: number; readonly all: number };
  /** Of the groups that were read; rules of other groups are not read, and not counted. */
  readonly rules: { readonly managed: number; readonly all: number };
}

interface DifferingGroup {
  readonly group: GroupName;
  /** Absent where there is no live group. */
  readonly id?: GroupId;
  /** Where the group is written. */
  readonly source?: Source;
  readonly differences: readonly GroupDifference[];
}

export interface DriftedGroup extends DifferingGroup {
  /** Only looked at, by its `mode`: no plan mends it. */
  readonly observed: boolean;
  /** Of an observed group: what is known of it, in words. */
  readonly message?: string;
}

export interface HeldGroup extends DifferingGroup {
  /** As the tag has it: a time, or what somebody wrote in its place. */
  readonly until: string;
  readonly reason: string;
  readonly message: string;
}

export interface LeftOutGroup extends DifferingGroup {
  readonly message: string;
}

export type GroupDifference =
  | { readonly kind: 'groupMissing'; readonly rules: number }
  /** It is there, and its file says `state: absent`. */
  | { readonly kind: 'groupUnexpected' }
  /** It is ours, and its file says `state: released`. */
  | { readonly kind: 'groupNotReleased' }
  | {
      readonly kind: 'attribute';
      readonly name: 'cloudName' | 'description' | 'resourceGroup';
      readonly expected: string;
      readonly found: string;
    }
  | {
      readonly kind: 'attribute';
      readonly name: 'innerAccessPolicy';
      readonly expected: Policy;
      readonly found: Policy;
    }
  /** Not there where there is, or should be, no such tag. */
  | {
      readonly kind: 'tag';
      readonly key: string;
      readonly expected?: string;
      readonly found?: string;
    }
  | { readonly kind: 'ruleMissing'; readonly rule: PlannedRule }
  | { readonly kind: 'ruleUnexpected'; readonly rule: Rule }
  /** It is there with another priority or description. */
  | { readonly kind: 'ruleChanged'; readonly rule: PlannedRule; readonly found: Rule }
  | { readonly kind: 'memberMissing'; readonly member: MemberId }
  | { readonly kind: 'memberUnexpected'; readonly member: MemberId };

export interface UnmanagedGroup {
  readonly id: GroupId;
  readonly cloudName: string;
  /**
   * `orphan`: its tags say that it is ours, and no file has it. `otherOwner`: they name another owner.
   * `service`: a cloud service keeps it. `foreign`: nothing says whose it is.
   */
  readonly kind: 'orphan' | 'otherOwner' | 'service' | 'foreign';
  /** Of an orphan: our name for it. */
  readonly group?: GroupName;
  /** Whose it is, where its tags name another owner. */
  readonly owner?: string;
}

export interface DriftAccess extends Pick<PlanAccess, 'risk' | 'incomplete'> {
  readonly changes: readonly AccessChange[];
}

export function isRead(target: TargetDrift): target is ReadTarget {
  return target.complete;
}
