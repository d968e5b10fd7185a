// What is known of an estate at a moment: its groups with their rules, and who is in them.
import type { Cidr } from '../../model/cidr.ts';
import type { Direction, Rule, RuleId } from '../../model/rule.ts';
import type { Source } from '../../model/source.ts';
import type { AccessGroup } from '../access/contender.ts';

/** A rule with where it is written, and the id by which the cloud knows it, as far as there are any. */
export interface StateRule extends Rule {
  readonly source?: Source;
  readonly id?: RuleId;
}

export interface StateGroup extends AccessGroup<StateRule> {
  /** Whether it is ours: then its name is our name for it, and otherwise the cloud's id. */
  readonly isOurs: boolean;
  /** What nobody wrote, so that the files alone do not say what it is. */
  readonly unwritten: readonly Unwritten[];
}

export type Unwritten = Direction | 'innerAccessPolicy';

export interface StateInterface {
  readonly id: string;
  /** The id of the instance that it is attached to. */
  readonly instance?: string;
  /** Names of groups that are ours, ids of others; sorted. */
  readonly groups: readonly string[];
  readonly addresses: readonly Cidr[];
}

export type StateInterfaces =
  | { readonly kind: 'read'; readonly all: readonly StateInterface[] }
  /** Then who is in a group is not known, nor with which others. */
  | { readonly kind: 'unknown'; readonly why: string };

export type StateKind = 'desired' | 'live' | 'planned';

export interface AccessState {
  readonly kind: StateKind;
  /** Where it was not the cloud that was asked: `a snapshot that was taken …, 3 hours ago`. */
  readonly snapshot?: string;
  /** By name. Rules name groups of ours by our names. */
  readonly groups: ReadonlyMap<string, StateGroup>;
  /** Names of all groups of the VPC whose members are known where interfaces are, also of unread ones. */
  readonly inVpc: ReadonlySet<string>;
  readonly interfaces: StateInterfaces;
  /** Our names for groups by their ids in the cloud; none where it was not asked. */
  readonly names: ReadonlyMap<string, string>;
  readonly networks: ReadonlyMap<string, readonly Cidr[]>;
}
