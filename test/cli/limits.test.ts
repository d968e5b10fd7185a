// Goal: a mass change is refused with its numbers and the place of its limit, until somebody consents to it
// by name or sets another limit for the run; what is printed as advice carries that limit.
import { beforeEach, expect, test } from 'vitest';
import { makeWorkspace, sluice, workspaceText, writeGroupFile, type Ran } from './sluice.ts';

const onEmulator = ['--emulator', 'state.json'];
const mass = 'deletes 2 of 3 rules (66.7 %); limits.deletes is 1 (sluice.yaml:6:20)';

let folder: string;

/** Of any of these networks, so that no port is cut for everybody. */
function webOf(...networks: readonly number[]): string {
  const sources = networks.map((network) => `10.${network}.0.0/16`).join(', ');
  return `name: web\ningress:\n  - { protocol: tcp, ports: 443, source: [${sources}] }\n`;
}

function run(command: string, ...args: readonly string[]): Promise<Ran> {
  return sluice(folder, [command, ...onEmulator, ...args]);
}

beforeEach(async () => {
  const workspace = `${workspaceText}limits: { deletes: 1 }\n`;
  folder = makeWorkspace({ web: webOf(1, 2, 3) }, workspace);
  const made = await run('apply', '--auto-approve', '--allow-hazards', 'first-apply');
  expect(made.exitCode, made.err).toBe(0);
  writeGroupFile(folder, 'web', webOf(3));
});

test('more than the limit is shown by plan, and refused by apply without consent', async () => {
  const planned = await run('plan');
  expect(planned.exitCode).toBe(0);
  expect(planned.out).toContain(
    `! mass-change: ${mass}\n  To consent: --allow-hazards mass-change`,
  );
  const json = JSON.parse((await run('plan', '--json')).out) as { readonly applyable: boolean };
  expect(json.applyable).toBe(false);
  const refused = await run('apply', '--auto-approve');
  expect(refused.exitCode).toBe(4);
  expect(refused.out).toContain(mass);
  expect(refused.err).toContain('hazards that nobody consented to (mass-change)');
  expect(refused.err).toContain('If that is what you want: --allow-hazards mass-change\n');
  const applied = await run('apply', '--auto-approve', '--allow-hazards', 'mass-change');
  expect(applied.exitCode, applied.err).toBe(0);
});

test('--max-delete is the limit of its run, whatever the workspace says', async () => {
  expect((await run('plan', '--max-delete', '2')).out).not.toContain('mass-change');
  const none = await run('apply', '--auto-approve', '--max-delete', '0');
  expect(none.exitCode).toBe(4);
  expect(none.out).toContain('deletes 2 of 3 rules (66.7 %); --max-delete is 0\n');
  const wrong = await run('plan', '--max-delete', '101%');
  expect(wrong.exitCode).toBe(3);
  expect(wrong.err).toContain('expected a number such as 5, or a percentage such as 10%');
  expect((await run('apply', '--auto-approve', '--max-delete', '2')).exitCode).toBe(0);
});

test('a saved plan is held to the limit of the run that applies it', async () => {
  const saved = await run('plan', '--out', 'p.json', '--max-delete', '2');
  const apply = 'sluice apply p.json --emulator state.json --max-delete 2';
  expect(saved.err).toContain(`To apply exactly this: ${apply}\n`);
  const refused = await run('apply', 'p.json');
  expect(refused.exitCode).toBe(4);
  expect(refused.out).toContain(`! mass-change: ${mass}`);
  const stricter = await run('apply', 'p.json', '--max-delete', '1');
  expect(stricter.exitCode).toBe(4);
  expect(stricter.out).toContain('--max-delete is 1');
  const applied = await run('apply', 'p.json', '--max-delete', '2');
  expect(applied.exitCode, applied.err).toBe(0);
  expect(applied.err).toMatch(/The way back: sluice rollback .* --max-delete 2\n/);
});

test('the way back is held to the limit too, and its advice has the consent', async () => {
  expect((await run('apply', '--auto-approve', '--max-delete', '2')).exitCode).toBe(0);
  writeGroupFile(folder, 'web', webOf(1, 2, 3));
  const applied = await run('apply', '--auto-approve');
  expect(applied.err).toMatch(/The way back: sluice rollback .* --allow-hazards mass-change\n/);
  const refused = await run('rollback', '--auto-approve');
  expect(refused.exitCode).toBe(4);
  expect(refused.out).toContain('deletes 2 of 3 rules (66.7 %); limits.deletes is 1');
  const back = await run('rollback', '--auto-approve', '--max-delete', '10%');
  expect(back.exitCode, back.err).toBe(4);
  const consent = ['--allow-hazards', 'mass-change'];
  expect((await run('rollback', '--auto-approve', ...consent)).exitCode).toBe(0);
});

test('files that leave no rule need consent by name, with the place of their glob', async () => {
  writeGroupFile(folder, 'web', 'name: web\ningress: []\n');
  const refused = await run('apply', '--auto-approve', '--max-delete', '100%');
  expect(refused.exitCode).toBe(4);
  expect(refused.out).toContain('! empty-desired-state: leaves no rule in any group ');
  expect(refused.out).toContain('the files are groups/*.yaml: ');
  expect(refused.out).toContain('(sluice.yaml:3:9)\n');
});
