// All that the emulator knows: VPCs, groups with their rules, and client tokens.

import { Group } from './group.ts';
import { peerGroupId } from './rule.ts';
import { TokenMemory } from './tokens.ts';
import type { GroupAttributes } from './group.ts';
import type { Rule } from './rule.ts';
import type { Switches } from './switches.ts';

export interface Vpc {
  readonly id: string;
  readonly region: string;
}

/** Where a call takes place. Accounts and regions see nothing of each other. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

export class State {
  readonly vpcs = new Map<string, Vpc>();
  readonly tokens: TokenMemory;
  readonly #switches: Switches;
  readonly #groups = new Map<string, Group>();
  /** The ids of the groups with rules whose peer is the group of the key. */
  readonly #referrers = new Map<string, Set<string>>();
  #sequence = 0;

  constructor(switches: Switches) {
    this.#switches = switches;
    this.tokens = new TokenMemory(switches.clientTokenRetentionMs);
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

  /** The VPC of those who name none. Every account has its own in every region. */
  defaultVpc({ account, region }: Place): string {
    const id = `vpc-default-${region}-${account}`;
    this.vpcs.set(id, { id, region });
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

  /** Groups that have a rule whose peer is this one, oldest first. */
  referrersOf(id: string): readonly Group[] {
    return [...(this.#referrers.get(id) ?? [])]
      .map((referrer) => this.#groups.get(referrer))
      .filter((group) => group !== undefined)
      .toSorted((a, b) => a.attributes.sequence - b.attributes.sequence);
  }

  addGroup(attributes: GroupAttributes): Group {
    const group = new Group(attributes, this.#switches);
    this.#groups.set(attributes.id, group);
    return group;
  }

  removeGroup(group: Group): void {
    this.#groups.delete(group.id);
    for (const peer of group.peerGroupIds()) this.#forgetReferrer(peer, group);
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
    const peer = peerGroupId(rule);
    if (peer === undefined) return;
    const referrers = this.#referrers.get(peer) ?? new Set();
    this.#referrers.set(peer, referrers.add(group.id));
  }

  /** After a rule went: the group may have others with the same peer. */
  #settleReferrer(rule: Rule, group: Group): void {
    const peer = peerGroupId(rule);
    if (peer !== undefined && !group.refersTo(peer)) this.#forgetReferrer(peer, group);
  }

  #forgetReferrer(peer: string, group: Group): void {
    const referrers = this.#referrers.get(peer);
    referrers?.delete(group.id);
    if (referrers?.size === 0) this.#referrers.delete(peer);
  }
}

function isAt(attributes: Place, { account, region }: Place): boolean {
  return attributes.account === account && attributes.region === region;
}
