// An order with few calls for one direction of one group that meets no other changing group.
//
// Layers take the safe way for every packet alike. Often less would do, because rules that stay hold
// the packets meanwhile: then old rules can go in one call and new ones come in another, whatever
// their ranks. What packets demand says when (demands.ts). Several greedy ways are walked, and the
// one with the fewest calls is taken; whether it is safe is for the proof to say.
import { rulesPerCallMax } from '../../model/limits.ts';
import { rankOf, ruleKey, type Direction, type Rule } from '../../model/rule.ts';
import type { PlannedRule } from '../../model/step.ts';
import { demandsOf, type Changes, type Demand } from '../least/demands.ts';
import { isModifiable } from './in-place.ts';
import type { RuleEdit } from '../edits/rule-edits.ts';

export type PlainEdit = Exclude<RuleEdit, { kind: 'recreate' }>;

export interface WaveOfEdit {
  readonly wave: number;
  readonly edit: PlainEdit;
}

export interface FewCalls {
  readonly edits: readonly WaveOfEdit[];
  readonly calls: number;
}

/** More changes than this share their calls well enough. */
const changesMax = 60;

/** What several greedy walks come to, the fewest calls first; nothing where none of them arrives. */
export function fewCalls(
  edits: readonly PlainEdit[],
  stays: readonly Rule[],
  direction: Direction,
): readonly FewCalls[] {
  const comes = edits.flatMap((edit) => (edit.kind === 'revoke' ? [] : [edit.after]));
  const goes = edits.flatMap((edit) => (edit.kind === 'authorize' ? [] : [edit.before]));
  if (comes.length === 0 || goes.length === 0 || comes.length + goes.length > changesMax) {
    return [];
  }
  const changes = { stays, comes, goes };
  const demands = demandsOf(changes, direction);
  const found = strategies.flatMap((strategy) => new Walk(changes, demands).walk(strategy) ?? []);
  return found.toSorted((a, b) => a.calls - b.calls || wavesOf(a) - wavesOf(b));
}

interface Strategy {
  readonly startWith: 'authorize' | 'revoke';
  readonly modifiesFirst: boolean;
  readonly strongestFirst: boolean;
}

const both = [true, false];
const strategies: readonly Strategy[] = (['authorize', 'revoke'] as const).flatMap((startWith) =>
  both.flatMap((modifiesFirst) =>
    both.map((strongestFirst) => ({ startWith, modifiesFirst, strongestFirst })),
  ),
);

interface Call {
  readonly kind: 'authorize' | 'revoke' | 'modify';
  /** Numbers of changes: first the rules that come, then those that go. */
  readonly changes: readonly number[];
}

class Walk {
  readonly #comes: readonly PlannedRule[];
  readonly #goes: readonly Rule[];
  readonly #demands: readonly Demand[];
  /** For a rule that comes, those of its key that go: the API may take them for the same rule. */
  readonly #namesakes: readonly (readonly number[])[];
  readonly #done = new Set<number>();

  constructor({ comes, goes }: Changes, demands: readonly Demand[]) {
    this.#comes = comes;
    this.#goes = goes;
    this.#demands = demands;
    const keys = goes.map(ruleKey);
    this.#namesakes = comes.map((rule) => {
      const key = ruleKey(rule);
      return keys.flatMap((one, index) => (one === key ? [comes.length + index] : []));
    });
  }

  walk(strategy: Strategy): FewCalls | undefined {
    const calls: Call[] = [];
    let turn = strategy.startWith;
    while (this.#done.size < this.#comes.length + this.#goes.length) {
      const call = this.#next(turn, strategy);
      if (call === undefined) return undefined;
      if (call.kind !== 'modify') turn = call.kind;
      for (const change of call.changes) this.#done.add(change);
      calls.push(call);
    }
    return { edits: this.#inWaves(calls), calls: calls.length };
  }

  #next(
    turn: Strategy['startWith'],
    { modifiesFirst, strongestFirst }: Strategy,
  ): Call | undefined {
    const isLast = this.#done.size === this.#comes.length + this.#goes.length - 2;
    const authorize = () => this.#authorizes(strongestFirst);
    const revoke = () => this.#revokes(strongestFirst);
    const held = () => this.#modify(true);
    const batches = turn === 'authorize' ? [authorize, revoke] : [revoke, authorize];
    const tries = [
      ...(isLast ? [() => this.#modify(false)] : []),
      ...(modifiesFirst ? [held] : []),
      ...batches.slice(0, 1),
      ...(modifiesFirst ? [] : [held]),
      ...batches.slice(1),
      () => this.#modify(false),
    ];
    for (const attempt of tries) {
      const call = attempt();
      if (call.changes.length > 0) return call;
    }
    return undefined;
  }

  #authorizes(strongestFirst: boolean): Call {
    const pool = this.#left(0, this.#comes.length).filter((change) => this.#isFree(change));
    const sign = strongestFirst ? 1 : -1;
    return { kind: 'authorize', changes: this.#most(this.#byRank(pool, sign)) };
  }

  #revokes(strongestFirst: boolean): Call {
    const pool = this.#left(this.#comes.length, this.#comes.length + this.#goes.length);
    const sign = strongestFirst ? -1 : 1;
    return { kind: 'revoke', changes: this.#most(this.#byRank(pool, sign)) };
  }

  /** One rule that goes, turned into one that comes; `held` where nothing else can do it. */
  #modify(held: boolean): Call {
    for (const to of this.#left(0, this.#comes.length)) {
      for (const from of this.#left(this.#comes.length, this.#comes.length + this.#goes.length)) {
        if (!isModifiable(this.#rule(from), this.#rule(to))) continue;
        const isNamesake = this.#namesakes[to]?.includes(from) === true;
        if (!isNamesake && !this.#isFree(to)) continue;
        if (held && !(isNamesake && this.#isHeld(to, from))) continue;
        if (this.#allows([[from, to]])) return { kind: 'modify', changes: [from, to] };
      }
    }
    return { kind: 'modify', changes: [] };
  }

  #isHeld(to: number, from: number): boolean {
    return this.#demands.some(
      ({ first, then }) =>
        first.length === 1 && then.length === 1 && first[0] === to && then[0] === from,
    );
  }

  /** Whether no rule of its key is there any more, but for those that the same call takes. */
  #isFree(change: number, together: readonly number[] = []): boolean {
    const namesakes = this.#namesakes[change] ?? [];
    return namesakes.every((other) => this.#done.has(other) || together.includes(other));
  }

  #most(pool: readonly number[]): readonly number[] {
    return pool.reduce<readonly number[]>((chosen, change) => {
      const more = [...chosen, change];
      const fits = more.length <= rulesPerCallMax && this.#allows(more.map((one) => [one]));
      return fits ? more : chosen;
    }, []);
  }

  /**
   * Whether these operations may be seen in any part and order: no demand may fail in which all of
   * `then` may be done while none of `first` is, unless one operation is both.
   */
  #allows(operations: readonly (readonly number[])[]): boolean {
    const flying = new Set(operations.flat());
    return this.#demands.every(
      ({ first, then }) =>
        first.some((change) => this.#done.has(change)) ||
        !then.every((change) => this.#done.has(change) || flying.has(change)) ||
        operations.some(
          (one) =>
            first.some((change) => one.includes(change)) &&
            then.some((change) => one.includes(change)),
        ),
    );
  }

  /** Calls that need not be seen one after the other share a wave. */
  #inWaves(calls: readonly Call[]): readonly WaveOfEdit[] {
    this.#done.clear();
    const edits: WaveOfEdit[] = [];
    let wave = 0;
    let flying: (readonly number[])[] = [];
    for (const call of calls) {
      const operations =
        call.kind === 'modify' ? [call.changes] : call.changes.map((change) => [change]);
      const isFree = call.changes.every((change) => this.#isFree(change, call.changes));
      if (flying.length > 0 && !(isFree && this.#allows([...flying, ...operations]))) {
        for (const change of flying.flat()) this.#done.add(change);
        flying = [];
        wave += 1;
      }
      flying = [...flying, ...operations];
      edits.push(...this.#editsOf(call).map((edit) => ({ wave, edit })));
    }
    return edits;
  }

  #editsOf({ kind, changes }: Call): readonly PlainEdit[] {
    const [from, to] = changes;
    if (kind === 'modify') {
      if (from === undefined || to === undefined) return [];
      return [{ kind, before: this.#rule(from), after: this.#rule(to) }];
    }
    return changes.map((change) =>
      kind === 'authorize'
        ? { kind, after: this.#rule(change) }
        : { kind, before: this.#rule(change) },
    );
  }

  #left(first: number, end: number): readonly number[] {
    return Array.from({ length: end - first }, (_, index) => first + index).filter(
      (change) => !this.#done.has(change),
    );
  }

  #byRank(pool: readonly number[], sign: 1 | -1): readonly number[] {
    return pool.toSorted((a, b) => sign * (rankOf(this.#rule(a)) - rankOf(this.#rule(b))));
  }

  #rule(change: number): PlannedRule {
    const rule = this.#comes[change] ?? this.#goes[change - this.#comes.length];
    if (rule === undefined) throw new RangeError(`no change ${change}`);
    return rule;
  }
}

function wavesOf({ edits }: FewCalls): number {
  return edits.reduce((last, { wave }) => Math.max(last, wave), 0);
}
