// Goal: an apply leaves in `.sluice/` what somebody needs later, and with `--json` nothing but events on
// standard output.
// Method: an apply and its rollback on an emulator in the process, each line against the schema.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js';
import { beforeAll, expect, test } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import { recordsIn } from './cloud-world.ts';
import { makeWorkspace, sluice, workspaceText, type Ran } from './sluice.ts';

const web = 'name: web\ningress: [{ protocol: tcp, ports: 443, source: 10.0.0.0/8 }]\negress: []\n';
const onEmulator = ['--emulator', 'state.json', '--auto-approve'];
let folder: string;
let applied: Ran;
let rolledBack: Ran;

beforeAll(async () => {
  folder = makeWorkspace({ web });
  applied = await sluice(folder, [
    'apply',
    ...onEmulator,
    '--allow-hazards',
    'first-apply',
    '--json',
  ]);
  // Of the record that it finds by itself.
  rolledBack = await sluice(folder, [
    'rollback',
    ...onEmulator,
    '--allow-hazards',
    'deletes-group',
    '--json',
  ]);
});

function readRecord(records: string, file: string): string {
  return readFileSync(path.join(folder, '.sluice', records, file), 'utf8');
}

test('each apply has a folder with its plan, its way back and its journal, and git passes over all', () => {
  const [forward = '', back = ''] = recordsIn(folder);
  expect(readdirSync(path.join(folder, '.sluice')).toSorted()).toEqual([
    '.gitignore',
    ...[forward, back].toSorted(),
  ]);
  expect(readFileSync(path.join(folder, '.sluice/.gitignore'), 'utf8')).toBe('*\n');
  const files = (records: string) => readdirSync(path.join(folder, '.sluice', records)).toSorted();
  expect(files(forward)).toEqual(['journal.ndjson', 'plan.json', 'undo.json']);
  // The way back has none itself.
  expect(files(back)).toEqual(['journal.ndjson', 'plan.json']);
  const plan = JSON.parse(readRecord(forward, 'plan.json')) as Plan;
  expect(JSON.parse(readRecord(forward, 'undo.json'))).toEqual(plan.undo);
  expect(JSON.parse(readRecord(back, 'plan.json'))).toMatchObject({ undoes: plan.id });
  expect(forward).toMatch(/^\d{8}T\d{6}Z_prod_[\da-f]{8}$/);
  expect(back).toMatch(/^\d{8}T\d{6}Z_prod_[\da-f]{8}-undo$/);
});

test('with --json standard output is lines of JSON that fit the schema, and people read the rest', () => {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true });
  for (const name of ['plan', 'event']) {
    const url = new URL(`../../schemas/${name}.schema.json`, import.meta.url);
    ajv.addSchema(JSON.parse(readFileSync(url, 'utf8')) as AnySchemaObject);
  }
  for (const { exitCode, out, err } of [applied, rolledBack]) {
    expect(exitCode, err).toBe(0);
    expect(out).toMatch(/\n$/);
    const lines = out.trimEnd().split('\n');
    for (const line of lines) expect(ajv.validate('urn:sluice:event', JSON.parse(line))).toBe(true);
    expect(lines[0]).toContain('"event":"apply"');
    expect(lines.at(-1)).toContain('"event":"verified"');
    expect(err).toContain('Target prod: vpc-bp1test in cn-hangzhou, account 1000000000000001');
    expect(err).not.toContain('"event"');
  }
});

test('with --json nothing else is there either where all is over already, or of several targets', async () => {
  const one = "prod: { account: '1000000000000001', region: cn-hangzhou, vpc: vpc-bp1test }";
  const canary = "canary: { account: '1000000000000001', region: cn-beijing, vpc: vpc-2ze }";
  const both = workspaceText.replace(one, `${one}\n  ${canary}`);
  const two = makeWorkspace({ web: web.replace('\n', '\ntarget: [canary, prod]\n') }, both);
  const consent = ['--allow-hazards', 'first-apply,deletes-group', '--json'];
  const ran = await sluice(two, ['apply', ...onEmulator, ...consent]);
  expect(ran.exitCode, ran.err).toBe(0);
  expect(eventsOf(ran.out).filter((event) => event === 'verified')).toHaveLength(2);
  const plan = path.join('.sluice', recordsIn(two)[0] ?? '', 'plan.json');
  const back = ['rollback', plan, ...onEmulator, ...consent];
  expect(await sluice(two, back)).toMatchObject({ exitCode: 0 });
  const again = await sluice(two, back);
  expect(again).toMatchObject({ exitCode: 0, out: '' });
  expect(again.err).toContain('Nothing of this plan is in force');
});

test('the journal has the same events as standard output', () => {
  const told = [applied, rolledBack].map(({ out }) => eventsOf(out));
  const written = recordsIn(folder).map((records) =>
    eventsOf(readRecord(records, 'journal.ndjson')),
  );
  expect(told).toEqual(written);
  expect(told[0]).toContain('sending');
});

function eventsOf(text: string): readonly string[] {
  const lines = text.trimEnd().split('\n');
  return lines.map((line) => (JSON.parse(line) as { readonly event: string }).event);
}

test('with --no-records nothing is left, and no way back is promised', async () => {
  const other = makeWorkspace({ web });
  const args = ['apply', ...onEmulator, '--allow-hazards', 'first-apply', '--no-records'];
  const { exitCode, err } = await sluice(other, args);
  expect(exitCode).toBe(0);
  expect(recordsIn(other)).toEqual([]);
  expect(err).not.toContain('The way back:');
});
