// A security group: what it consists of, as somebody wrote it, and as the cloud has it.
import type { GroupId, GroupName, Tags } from './group-identity.ts';
import type { Ignore } from './ignore.ts';
import type { LiveRule, Policy, Rule, WrittenRule } from './rule.ts';
import type { MemberId, WrittenMembers } from './member.ts';
import type { Source } from './source.ts';
import type { Waiver } from './waiver.ts';

/** Basic groups are `normal`, advanced ones `enterprise`; a group never changes its type. */
export type GroupType = 'normal' | 'enterprise';

/** Everything about a group that can be planned, and nothing that the cloud alone decides. */
export interface GroupContent {
  readonly cloudName: string;
  readonly description: string;
  readonly type: GroupType;
  readonly innerAccessPolicy: Policy;
  readonly tags: Tags;
  readonly rules: readonly Rule[];
  /**
   * Of the network interfaces that a plan moves, those that are in the group, sorted; not there where
   * it moves none. Who else is in a group is no part of it: machines come and go.
   */
  readonly members?: readonly MemberId[];
  /**
   * Of the network interfaces whose groups a step of this group replaces in one call, all groups that
   * each is in, sorted; not there where there is none.
   */
  readonly places?: Places;
  /** The id of its resource group, or empty where the cloud shows none; not there where it does not count. */
  readonly resourceGroup?: string;
}

/** The groups of network interfaces: our names, and ids of groups that are not ours. */
export type Places = Readonly<Record<MemberId, readonly string[]>>;

/** A group as the list shows it, without its rules. */
export interface ListedGroup {
  readonly id: GroupId;
  readonly vpc: string;
  readonly cloudName: string;
  readonly description: string;
  readonly type: GroupType;
  readonly tags: Tags;
  /** Made and kept by another cloud service; we never touch it. */
  readonly serviceManaged: boolean;
  /** The resource group that the cloud shows, by its id; not there where it shows none. */
  readonly inResourceGroup?: string;
}

export interface LiveGroup extends ListedGroup, GroupContent {
  readonly rules: readonly LiveRule[];
}

/** A group that should be there. Whatever is undefined was not written, so it is not ours to change. */
export interface PresentGroup {
  readonly state: 'present';
  readonly name: GroupName;
  readonly cloudName: string;
  readonly type: GroupType;
  readonly description: string | undefined;
  readonly innerAccessPolicy: Policy | undefined;
  readonly tags: Tags | undefined;
  /** The id of the resource group that it should be in; where it is missing it stays in its own. */
  readonly resourceGroup?: string;
  /** A live group that is to become ours. */
  readonly adopt: GroupId | undefined;
  readonly ingress: readonly WrittenRule[] | undefined;
  readonly egress: readonly WrittenRule[] | undefined;
  /** Rules whose time is over, so that they are in neither direction. Not there where there are none. */
  readonly expired?: readonly WrittenRule[];
  /** Who should be in it; where it is missing nobody is moved. */
  readonly members?: WrittenMembers;
  /** Where live rules stay that nobody wrote; without it, what is written is exclusive. */
  readonly additive?: AdditiveRules;
  /** What stays although nobody wrote it, because others keep it. */
  readonly ignore?: Ignore;
  /** Where it is only looked at: nothing of it ever changes. */
  readonly observed?: ObservedGroup;
  /** Of the group and of its rules; checks alone look at them. */
  readonly waivers: readonly Waiver[];
  readonly source: Source;
}

export interface AdditiveRules {
  /** Rules that should not be there, at any priority. Their priorities and descriptions mean nothing. */
  readonly absent: readonly WrittenRule[];
}

/** What of an observed group is compared only where it is written, for it is somebody else's to choose. */
export interface ObservedGroup {
  readonly comparesCloudName: boolean;
  readonly comparesType: boolean;
}

/** A group that should be gone. */
export interface AbsentGroup {
  readonly state: 'absent';
  readonly name: GroupName;
  readonly source: Source;
}

/** A group that is there and should not be ours any more. */
export interface ReleasedGroup {
  readonly state: 'released';
  readonly name: GroupName;
  readonly source: Source;
}

export type DesiredGroup = PresentGroup | AbsentGroup | ReleasedGroup;
