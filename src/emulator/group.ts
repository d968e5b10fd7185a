// A stored security group, and its rules by id and by identity.

import { peerGroupId } from './rule.ts';
import { ruleKey } from './rule-key.ts';
import type { Direction, Rule, RuleFields } from './rule.ts';
import type { Switches } from './switches.ts';

export interface GroupAttributes {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly vpcId: string;
  /** Later groups have higher ones, as with rules. */
  readonly sequence: number;
  readonly creationTime: string;
  readonly type: 'normal' | 'enterprise';
  readonly name: string;
  readonly description: string;
  readonly innerAccessPolicy: 'Accept' | 'Drop';
  readonly resourceGroupId: string;
  readonly serviceManaged: boolean;
  readonly deletionProtection: boolean;
  readonly tags: ReadonlyMap<string, string>;
}

/** Rules go in and out through `State`, which also keeps count of who refers to whom. */
export class Group {
  attributes: GroupAttributes;
  readonly #switches: Switches;
  readonly #rules = new Map<string, Rule>();
  readonly #ids = new Map<string, string>();
  readonly #peers = new Map<string, number>();

  constructor(attributes: GroupAttributes, switches: Switches) {
    this.attributes = attributes;
    this.#switches = switches;
  }

  get id(): string {
    return this.attributes.id;
  }

  get ruleCount(): number {
    return this.#rules.size;
  }

  /** How many of the rules have a group as their peer. */
  get groupPeerCount(): number {
    let count = 0;
    for (const rules of this.#peers.values()) count += rules;
    return count;
  }

  peerGroupIds(): Iterable<string> {
    return this.#peers.keys();
  }

  refersTo(groupId: string): boolean {
    return this.#peers.has(groupId);
  }

  key(fields: RuleFields, direction: Direction): string {
    return ruleKey(fields, direction, this.#switches);
  }

  rule(id: string): Rule | undefined {
    return this.#rules.get(id);
  }

  sameRule(key: string): Rule | undefined {
    const id = this.#ids.get(key);
    return id === undefined ? undefined : this.#rules.get(id);
  }

  newestFirst(): readonly Rule[] {
    return [...this.#rules.values()].reverse();
  }

  /** In the order in which they were added. */
  rules(): Iterable<Rule> {
    return this.#rules.values();
  }

  add(rule: Rule): void {
    this.#rules.set(rule.SecurityGroupRuleId, rule);
    this.#index(rule);
  }

  remove(rule: Rule): void {
    this.#rules.delete(rule.SecurityGroupRuleId);
    this.#unindex(rule);
  }

  /** Keeps the place of the rule in the order. */
  replace(before: Rule, after: Rule): void {
    this.#rules.set(after.SecurityGroupRuleId, after);
    this.#unindex(before);
    this.#index(after);
  }

  #index(rule: Rule): void {
    const key = this.key(rule, rule.Direction);
    if (!this.#ids.has(key)) this.#ids.set(key, rule.SecurityGroupRuleId);
    const peer = peerGroupId(rule);
    if (peer !== undefined) this.#peers.set(peer, (this.#peers.get(peer) ?? 0) + 1);
  }

  #unindex(rule: Rule): void {
    const key = this.key(rule, rule.Direction);
    if (this.#ids.get(key) === rule.SecurityGroupRuleId) this.#handOn(key);
    const peer = peerGroupId(rule);
    if (peer === undefined) return;
    const left = (this.#peers.get(peer) ?? 0) - 1;
    if (left > 0) this.#peers.set(peer, left);
    else this.#peers.delete(peer);
  }

  /**
   * Rules that were put here by hand may be twins, which the API cannot make: then the key goes to
   * the next of them. Without twins, and that is nearly always, nothing has to be searched.
   */
  #handOn(key: string): void {
    this.#ids.delete(key);
    if (this.#ids.size >= this.#rules.size) return;
    for (const rule of this.#rules.values()) {
      if (this.key(rule, rule.Direction) !== key) continue;
      this.#ids.set(key, rule.SecurityGroupRuleId);
      return;
    }
  }
}
