// Goal: each check finds what its fixture says, and nothing else; and says it as in its golden file.
// Method: the fixture of a check is a group file whose comments say `# expect: <check>`.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import picocolors from 'picocolors';
import { expect, test } from 'vitest';
import { checks } from '../../src/checks/all.ts';
import { renderFindings } from '../../src/report/findings-text.ts';
import { checked } from './checked.ts';

test.each(checks)('$name finds what its fixture expects', ({ name, severity }) => {
  const text = readFileSync(fixture(name), 'utf8');
  const found = checked(text).findings.filter(({ code }) => code === name);
  expect(found.map(({ source }) => source.line)).toEqual(expectedLines(text, name));
  expect(new Set(found.map((one) => one.severity))).toEqual(new Set([severity]));
});

test.each(checks)(
  '$name, and all else in its fixture, is said as in the golden file',
  async (check) => {
    const { findings } = checked(readFileSync(fixture(check.name), 'utf8'));
    const own = findings.filter(({ code }) => code === check.name);
    expect(own.length).toBeGreaterThan(0);
    const said = renderFindings(findings.filter(isOfInterest), picocolors.createColors(false));
    await expect(said).toMatchFileSnapshot(`golden/${check.name}.txt`);

    function isOfInterest({ code }: { readonly code: string }): boolean {
      // Fixtures are short, so that nearly nothing in them is described.
      return code !== 'missing-description' || check.name === code;
    }
  },
);

test('there is a fixture for each check, and a check for each fixture', () => {
  const fixtures = readdirSync(new URL('fixtures/', import.meta.url)).toSorted();
  expect(fixtures).toEqual(checks.map(({ name }) => `${name}.yaml`));
  expect(checks.map(({ name }) => existsSync(fixture(name)))).not.toContain(false);
});

function fixture(name: string): URL {
  return new URL(`fixtures/${name}.yaml`, import.meta.url);
}

function expectedLines(text: string, name: string): readonly number[] {
  return text.split('\n').flatMap((line, index) => {
    return line.endsWith(`# expect: ${name}`) ? [index + 1] : [];
  });
}
