// One group on its way along the plan: which steps are behind it, and what it should be now.
import { clientToken, type ClientToken } from '../model/client-token.ts';
import { absent, type Digest } from '../model/digest.ts';
import type { GroupContent } from '../model/group.ts';
import type { GroupName } from '../model/group-identity.ts';
import type { PlanId } from '../model/plan.ts';
import { predict } from '../model/predict.ts';
import type { RuleId } from '../model/rule.ts';
import type { Step, StepId } from '../model/step.ts';
import type { Path, Position } from './position.ts';

export class Course {
  readonly group: GroupName;
  readonly path: Path;
  #position: Position;
  #content: GroupContent | undefined;
  readonly #epochs = new Map<StepId, number>();
  #settledBehind: number;
  readonly #named = new Map<StepId, Set<RuleId>>();

  constructor(
    group: GroupName,
    path: Path,
    start: { position: Position; live: GroupContent | undefined },
  ) {
    this.group = group;
    this.path = path;
    this.#position = start.position;
    this.#content = start.live;
    this.#settledBehind = start.position.behind;
    // The rest of a batch is another call than the batch was, and must not be taken for it.
    if (start.position.rest !== undefined) this.raiseEpoch(start.position.rest);
  }

  get behind(): number {
    return this.#position.behind;
  }

  /** The step to run next, or what is left of it. */
  get next(): Step | undefined {
    return this.#position.rest ?? this.path.steps[this.#position.behind];
  }

  /** What the group is once all steps behind it can be seen. */
  get content(): GroupContent | undefined {
    return this.#content;
  }

  get digest(): Digest {
    return this.digestAt(this.#position.behind);
  }

  /** The digest of the group with so many steps behind it. */
  digestAt(behind: number): Digest {
    const { before, path } = this.path.planned;
    return [before, ...path][behind] ?? absent;
  }

  /** The next step has had its effect. */
  advance(): void {
    const { next } = this;
    if (next === undefined) return;
    this.#content = predict(this.#content, next);
    this.#position = { behind: this.#position.behind + 1, rest: undefined };
  }

  /** The group was read, and stands here. */
  moveTo(position: Position, live: GroupContent | undefined): void {
    this.#position = position;
    this.#content = live;
  }

  /** How many steps were behind it when it was last read as it should be. */
  get settledBehind(): number {
    return this.#settledBehind;
  }

  settled(): void {
    this.#settledBehind = this.#position.behind;
  }

  /** Which of the calls that a step may need this is: each has a token of its own. */
  epochOf({ id }: Step): number {
    return this.#epochs.get(id) ?? 0;
  }

  /** The next call of the step must not be taken for one that was sent before. */
  raiseEpoch(step: Step): void {
    this.#epochs.set(step.id, this.epochOf(step) + 1);
  }

  /** A call of the step names this rule. */
  name({ id }: Step, rule: RuleId): void {
    this.#named.set(id, (this.#named.get(id) ?? new Set()).add(rule));
  }

  hasNamed({ id }: Step, rule: RuleId): boolean {
    return this.#named.get(id)?.has(rule) ?? false;
  }

  tokenOf(plan: PlanId, step: Step): ClientToken {
    return clientToken(plan, step.id, this.epochOf(step));
  }
}
