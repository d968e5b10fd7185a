// A stored security group, and its rules by id and by identity.

import { peerGroupId, peerPrefixListId, referencesOf } from './rule.ts';
import { ruleKey } from './rule-key.ts';
import { storedRule } from './stored-rule.ts';
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
  /** Of the policies that save its rules now and then; nothing here makes them. */
  readonly snapshotPolicyIds: readonly string[];
}

export type ChangeListener = (group: Group) => void;

/** Rules go in and out through `State`, which also keeps count of who refers to whom. */
export class Group {
  readonly #switches: Switches;
  readonly #beforeChange: ChangeListener;
  #attributes: GroupAttributes;
  #rules = new Map<string, Rule>();
  #ids = new Map<string, string>();
  /** How many rules refer to the group, prefix list or port list of the key. */
  #references = new Map<string, number>();
  #groupPeers = 0;
  /** The rules with a prefix list or a port list: they count for more than one. */
  #listRules = new Map<string, Rule>();

  /** `beforeChange` is called before anything in the group changes, with the group as it still is. */
  constructor(
    attributes: GroupAttributes,
    {
      switches,
      beforeChange,
    }: { readonly switches: Switches; readonly beforeChange: ChangeListener },
  ) {
    this.#attributes = attributes;
    this.#switches = switches;
    this.#beforeChange = beforeChange;
  }

  get attributes(): GroupAttributes {
    return this.#attributes;
  }

  set attributes(changed: GroupAttributes) {
    this.#beforeChange(this);
    this.#attributes = changed;
  }

  /** The group as it is now; it stays so whatever becomes of this one. */
  copy(): Group {
    const copy = this.withAttributes(this.#attributes);
    copy.#rules = new Map(this.#rules);
    copy.#ids = new Map(this.#ids);
    copy.#references = new Map(this.#references);
    copy.#listRules = new Map(this.#listRules);
    return copy;
  }

  /** The same rules under other attributes: a look at this group, good until this one changes. */
  withAttributes(attributes: GroupAttributes): Group {
    const look = new Group(attributes, { switches: this.#switches, beforeChange: ignore });
    look.#rules = this.#rules;
    look.#ids = this.#ids;
    look.#references = this.#references;
    look.#groupPeers = this.#groupPeers;
    look.#listRules = this.#listRules;
    return look;
  }

  get id(): string {
    return this.attributes.id;
  }

  get ruleCount(): number {
    return this.#rules.size;
  }

  /** How many of the rules have a group as their peer. */
  get groupPeerCount(): number {
    return this.#groupPeers;
  }

  listRules(): Iterable<Rule> {
    return this.#listRules.values();
  }

  /** The ids of the groups, prefix lists and port lists in its rules. */
  references(): Iterable<string> {
    return this.#references.keys();
  }

  refersTo(id: string): boolean {
    return this.#references.has(id);
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
    this.#beforeChange(this);
    const stored = storedRule(rule, rule);
    this.#rules.set(stored.SecurityGroupRuleId, stored);
    this.#index(stored);
  }

  remove(rule: Rule): void {
    this.#beforeChange(this);
    this.#rules.delete(rule.SecurityGroupRuleId);
    this.#unindex(rule);
  }

  /** Keeps the place of the rule in the order; and its key, where it is still the same rule. */
  replace(before: Rule, after: Rule): void {
    this.#beforeChange(this);
    const stored = storedRule(after, after);
    this.#rules.set(stored.SecurityGroupRuleId, stored);
    const [from, to] = [this.key(before, before.Direction), this.key(stored, stored.Direction)];
    if (from !== to) this.#giveUp(from, before);
    this.#tally(before, -1);
    if (from !== to) this.#take(to, stored);
    this.#tally(stored, 1);
  }

  #index(rule: Rule): void {
    this.#take(this.key(rule, rule.Direction), rule);
    this.#tally(rule, 1);
  }

  #unindex(rule: Rule): void {
    this.#giveUp(this.key(rule, rule.Direction), rule);
    this.#tally(rule, -1);
  }

  #take(key: string, { SecurityGroupRuleId: id }: Rule): void {
    if (!this.#ids.has(key)) this.#ids.set(key, id);
  }

  #giveUp(key: string, { SecurityGroupRuleId: id }: Rule): void {
    if (this.#ids.get(key) === id) this.#handOn(key);
  }

  #tally(rule: Rule, change: 1 | -1): void {
    for (const id of referencesOf(rule)) this.#count(id, change);
    if (peerGroupId(rule) !== undefined) this.#groupPeers += change;
    if (!usesList(rule)) return;
    if (change === 1) this.#listRules.set(rule.SecurityGroupRuleId, rule);
    else this.#listRules.delete(rule.SecurityGroupRuleId);
  }

  #count(id: string, change: 1 | -1): void {
    const count = (this.#references.get(id) ?? 0) + change;
    if (count > 0) this.#references.set(id, count);
    else this.#references.delete(id);
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

function ignore(): void {
  // Nobody keeps the past of a copy.
}

function usesList(rule: Rule): boolean {
  return rule.PortRangeListId !== '' || peerPrefixListId(rule, rule.Direction) !== '';
}
