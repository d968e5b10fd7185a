// Goal: whatever is done to the files, each fault has its place, and nothing else comes out.
// Method: 10,000 mutations of the examples by seed, several files at a time since they are read apart;
// a seed that fails is in the message, and SLUICE_SEED=N plays that one alone.
import { readdirSync, readFileSync } from 'node:fs';
import picocolors from 'picocolors';
import { expect, test } from 'vitest';
import { parseDesired } from '../../src/desired/load.ts';
import type { TextFile } from '../../src/desired/files/text-file.ts';
import type { Finding } from '../../src/model/finding.ts';
import { renderFindings } from '../../src/report/findings-text.ts';
import { runs } from '../runs.ts';
import { mutate } from './mutations.ts';
import { randomOf } from './random.ts';
import { noon } from './workspace-text.ts';

const examples = new URL('../../examples/', import.meta.url);
const workspace = readExample('sluice.yaml');
const groups = readExamples('groups/');
const tests = readExamples('tests/');
const mutations = 10_000;
const colours = picocolors.createColors(false);

test('10,000 mutations of the examples give faults with places, and nothing throws', () => {
  const only = process.env['SLUICE_SEED'];
  const seeds = Math.ceil(runs(mutations) / (groups.length + tests.length));
  const all =
    only === undefined ? Array.from({ length: seeds }, (_, seed) => seed) : [Number(only)];
  const codes = new Set(all.flatMap(codesOf));
  // Enough of them are right YAML that is wrong.
  if (only === undefined) expect(codes.size).toBeGreaterThan(40);
});

function codesOf(seed: number): readonly string[] {
  const random = randomOf(seed);
  const spoil = ({ file, text }: TextFile): TextFile => ({ file, text: mutate(text, random) });
  const files = {
    // Where it cannot be read, little is said of the others.
    workspace: seed % 4 === 0 ? spoil(workspace) : workspace,
    groups: groups.map(spoil),
    tests: tests.map(spoil),
  };
  try {
    const result = parseDesired({ ...files, nowMs: noon });
    const findings = result.ok ? result.loaded.warnings : result.findings;
    const texts = [files.workspace, ...files.groups, ...files.tests];
    expect(findings.flatMap((finding) => wrongWith(finding, texts))).toEqual([]);
    expect(result.ok || findings.length > 0).toBe(true);
    return findings.map(({ code }) => code);
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    throw new Error(`SLUICE_SEED=${seed}: ${why}`, { cause: error });
  }
}

/** Plain comparisons: there are hundreds of thousands. */
function wrongWith(finding: Finding, texts: readonly TextFile[]): readonly string[] {
  const { source, code, message } = finding;
  const lines = texts.find(({ file }) => file === source.file)?.text.split('\n');
  const line = lines?.[source.line - 1];
  // Nothing that somebody wrote moves the cursor of who reads it.
  const shown = renderFindings([finding], colours).replaceAll('\n', '');
  const claims = {
    'its code is a name': /^[a-z0-9]+(-[a-z0-9]+)*$/.test(code),
    'its place is there': line !== undefined && source.column <= line.length + 1,
    'columns count from 1': source.column >= 1,
    'its message is for people': !/undefined|\[object|\n\s+at /.test(message),
    'its message has an end': message.length < 12_000,
    'it is safe to print': !/[\p{Cc}\u202e\u2028]/u.test(shown),
  };
  return Object.entries(claims).flatMap(([claim, holds]) =>
    holds ? [] : [`not so: ${claim}: ${JSON.stringify(finding)}`],
  );
}

function readExamples(folder: string): readonly TextFile[] {
  return readdirSync(new URL(folder, examples)).map((name) => readExample(`${folder}${name}`));
}

function readExample(file: string): TextFile {
  return { file, text: readFileSync(new URL(file, examples), 'utf8') };
}
