// What became of assertions as JUnit XML: a suite for each target and state.
import {
  undecidedStates,
  worstVerdict,
  type AssertionResult,
  type StateResult,
} from '../../model/assertion-result.ts';
import { testedStates, type FlowAssertion } from '../../model/flow-assertion.ts';
import { sourceText } from '../source-text.ts';
import { verdictTexts } from '../test-text.ts';
import { junitDocument, type JunitCase } from './xml.ts';

export interface TargetTests {
  readonly target: string;
  /** Where it was not the cloud that was asked: `a snapshot that was taken …, 3 hours ago`. */
  readonly snapshot?: string;
  readonly results: readonly AssertionResult[];
}

export interface TestJunitOptions {
  /** Whoever reads the file judges by it, and not by an exit code. */
  readonly failsOnUnknown: boolean;
}

export function renderJunit(
  targets: readonly TargetTests[],
  { failsOnUnknown }: TestJunitOptions,
): string {
  const suites = targets.flatMap(({ target, snapshot, results }) =>
    testedStates.flatMap((state) => {
      const cases = results.flatMap((result) => {
        const fails = failsOnUnknown && undecidedStates(result).includes(state);
        const own = result.states.filter((one) => one.state === state);
        return own.map((one) => caseOf(result.assertion, one, { fails, snapshot }));
      });
      return cases.length === 0 ? [] : [{ name: `${target} ${state}`, cases }];
    }),
  );
  return junitDocument(suites);
}

interface CaseOptions {
  /** Although nobody can tell. */
  readonly fails: boolean;
  readonly snapshot: string | undefined;
}

function caseOf(
  assertion: FlowAssertion,
  result: StateResult,
  { fails, snapshot }: CaseOptions,
): JunitCase {
  const isOld = snapshot !== undefined && result.state !== 'desired';
  const place = sourceText(assertion.source);
  const texts = verdictTexts(assertion, result);
  const [message = ''] = texts;
  return {
    name: assertion.name,
    outcome: fails
      ? { kind: 'failure', type: 'unknown', message, text: texts.join('\n') }
      : outcomeOf(assertion, result, texts),
    output: isOld ? `${place}\nas it is in ${snapshot}` : place,
  };
}

function outcomeOf(
  assertion: FlowAssertion,
  result: StateResult,
  texts: readonly string[],
): JunitCase['outcome'] {
  const [message = ''] = texts;
  switch (worstVerdict({ assertion, states: [result] })) {
    case 'ok':
      return { kind: 'passed' };
    case 'unknown':
      return { kind: 'skipped', message };
    case 'failed':
      return { kind: 'failure', type: assertion.expects, message, text: texts.join('\n') };
  }
}
