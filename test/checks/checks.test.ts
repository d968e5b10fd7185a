// Goal: each check finds what its fixture says, and nothing else.
// Method: the fixture of a check is a group file whose comments say `# expect: <check>`.
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checks } from '../../src/checks/all.ts';
import { runChecks } from '../../src/checks/run-checks.ts';
import { loaded, parseGroups } from '../desired/workspace-text.ts';

test.each(checks)('$name finds what its fixture expects', ({ name }) => {
  const text = readFileSync(fixture(name), 'utf8');
  const { state } = loaded(parseGroups({ 'groups/fixture.yaml': text }));
  const found = runChecks(state.groups).map(({ code, source }) => `${source.line} ${code}`);
  expect(found).toEqual(expectations(text));
});

test.each(checks)('$name has a fixture that expects it', ({ name }) => {
  expect(existsSync(fixture(name))).toBe(true);
  expect(readFileSync(fixture(name), 'utf8')).toContain(`# expect: ${name}\n`);
});

function fixture(name: string): URL {
  return new URL(`${name}.yaml`, import.meta.url);
}

function expectations(text: string): readonly string[] {
  return text.split('\n').flatMap((line, index) => {
    const name = /# expect: (\S+)$/.exec(line)?.[1];
    return name === undefined ? [] : [`${index + 1} ${name}`];
  });
}
