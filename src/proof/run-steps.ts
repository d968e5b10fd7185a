// The steps of a plan, one by one, on a model of the groups that refuses what the cloud would refuse.
//
// Whether priority belongs to the identity of a rule is not certain, so the model refuses what either
// reading would: no rule comes while one with the same match and policy is there.
import type { GroupContent } from '../model/group.ts';
import type { GroupName } from '../model/group-identity.ts';
import { priorityMax, rulesPerCallMax } from '../model/limits.ts';
import type { MemberId } from '../model/member.ts';
import type { MemberStep } from '../model/moves.ts';
import { predict } from '../model/predict.ts';
import { contentKey, rankedKey, ruleKey, type Rule } from '../model/rule.ts';
import type { JoinGroup, LeaveGroup, ModifyRule, ReplaceGroups, Step } from '../model/step.ts';
import { hasPorts } from '../model/traffic.ts';
import { ModelGroup } from './model-group.ts';

export type Groups = ReadonlyMap<GroupName, GroupContent | undefined>;

/** What is wrong, in words; nothing for a plan that runs from `before` to `after`. */
export function runSteps(before: Groups, after: Groups, steps: readonly Step[]): readonly string[] {
  const model = new Model(before);
  for (const step of steps) model.run(step);
  for (const [name, wanted] of after) model.expect(name, wanted);
  return model.faults;
}

class Model {
  readonly faults: string[] = [];
  readonly #groups: Map<GroupName, ModelGroup | undefined>;
  /** The rules that come and go in the wave that runs, by group and content. */
  #inFlight = { come: new Set<string>(), go: new Set<string>() };
  #wave = 0;
  /** The groups of each interface that moves. */
  readonly #groupsOf = new Map<MemberId, ReadonlySet<string>>();

  constructor(groups: Groups) {
    this.#groups = new Map(
      [...groups].map(([name, content]) => [name, content && new ModelGroup(content)]),
    );
  }

  run(step: Step): void {
    if (step.wave !== this.#wave) this.#inFlight = { come: new Set(), go: new Set() };
    this.#wave = step.wave;
    const group = this.#groups.get(step.group);
    if (step.kind === 'createGroup') {
      if (group !== undefined) this.#fault(step, 'the group is there already');
      const made = predict(undefined, step);
      this.#groups.set(step.group, made && new ModelGroup(made));
    } else if (group === undefined) {
      this.#fault(step, 'there is no such group');
    } else if (step.kind === 'deleteGroup') {
      this.#checkUnreferred(step);
      this.#groups.set(step.group, undefined);
    } else {
      this.#change(step, group);
    }
  }

  expect(name: GroupName, wanted: GroupContent | undefined): void {
    const is = this.#groups.get(name);
    if (is === undefined || wanted === undefined) {
      if (is !== wanted)
        this.faults.push(`${name} ${is === undefined ? 'is gone' : 'is still there'}`);
      return;
    }
    const difference = is.differenceFrom(wanted);
    if (difference !== undefined)
      this.faults.push(`${name} does not end as it should: ${difference}`);
  }

  #change(step: Step, group: ModelGroup): void {
    switch (step.kind) {
      case 'authorize':
        this.#checkBatch(step, step.rules);
        for (const rule of step.rules) this.#come(step, rule, group);
        return;
      case 'revoke':
        this.#checkBatch(step, step.rules);
        for (const rule of step.rules) this.#go(step, rule, group);
        return;
      case 'modifyRule':
        this.#checkModify(step);
        this.#go(step, step.before, group);
        this.#come(step, step.after, group);
        return;
      case 'joinGroup':
      case 'leaveGroup':
        this.#checkMember(step, group.hasMember(step.member));
        group.change(step);
        return;
      case 'replaceGroups':
        this.#checkReplaced(step, group.placesOf(step.member));
        group.change(step);
        return;
      default:
        group.change(step);
    }
  }

  #checkBatch(step: Step, rules: readonly Rule[]): void {
    const fits = rules.length > 0 && rules.length <= rulesPerCallMax;
    if (!fits) this.#fault(step, `${rules.length} rules in one call`);
  }

  #come(step: Step, rule: Rule, group: ModelGroup): void {
    this.#fly(step, rule, 'come');
    if (rule.priority > priorityMax)
      this.#fault(step, `the priority ${rule.priority} is too large`);
    // Live rules may be twins at two priorities, and one of the two may move.
    const isMove = step.kind === 'modifyRule' && ruleKey(step.before) === ruleKey(rule);
    const isThere = isMove
      ? rankedKey(step.before) !== rankedKey(rule) && group.hasRanked(rule)
      : group.hasMatch(rule);
    if (isThere) this.#fault(step, `${ruleKey(rule)} is there already`);
    const peer = rule.peer.kind === 'group' ? rule.peer.group : undefined;
    if (peer !== undefined && this.#groups.has(peer) && this.#groups.get(peer) === undefined) {
      this.#fault(step, `there is no ${peer} yet`);
    }
    group.add(rule);
  }

  #go(step: Step, rule: Rule, group: ModelGroup): void {
    this.#fly(step, rule, 'go');
    if (!group.remove(rule)) this.#fault(step, `${contentKey(rule)} is not there`);
  }

  #checkModify(step: Step & ModifyRule): void {
    const emptied = emptiedBy(step.before, step.after);
    if (emptied !== undefined) this.#fault(step, `Modify cannot change ${emptied}`);
  }

  /** Calls of one wave may come in any order, but all joins of an interface come in a wave before its leaves. */
  #checkMember(step: Step & (JoinGroup | LeaveGroup), isMember: boolean): void {
    const { kind, member, group, from } = step;
    const joins = kind === 'joinGroup';
    if (isMember === joins) {
      this.#fault(step, `${member} is ${joins ? 'there already' : 'not there'}`);
    }
    const groups = new Set(this.#groupsOf.get(member) ?? from);
    if (joins) groups.add(group);
    else groups.delete(group);
    this.#put(step, groups);
  }

  #checkReplaced(step: Step & ReplaceGroups, groups: readonly string[] | undefined): void {
    const { member, from, to } = step;
    const isThere = groups?.length === from.length && groups.every((name, at) => from[at] === name);
    if (!isThere) this.#fault(step, `${member} is not in ${from.join(' + ')}`);
    if (this.#groupsOf.has(member)) this.#fault(step, `${member} moves by other calls too`);
    this.#put(step, new Set(to));
  }

  /** An interface is in one group at least, and in groups of one type. */
  #put(step: MemberStep, groups: ReadonlySet<string>): void {
    const { member } = step;
    this.#groupsOf.set(member, groups);
    if (groups.size === 0) this.#fault(step, `${member} would be in no group`);
    const known = [...groups].flatMap((name) => this.#groups.get(name as GroupName) ?? []);
    if (new Set(known.map(({ type }) => type)).size > 1) {
      this.#fault(step, `${member} would be in groups of two types`);
    }
    for (const name of groups) {
      const isGone = this.#groups.has(name as GroupName) && !this.#groups.get(name as GroupName);
      if (isGone) this.#fault(step, `there is no ${name} for ${member} to be in`);
    }
  }

  #checkUnreferred(step: Step): void {
    for (const [name, group] of this.#groups) {
      if (name === step.group || group?.refersTo(step.group) !== true) continue;
      this.#fault(step, `${name} still refers to it`);
    }
  }

  /**
   * What is in flight is not read back yet, so nothing may build on it. Equal live rules may go
   * together: which is which does not matter.
   */
  #fly(step: Step, rule: Rule, way: 'come' | 'go'): void {
    const key = `${step.group} ${contentKey(rule)}`;
    const { come, go } = this.#inFlight;
    const isTwice = come.has(key) || (way === 'come' && go.has(key));
    if (isTwice) this.#fault(step, `${key} changes twice in one wave`);
    (way === 'come' ? come : go).add(key);
  }

  #fault({ id, kind, group }: Step, what: string): void {
    this.faults.push(`step ${id} (${kind} of ${group}): ${what}`);
  }
}

/** The field that a modify would have to empty, or to give another kind. */
function emptiedBy(before: Rule, after: Rule): string | undefined {
  const [from, to] = [before.traffic, after.traffic];
  const [hadList, hasList] = [from, to].map((one) => hasPorts(one) && one.ports.kind === 'list');
  const hadSourcePorts = hasPorts(from) && from.sourcePorts !== undefined;
  const hasSourcePorts = hasPorts(to) && to.sourcePorts !== undefined;
  if (kindOf(before) !== kindOf(after)) return 'the kind of the peer';
  if (hadList !== hasList) return 'a range of ports into a list';
  if (hadSourcePorts && !hasSourcePorts) return 'the source ports to none';
  if (before.local !== undefined && after.local === undefined) return 'our own side to none';
  const hadDescription = (before.description ?? '') !== '';
  return hadDescription && (after.description ?? '') === '' ? 'the description to none' : undefined;
}

function kindOf({ peer }: Rule): string {
  if (peer.kind === 'foreignGroup') return 'group';
  return peer.kind === 'cidr' ? `cidr ${peer.cidr.includes(':')}` : peer.kind;
}
