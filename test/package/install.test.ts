// Goal: what is packed works where it is installed: the command, the types, the library, the emulator and the schemas.
// Method: npm pack of this checkout (dist/ is built by then), npm install of the tarball into an empty project, and
// there the program of docs/library.md, compiled strictly and run.
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const root = path.resolve('.');
const project = mkdtempSync(path.join(tmpdir(), 'sluice-package-'));
const installed = path.join(project, 'node_modules/sluice');
const workspace = path.join(project, 'estate');

async function there(command: string, args: readonly string[], cwd = project): Promise<string> {
  const { stdout } = await run(command, args, { cwd });
  return stdout;
}

const tsc = (args: readonly string[]) =>
  there(process.execPath, [path.join(root, 'node_modules/typescript/bin/tsc'), ...args]);

beforeAll(async () => {
  const packed = await run('npm', ['pack', '--ignore-scripts', '--pack-destination', project]);
  writeFileSync(path.join(project, 'package.json'), '{ "private": true, "type": "module" }\n');
  const quickly = ['--prefer-offline', '--no-audit', '--no-fund'];
  await there('npm', ['install', ...quickly, `./${packed.stdout.trim()}`]);
  cpSync('examples', workspace, { recursive: true });
}, 240_000);

test('npx sluice runs: its version, the files, a plan', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(await there('npx', ['sluice', '--version'])).toBe(`${version}\n`);
  const valid = await there('npx', ['sluice', 'validate'], workspace);
  expect(valid).toMatch(/^Valid\. \d+ groups, \d+ written rules/);
  const plan = await there('npx', ['sluice', 'plan', '--emulator', 'try.json'], workspace);
  expect(plan).toMatch(/^Plan: \d+ to add, /m);
  const initialised = path.join(project, 'new');
  mkdirSync(initialised);
  await there('npx', ['sluice', 'init'], initialised);
  expect(readdirSync(initialised)).toContain('sluice.yaml');
});

test('the program of docs/library.md compiles strictly, and does what it says', async () => {
  const [, program = ''] = /```ts\n(import [\s\S]+?)\n```/.exec(readText('docs/library.md')) ?? [];
  expect(program).toContain("from 'sluice'");
  writeFileSync(path.join(project, 'program.ts'), program);
  writeFileSync(path.join(project, 'schemas.ts'), schemasProgram);
  await tsc(strictly);
  const out = await there(process.execPath, ['../program.js'], workspace);
  expect(out).toMatch(/^Plan: \d+ to add, /m);
  expect(out).toContain('done: step 1\n');
  expect(out).toMatch(/^verified: \d+ rules$/m);
  expect(out).not.toContain('refused');
  expect(await there(process.execPath, ['schemas.js'])).toBe('urn:sluice:plan\n');
});

test('the package has all that it reads, and nothing of the tests', () => {
  const files = readdirSync(installed, { recursive: true, encoding: 'utf8' });
  expect(files.filter((file) => /\.test\.|\.map$|\.tsbuildinfo$|^(src|test)\//.test(file))).toEqual(
    [],
  );
  expect(files).toEqual(
    expect.arrayContaining(['LICENSE', 'README.md', 'bin/sluice.js', 'dist/api/sluice.d.ts']),
  );
  for (const name of ['ci', 'schemas', 'templates']) {
    const packed = readdirSync(path.join(installed, name), { recursive: true });
    expect(packed.toSorted()).toEqual(readdirSync(name, { recursive: true }).toSorted());
  }
});

const schemasProgram = `import type { Plan } from 'sluice';
import plan from 'sluice/schemas/plan.schema.json' with { type: 'json' };
// @ts-expect-error -- were Plan not typed, this would be no error, and the directive one
export const wrong: Plan = { steps: 1 };
console.log(plan.$id);
`;

/** As strict as it gets, with our own declarations checked too; Node's types come from this checkout. */
const strictly = [
  ...[
    '--strict',
    '--skipLibCheck',
    'false',
    '--exactOptionalPropertyTypes',
    '--noUncheckedIndexedAccess',
  ],
  ...['--module', 'nodenext', '--target', 'es2023', '--lib', 'es2023', '--resolveJsonModule'],
  ...['--typeRoots', path.join(root, 'node_modules/@types'), '--types', 'node'],
  'program.ts',
  'schemas.ts',
];

function readText(file: string): string {
  return readFileSync(file, 'utf8');
}
