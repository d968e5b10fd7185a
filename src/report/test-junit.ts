// What became of assertions as JUnit XML, which CI systems show: a suite for each target and state.
import { worstVerdict, type AssertionResult, type StateResult } from '../model/assertion-result.ts';
import { testedStates, type FlowAssertion } from '../model/flow-assertion.ts';
import { verdictTexts } from './test-text.ts';

export interface TargetTests {
  readonly target: string;
  readonly results: readonly AssertionResult[];
}

export function renderJunit(targets: readonly TargetTests[]): string {
  const suites = targets.flatMap(({ target, results }) =>
    testedStates.flatMap((state) => {
      const cases = results.flatMap(({ assertion, states }) =>
        states.flatMap((result) => (result.state === state ? [{ assertion, result }] : [])),
      );
      return cases.length === 0 ? [] : [{ name: `${target} ${state}`, cases }];
    }),
  );
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="sluice"${countAttributes(all)}>`,
    ...suites.flatMap(({ name, cases }) => [
      `  <testsuite name="${escaped(name)}"${countAttributes(cases)}>`,
      ...cases.flatMap((one) => caseLines(one, name)),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n');
}

interface Case {
  readonly assertion: FlowAssertion;
  readonly result: StateResult;
}

function countAttributes(cases: readonly Case[]): string {
  const count = (kind: string) => cases.filter(({ result }) => result.verdict.kind === kind).length;
  const [failures, skipped] = [count('failed'), count('unknown')];
  return ` tests="${cases.length}" failures="${failures}" errors="0" skipped="${skipped}"`;
}

function caseLines({ assertion, result }: Case, suite: string): readonly string[] {
  const { name, source } = assertion;
  const place = `file="${escaped(source.file)}" line="${source.line}"`;
  const open = `    <testcase name="${escaped(name)}" classname="${escaped(suite)}" ${place}`;
  const texts = verdictTexts(assertion, result);
  const [first = ''] = texts;
  switch (worstVerdict({ assertion, states: [result] })) {
    case 'ok':
      return [`${open} />`];
    case 'unknown':
      return [`${open}>`, `      <skipped message="${escaped(first)}" />`, '    </testcase>'];
    case 'failed':
      return [
        `${open}>`,
        `      <failure type="${assertion.expects}" message="${escaped(first)}">${escaped(texts.join('\n'))}</failure>`,
        '    </testcase>',
      ];
  }
}

/**
 * Text in XML 1.0, in attributes and elements alike. What XML has no way to say (most control
 * characters, halves of pairs, U+FFFE and U+FFFF) becomes the replacement character.
 */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"'\t\n\r]/g, (character) => escapes[character] ?? character);
}

/** Line ends in attributes would be read as spaces. */
const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};
