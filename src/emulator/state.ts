// All that the emulator knows: VPCs, groups with their rules, who is in them, lists, client tokens.

import type { Place } from './place.ts';
import { Group } from './group.ts';
import { Lists } from './lists.ts';
import { Machines } from './machines.ts';
import { referencesOf } from './rule.ts';
import { TokenMemory } from './tokens.ts';
import type { GroupAttributes } from './group.ts';
import type { NetworkInterface } from './machines.ts';
import type { Rule } from './rule.ts';
import type { Switches } from './switches.ts';

export interface Vpc {
  readonly id: string;
  readonly region: string;
  /** Undefined: whoever names it. */
  readonly account?: string;
  readonly name?: string;
  readonly cidrBlock?: string;
  readonly creationTime?: string;
  readonly isDefault?: boolean;
  /** Available unless said. */
  readonly status?: 'Available' | 'Pending';
}

export interface ResourceGroup {
  readonly id: string;
  readonly account: string;
  readonly name: string;
}

/** All that is public of the state, so that a read can be shown another one than there is. */
export type World = Pick<State, keyof State>;

/** Told of each group just before it changes or goes, of each that comes, and of interfaces before they move. */
export interface Witness {
  readonly changes: (group: Group) => void;
  readonly comes: (attributes: GroupAttributes) => void;
  readonly goes: (group: Group) => void;
  readonly moves: (before: NetworkInterface) => void;
}

export class State {
  readonly vpcs = new Map<string, Vpc>();
  readonly machines = new Machines((before) => this.#witness?.moves(before));
  readonly lists = new Lists();
  readonly resourceGroups = new Map<string, ResourceGroup>();
  readonly tokens: TokenMemory;
  readonly #switches: Switches;
  readonly #groups = new Map<string, Group>();
  /** The ids of the groups with rules that refer to the group or list of the key. */
  readonly #referrers = new Map<string, Set<string>>();
  #sequence = 0;
  #witness: Witness | undefined;
  readonly #beforeChange = (group: Group): void => this.#witness?.changes(group);

  constructor(switches: Switches) {
    this.#switches = switches;
    this.tokens = new TokenMemory(switches);
  }

  get sequence(): number {
    return this.#sequence;
  }

  /** Numbers for groups and rules, ever rising, also after a restart. */
  nextSequence(): number {
    return ++this.#sequence;
  }

  resumeSequence(last: number): void {
    this.#sequence = Math.max(this.#sequence, last);
  }

  /** There is one at most. */
  admit(witness: Witness | undefined): void {
    this.#witness = witness;
  }

  /** The VPC of those who name none. Every account has its own in every region. */
  defaultVpc({ account, region }: Place): string {
    const id = `vpc-default-${region}-${account}`;
    this.vpcs.set(id, { id, region, account, isDefault: true });
    return id;
  }

  /** In every account and region, oldest first. */
  groups(): Iterable<Group> {
    return this.#groups.values();
  }

  groupsAt(place: Place): readonly Group[] {
    return [...this.#groups.values()].filter(({ attributes }) => isAt(attributes, place));
  }

  groupAt(id: string, place: Place): Group | undefined {
    const group = this.#groups.get(id);
    return group !== undefined && isAt(group.attributes, place) ? group : undefined;
  }

  group(id: string): Group | undefined {
    return this.#groups.get(id);
  }

  /** Groups that have a rule with this group or list, oldest first. */
  referrersOf(id: string): readonly Group[] {
    return [...(this.#referrers.get(id) ?? [])]
      .map((referrer) => this.#groups.get(referrer))
      .filter((group) => group !== undefined)
      .toSorted((a, b) => a.attributes.sequence - b.attributes.sequence);
  }

  addGroup(attributes: GroupAttributes): Group {
    this.#witness?.comes(attributes);
    const group = new Group(attributes, {
      switches: this.#switches,
      beforeChange: this.#beforeChange,
    });
    this.#groups.set(attributes.id, group);
    return group;
  }

  removeGroup(group: Group): void {
    this.#witness?.goes(group);
    this.#groups.delete(group.id);
    for (const id of group.references()) this.#forgetReferrer(id, group);
  }

  addRule(group: Group, rule: Rule): void {
    group.add(rule);
    this.#rememberReferrer(rule, group);
  }

  removeRule(group: Group, rule: Rule): void {
    group.remove(rule);
    this.#settleReferrer(rule, group);
  }

  replaceRule(group: Group, change: { readonly before: Rule; readonly after: Rule }): void {
    group.replace(change.before, change.after);
    this.#settleReferrer(change.before, group);
    this.#rememberReferrer(change.after, group);
  }

  #rememberReferrer(rule: Rule, group: Group): void {
    for (const id of referencesOf(rule)) {
      const referrers = this.#referrers.get(id) ?? new Set();
      this.#referrers.set(id, referrers.add(group.id));
    }
  }

  /** After a rule went: the group may have others that refer to the same. */
  #settleReferrer(rule: Rule, group: Group): void {
    for (const id of referencesOf(rule)) {
      if (!group.refersTo(id)) this.#forgetReferrer(id, group);
    }
  }

  #forgetReferrer(id: string, group: Group): void {
    const referrers = this.#referrers.get(id);
    referrers?.delete(group.id);
    if (referrers?.size === 0) this.#referrers.delete(id);
  }
}

export function isAt(attributes: Place, { account, region }: Place): boolean {
  return attributes.account === account && attributes.region === region;
}
