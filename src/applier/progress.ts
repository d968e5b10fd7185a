// How far an apply has come: which steps are behind it, and the ids that it has learnt.
import { clientToken } from '../model/client-token.ts';
import { absent, type Digest } from '../model/digest.ts';
import type { GroupId, GroupName } from '../model/group-identity.ts';
import type { LiveGroup } from '../model/group.ts';
import { groupBy } from '../model/group-by.ts';
import type { Plan } from '../model/plan.ts';
import type { Step, StepId } from '../model/step.ts';
import type { ApiCall } from '../cloud/transport.ts';
import type { Remains } from './events.ts';
import type { TouchedGroups } from './live-groups.ts';
import type { StepLeft } from './position.ts';
import { ruleIdsOf, type TakeRuleId } from './rule-ids.ts';
import { toCall } from './step-call.ts';

export class Progress {
  readonly plan: Plan;
  /** The steps that were not yet true when the apply began. */
  readonly left: readonly StepLeft[];
  /** The last wave of which a step was true when the apply began; 0 where none was. */
  readonly waveBehind: number;
  readonly #steps: ReadonlyMap<GroupName, readonly Step[]>;
  readonly #behind: Set<StepId>;
  readonly #ids: Map<GroupName, GroupId>;
  readonly #made = new Map<GroupName, GroupId>();
  readonly #rules: Map<GroupName, TakeRuleId>;
  #sinceSettled = new Set<GroupName>();

  constructor(plan: Plan, start: TouchedGroups, left: ReadonlyMap<GroupName, readonly StepLeft[]>) {
    this.plan = plan;
    this.#steps = groupBy(plan.steps, ({ group }) => group);
    const stepsLeft = new Map([...left.values()].flat().map((one) => [one.step.id, one]));
    const behind = plan.steps.filter(({ id }) => !stepsLeft.has(id));
    this.#behind = new Set(behind.map(({ id }) => id));
    this.waveBehind = behind.reduce((last, { wave }) => Math.max(last, wave), 0);
    this.left = plan.steps.flatMap(({ id }) => stepsLeft.get(id) ?? []);
    this.#ids = new Map(start.ids);
    const names = Object.keys(plan.groups) as GroupName[];
    this.#rules = new Map(names.map((name) => [name, ruleIdsOf(start.groups.get(name))]));
  }

  /**
   * The rest of a batch is another call than the batch was, and must not be taken for it: its token
   * is of the next epoch.
   */
  callOf({ step, isRest }: StepLeft): ApiCall {
    return toCall(step, {
      vpc: this.plan.target.vpc,
      ids: this.#ids,
      takeRuleId: this.#rules.get(step.group) ?? ruleIdsOf(undefined),
      token: clientToken(this.plan.id, step.id, isRest ? 1 : 0),
    });
  }

  /** `id` is that of a group that the step made. */
  finish(step: Step, id: GroupId | undefined): void {
    this.#behind.add(step.id);
    this.#sinceSettled.add(step.group);
    if (step.kind !== 'createGroup' || id === undefined) return;
    this.#ids.set(step.group, id);
    this.#made.set(step.group, id);
  }

  /** Ids of groups made by this apply, which lists may not show yet. */
  get made(): ReadonlyMap<GroupName, GroupId> {
    return this.#made;
  }

  /** The digest that each group changed since the last settling should have now. */
  expected(): ReadonlyMap<GroupName, Digest> {
    return new Map([...this.#sinceSettled].map((group) => [group, this.#digestNow(group)]));
  }

  /** The digest that every group of the plan should have at its end. */
  expectedAtEnd(): ReadonlyMap<GroupName, Digest> {
    const names = Object.keys(this.plan.groups) as GroupName[];
    return new Map(names.map((group) => [group, this.#digestNow(group)]));
  }

  /** Rules that this apply made have ids now that they have been read back. */
  learn(groups: ReadonlyMap<GroupName, LiveGroup>): void {
    for (const [name, group] of groups) this.#rules.set(name, ruleIdsOf(group));
  }

  settled(): void {
    this.#sinceSettled = new Set();
  }

  remains(): Remains {
    const ids = this.plan.steps.map(({ id }) => id);
    return {
      doneSteps: ids.filter((id) => this.#behind.has(id)),
      leftSteps: ids.filter((id) => !this.#behind.has(id)),
    };
  }

  /** The digest of the step's group once the step, and all before it, have had their effect. */
  digestAfter({ group, id }: Step): Digest {
    const index = this.#steps.get(group)?.findIndex((step) => step.id === id) ?? -1;
    return this.plan.groups[group]?.path[index] ?? absent;
  }

  #digestNow(group: GroupName): Digest {
    const planned = this.plan.groups[group];
    const behind = this.#steps.get(group)?.filter(({ id }) => this.#behind.has(id)).length ?? 0;
    return [planned?.before, ...(planned?.path ?? [])][behind] ?? absent;
  }
}
