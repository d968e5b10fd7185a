// Goal: whatever people call their assertions, the XML is well formed and says the same name.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AssertionResult } from '../../../src/model/assertion-result.ts';
import { readJunit } from './read-junit.ts';
import { renderJunit } from '../../../src/report/junit/test-junit.ts';

const hostile = [
  'plain',
  '<script>alert(1)</script>',
  ']]>',
  '&amp; & "quoted" \'single\'',
  'a\u0000b\u0008c\u001b[31mred',
  'line\nbreak\ttab\rreturn',
  '\ud800 half of a pair, \uffff and \ufffe',
  'emoji 🚀 and \u202eturned',
];

test.each(hostile)('a hostile name is the same name in well-formed XML: %j', (name) => {
  expectSame(name);
});

test('any text is the same text in well-formed XML', () => {
  const texts = fc.string({ unit: 'binary', maxLength: 40 });
  fc.assert(fc.property(texts, expectSame), { numRuns: 300 });
});

test('failures and what is unknown are counted, suite by suite', () => {
  const targets = [
    {
      target: 'prod',
      results: [
        result('one', { kind: 'ok' }),
        result('two', { kind: 'failed', breach: { kind: 'noAnswer', nodesMax: 9 } }),
        result('three', { kind: 'unknown', why: 'egress of web is not written' }),
      ],
    },
  ];
  const xml = renderJunit(targets, { failsOnUnknown: false });
  expect(xml).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="sluice" tests="3" failures="1" errors="0">
  <testsuite name="prod desired" tests="3" failures="1" errors="0" skipped="1">
    <testcase name="one" classname="prod desired">
      <system-out>tests/a.yaml:2:5</system-out>
    </testcase>
    <testcase name="two" classname="prod desired">
      <failure type="deny" message="what passes takes more than 9 nodes to know, so nothing is promised">what passes takes more than 9 nodes to know, so nothing is promised</failure>
      <system-out>tests/a.yaml:2:5</system-out>
    </testcase>
    <testcase name="three" classname="prod desired">
      <skipped message="egress of web is not written" />
      <system-out>tests/a.yaml:2:5</system-out>
    </testcase>
  </testsuite>
</testsuites>
`);
  const strict = renderJunit(targets, { failsOnUnknown: true });
  expect(strict).toContain('tests="3" failures="2" errors="0"');
  expect(strict).toContain('<failure type="unknown" message="egress of web is not written">');
});

test('the schemas find what is not of them', () => {
  const xml = (inside: string) => `<testsuites>${inside}</testsuites>`;
  const suite = (attributes: string) => `<testsuite name="a" tests="0"${attributes}/>`;
  expect(readJunit(xml(suite(' failures="0" errors="0"')))).toEqual([]);
  expect(() => readJunit(xml(suite('')))).toThrow(/failures/);
  expect(() => readJunit(xml(suite(' failures="0" errors="0" file="a"')))).toThrow(/file/);
  expect(() => readJunit(xml('<testcase name="a"/>'))).toThrow(/testcase/);
});

function expectSame(name: string): void {
  const targets = [{ target: 'prod', results: [result(name, { kind: 'unknown', why: name })] }];
  const xml = renderJunit(targets, { failsOnUnknown: false });
  expect(readJunit(xml).map((one) => one.name)).toEqual([sayable(name)]);
}

function result(name: string, verdict: AssertionResult['states'][0]['verdict']): AssertionResult {
  return {
    assertion: {
      ...{ name, expects: 'deny', from: [], to: [], except: [], protocols: ['tcp'] },
      source: { file: 'tests/a.yaml', line: 2, column: 5 },
    },
    states: [{ state: 'desired', verdict }],
  };
}

/** What XML 1.0 has no way to say is replaced. */
function sayable(text: string): string {
  return Array.from(text, (one) => one)
    .map((one) => (isXmlCharacter(one) ? one : '\ufffd'))
    .join('');
}

function isXmlCharacter(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  const isPlain = code >= 0x20 && code <= 0xfffd && !(code >= 0xd800 && code <= 0xdfff);
  return isPlain || code >= 0x10000 || ['\t', '\n', '\r'].includes(character);
}
