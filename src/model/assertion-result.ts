// What became of an assertion: in each state that it was looked at, and of plans at which step.
import type { FlowAssertion, TestedState } from './flow-assertion.ts';
import type { FlowBreach } from './flow-breach.ts';
import type { Source } from './source.ts';
import type { StepId } from './step.ts';

/** The steps of a plan, between the first of which and the last something is so. */
export interface BetweenSteps {
  readonly from: StepId;
  /** The same as `from` where it is so once that step is done. */
  readonly until: StepId;
}

export type AssertionVerdict =
  | { readonly kind: 'ok' }
  | {
      readonly kind: 'failed';
      readonly breach: FlowBreach;
      /** Where it has become so on the way of a plan. */
      readonly steps?: BetweenSteps;
    }
  /** It depends on what nobody wrote, or may read. */
  | { readonly kind: 'unknown'; readonly why: string };

export interface StateResult {
  readonly state: TestedState;
  readonly verdict: AssertionVerdict;
}

export interface AssertionResult {
  readonly assertion: FlowAssertion;
  /** Empty where it is about none of the states that were asked for. */
  readonly states: readonly StateResult[];
}

/** A protected flow that a plan would break, or may break for all that anybody knows: what stands in the way of executing it. */
export interface ProtectedFlowFault {
  readonly name: string;
  readonly expects: FlowAssertion['expects'];
  /** One sentence: what would be wrong, when, and by which rule. */
  readonly message: string;
  readonly steps: BetweenSteps;
  readonly breach: FlowBreach;
  /** Where the flow is protected. */
  readonly source: Source;
}

/** Whether the plan breaks the flow, and not only may do so beside groups that nobody may read. */
export function isCertain({ breach }: ProtectedFlowFault): boolean {
  return breach.kind !== 'unread';
}

/** Failed before unknown before ok. */
export function worstVerdict({ states }: AssertionResult): AssertionVerdict['kind'] {
  const kinds = new Set(states.map(({ verdict }) => verdict.kind));
  if (kinds.has('failed')) return 'failed';
  return kinds.has('unknown') || kinds.size === 0 ? 'unknown' : 'ok';
}

/**
 * The states in which nobody can tell. What the files leave open is decided once a plan was looked at: it
 * knows what they do not say. None of an assertion that is about no state that was asked for.
 */
export function undecidedStates({ states }: AssertionResult): readonly TestedState[] {
  const isPlanned = states.some(({ state }) => state === 'planned');
  return states.flatMap(({ state, verdict: { kind } }) =>
    kind === 'unknown' && !(state === 'desired' && isPlanned) ? [state] : [],
  );
}

/** `after step 3`, or `while steps 3 to 5 are under way`. */
export function formatBetweenSteps({ from, until }: BetweenSteps): string {
  return from === until ? `after step ${from}` : `while steps ${from} to ${until} are under way`;
}
