// How far an apply has come: where each group stands, and the ids that it has learnt.
import type { Digest } from '../model/digest.ts';
import type { GroupId, GroupName } from '../model/group-identity.ts';
import type { LiveGroup } from '../model/group.ts';
import type { Plan } from '../model/plan.ts';
import type { Step, StepId } from '../model/step.ts';
import type { ApiCall } from '../cloud/transport.ts';
import type { Course } from './course.ts';
import type { Remains } from './events.ts';
import type { TouchedGroups } from './live-groups.ts';
import { ruleIdsOf, type TakeRuleId } from './rule-ids.ts';
import { toCall } from './step-call.ts';

export class Progress {
  readonly plan: Plan;
  readonly courses: readonly Course[];
  /** The last wave of which a step was true when the apply began; 0 where none was. */
  readonly waveBehind: number;
  /** How many steps were true when it began. */
  readonly alreadyTrue: number;
  /** Where each step stands in the plan. */
  readonly places: ReadonlyMap<StepId, number>;
  readonly #byGroup: ReadonlyMap<GroupName, Course>;
  readonly #ids: Map<GroupName, GroupId>;
  readonly #made = new Map<GroupName, GroupId>();
  readonly #rules: Map<GroupName, TakeRuleId>;
  #sinceSettled = new Set<GroupName>();

  constructor(plan: Plan, start: TouchedGroups, courses: readonly Course[]) {
    this.plan = plan;
    this.courses = courses;
    this.places = new Map(plan.steps.map(({ id }, index) => [id, index]));
    this.#byGroup = new Map(courses.map((course) => [course.group, course]));
    const behind = courses.flatMap((course) => course.path.steps.slice(0, course.behind));
    this.alreadyTrue = behind.length;
    this.waveBehind = behind.reduce((last, { wave }) => Math.max(last, wave), 0);
    this.#ids = new Map(start.ids);
    this.#rules = new Map(courses.map(({ group }) => [group, ruleIdsOf(start.groups.get(group))]));
  }

  /** The first wave in which there is something to do. */
  nextWave(): number | undefined {
    let first: number | undefined;
    for (const { next } of this.courses) {
      if (next !== undefined && (first === undefined || next.wave < first)) first = next.wave;
    }
    return first;
  }

  /** The groups that have steps left. */
  unfinished(): readonly GroupName[] {
    return this.courses.flatMap(({ group, next }) => (next === undefined ? [] : [group]));
  }

  callOf(course: Course, step: Step): ApiCall {
    const take = this.#rules.get(course.group) ?? ruleIdsOf(undefined);
    return toCall(step, {
      vpc: this.plan.target.vpc,
      ids: this.#ids,
      takeRuleId: (rule) => {
        const id = take(rule);
        course.name(step, id);
        return id;
      },
      token: course.tokenOf(this.plan.id, step),
    });
  }

  /** The next step of the course has had its effect; `id` is that of a group that it made. */
  finish(course: Course, id: GroupId | undefined): void {
    const isMade = course.next?.kind === 'createGroup';
    course.advance();
    this.#sinceSettled.add(course.group);
    if (!isMade || id === undefined) return;
    this.#ids.set(course.group, id);
    this.#made.set(course.group, id);
  }

  /** Ids of groups made by this apply, which lists may not show yet. */
  get made(): ReadonlyMap<GroupName, GroupId> {
    return this.#made;
  }

  /** The id that a creation was answered with is not that of any group. */
  unmake(group: GroupName): void {
    this.#ids.delete(group);
    this.#made.delete(group);
  }

  /** Of all groups of ours that are there, as far as they were read. */
  get ids(): ReadonlyMap<GroupName, GroupId> {
    return this.#ids;
  }

  idOf(group: GroupName): GroupId | undefined {
    return this.#ids.get(group);
  }

  courseOf(group: GroupName): Course | undefined {
    return this.#byGroup.get(group);
  }

  /** The digest that each group changed since the last settling should have now. */
  expected(): ReadonlyMap<GroupName, Digest> {
    return this.#digests(this.courses.filter(({ group }) => this.#sinceSettled.has(group)));
  }

  /** The digest that every group of the plan should have at its end. */
  expectedAtEnd(): ReadonlyMap<GroupName, Digest> {
    return this.#digests(this.courses);
  }

  #digests(courses: readonly Course[]): ReadonlyMap<GroupName, Digest> {
    return new Map(courses.map((course) => [course.group, course.digest]));
  }

  /** Ids of rules are as these groups were read; those that this apply made have some now. */
  learn(groups: ReadonlyMap<GroupName, LiveGroup>): void {
    for (const [name, group] of groups) this.#rules.set(name, ruleIdsOf(group));
  }

  settled(): void {
    for (const group of this.#sinceSettled) this.#byGroup.get(group)?.settled();
    this.#sinceSettled = new Set();
  }

  remains(): Remains {
    const behind = new Set<StepId>(
      this.courses.flatMap((course) =>
        course.path.steps.slice(0, course.behind).map(({ id }) => id),
      ),
    );
    const ids = this.plan.steps.map(({ id }) => id);
    return {
      doneSteps: ids.filter((id) => behind.has(id)),
      leftSteps: ids.filter((id) => !behind.has(id)),
    };
  }
}
