// A group on the model: its rules as a multiset.
import type { GroupContent, GroupType } from '../model/group.ts';
import type { GroupName } from '../model/group-identity.ts';
import { matchBy } from '../model/match.ts';
import type { MemberId } from '../model/member.ts';
import { predict } from '../model/predict.ts';
import { contentKey, sameContent, sameMatch, type Rule } from '../model/rule.ts';
import { unshared } from '../model/unshared.ts';
import type { Step } from '../model/step.ts';

export class ModelGroup {
  #attributes: GroupContent;
  /** A list, as an estate is too large for an index of every rule, and a step changes few of them. */
  readonly #rules: Rule[];

  constructor(content: GroupContent) {
    this.#attributes = { ...content, rules: [] };
    this.#rules = [...content.rules];
  }

  add(rule: Rule): void {
    this.#rules.push(rule);
  }

  /** False where it is not there. */
  remove(rule: Rule): boolean {
    const index = this.#rules.findIndex((one) => sameContent(one, rule));
    if (index < 0) return false;
    this.#rules.splice(index, 1);
    return true;
  }

  /** Whether a rule of this match and policy is there, at any priority. */
  hasMatch(rule: Rule): boolean {
    return this.#rules.some((one) => sameMatch(one, rule));
  }

  /** Whether one is there at the same priority. */
  hasRanked(rule: Rule): boolean {
    return this.#rules.some((one) => one.priority === rule.priority && sameMatch(one, rule));
  }

  refersTo(group: GroupName): boolean {
    return this.#rules.some(({ peer }) => peer.kind === 'group' && peer.group === group);
  }

  hasMember(member: MemberId): boolean {
    return this.#attributes.members?.includes(member) ?? false;
  }

  /** All groups that it is in, where a step of this group is about that. */
  placesOf(member: MemberId): readonly string[] | undefined {
    return this.#attributes.places?.[member];
  }

  get type(): GroupType {
    return this.#attributes.type;
  }

  /** Name, description, tags, inner access policy, members, resource group. */
  change(step: Step): void {
    this.#attributes = predict(this.#attributes, step) ?? this.#attributes;
  }

  differenceFrom(attributes: GroupContent): string | undefined {
    const [is, should] = [attributesOf(this.#attributes), attributesOf(attributes)];
    if (is !== should) return `it has ${is} and not ${should}`;
    const { leftOnly, rightOnly } = unshared(attributes.rules, this.#rules);
    const { leftOver, rightOver } = matchBy(contentKey, leftOnly, rightOnly);
    const [missing] = leftOver;
    if (missing !== undefined) return `${contentKey(missing)} is wanted`;
    const [besides] = rightOver;
    return besides && `${contentKey(besides)} is there besides`;
  }
}

/** Tags by their names, in any order; a tag may be called like something that every object has. */
function attributesOf({
  cloudName,
  description,
  type,
  innerAccessPolicy,
  tags,
  members = [],
  places = {},
  resourceGroup = '',
}: GroupContent): string {
  const sorted = Object.entries(tags).toSorted();
  const moved = Object.entries(places).toSorted();
  return JSON.stringify([
    ...[cloudName, description, type, innerAccessPolicy],
    ...[sorted, members, moved, resourceGroup],
  ]);
}
