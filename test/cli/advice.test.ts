// Goal: a command that is printed as advice works as it is pasted: from the same folder, on the same
// workspace, target and cloud, with the consent that it will be asked for.
// Method: a shell runs what was printed, with names in it that a shell would take apart.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { makeWorkspace, shell, sluice, type Ran } from './sluice.ts';

const account = '1000000000000001';
const workspace = `version: 1
owner: edge-platform
groups: groups/*.yaml
targets:
  canary: { account: '${account}', region: cn-hangzhou, vpc: vpc-bp1canary }
  prod: { account: '${account}', region: cn-shanghai, vpc: vpc-uf6prod }
`;
const web = `name: web
target: [canary, prod]
ingress: [{ protocol: tcp, ports: 443, source: 10.0.0.0/8 }]
egress: []
`;
const place = ['--workspace', '../sluice.yaml', '--emulator', "it's a state.json"];
const flags = `--workspace ../sluice.yaml`;
const emulator = String.raw`--emulator 'it'\''s a state.json'`;

/** Below the workspace, whose state is here. */
let here: string;

beforeEach(() => {
  here = path.join(makeWorkspace({ web }, workspace), 'a folder');
  mkdirSync(here);
});

function run(...args: readonly string[]): Promise<Ran> {
  return sluice(here, [...args, ...place]);
}

async function applyAll(): Promise<Ran> {
  const applied = await run('apply', '--auto-approve', '--allow-hazards', 'first-apply');
  expect(applied.exitCode, applied.err).toBe(0);
  return applied;
}

/** What follows these words, to the end of the line. */
function advice({ err }: Ran, words: string): string {
  const line = err.split('\n').find((one) => one.includes(words)) ?? '';
  return line.slice(line.indexOf(words) + words.length);
}

test('the way back has the consent that it will ask for', async () => {
  const applied = await applyAll();
  const back = advice(applied, 'prod: The way back: ');
  expect(back).toMatch(/ --allow-hazards deletes-group$/);
  // There is no terminal to be asked on.
  const gone = await shell(here, `${back} --auto-approve`);
  expect(gone.exitCode, gone.err).toBe(0);
  const left = await run('plan', '--target', 'canary,prod');
  expect(left.out).toMatch(/\n {2}canary {2}no changes\n {2}prod {4}2 to add, /);
});

test('a saved plan says how it is applied', async () => {
  const saved = await run('plan', '--out', 'my plan.json', '--target', 'prod');
  const apply = advice(saved, 'To apply exactly this: ');
  expect(apply).toBe(`sluice apply 'my plan.json' ${flags} --target prod ${emulator}`);
  const ran = await shell(here, `${apply} --allow-hazards first-apply`);
  expect(ran.exitCode, ran.err).toBe(0);
});

test('a hold that is in the way is taken off in its target, and in no other', async () => {
  await applyAll();
  const closed = 'name: web\ntarget: [canary, prod]\ningress: []\negress: []\n';
  const other = makeWorkspace({ web: closed }, workspace);
  const there = path.join(other, 'a folder');
  await shell(other, `cp -r '${here}' '${other}'`);
  const inOther = (...args: readonly string[]) => sluice(there, [...args, ...place]);
  expect(await inOther('plan', '--out', 'p.json')).toMatchObject({ exitCode: 0 });
  expect(await inOther('hold', 'web', '--for', '4h', '--reason', 'x')).toMatchObject({
    exitCode: 0,
  });
  const held = await inOther(
    'apply',
    'p.json',
    '--allow-hazards',
    'cuts-traffic,empty-desired-state',
  );
  expect(held.exitCode).toBe(4);
  const unhold = advice(
    held,
    'prod: Nothing was written. Plan again: the plan leaves it alone. Or release it: ',
  );
  expect(unhold).toBe(`sluice unhold web ${flags} --target prod ${emulator}`);
  const ran = await shell(there, unhold);
  expect(ran.exitCode, ran.err).toBe(0);
  const plan = await inOther('plan');
  expect(plan.out).toMatch(
    /\n {2}canary {2}no changes\n {2}prod {4}0 to add, 0 to change, 1 to remove\n/,
  );
});

test('which target to take back is asked with one that there is', async () => {
  await applyAll();
  const asked = await run('rollback', '--auto-approve', '--allow-hazards', 'deletes-group');
  expect(asked.exitCode).toBe(3);
  const right = advice(asked, 'right: ');
  expect(right).toBe(`sluice rollback ${flags} --target canary ${emulator}`);
  const ran = await shell(here, `${right} --auto-approve --allow-hazards deletes-group`);
  expect(ran.exitCode, ran.err).toBe(0);
});

test('a plan that is none is made anew where the command looked', async () => {
  const none = await run('apply', 'p.json', '--target', 'prod');
  expect(none.exitCode).toBe(3);
  const make = advice(none, 'Make one with ');
  expect(make).toBe(`\`sluice plan --out p.json ${flags} --target prod ${emulator}\`.`);
});
