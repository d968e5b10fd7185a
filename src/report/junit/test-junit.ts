// What became of assertions as JUnit XML: a suite for each target and state.
import {
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

export function renderJunit(targets: readonly TargetTests[]): string {
  const suites = targets.flatMap(({ target, snapshot, results }) =>
    testedStates.flatMap((state) => {
      const cases = results.flatMap(({ assertion, states }) =>
        states.flatMap((result) =>
          result.state === state ? [caseOf(assertion, result, snapshot)] : [],
        ),
      );
      return cases.length === 0 ? [] : [{ name: `${target} ${state}`, cases }];
    }),
  );
  return junitDocument(suites);
}

function caseOf(
  assertion: FlowAssertion,
  result: StateResult,
  snapshot: string | undefined,
): JunitCase {
  const isOld = snapshot !== undefined && result.state !== 'desired';
  const place = sourceText(assertion.source);
  const texts = verdictTexts(assertion, result);
  return {
    name: assertion.name,
    outcome: outcomeOf(assertion, result, texts),
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
