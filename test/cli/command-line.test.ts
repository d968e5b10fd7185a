// The command line itself: help, usage, colour.
import { expect, test } from 'vitest';
import { makeWorkspace, sluiceProcess } from './sluice.ts';

const commands = ['validate', 'plan', 'apply', 'drift', 'hold', 'unhold', 'emulator'];

test('--help lists every command, with examples and the exit codes', async () => {
  const { exitCode, out } = await sluiceProcess('.', ['--help']);
  expect(exitCode).toBe(0);
  for (const command of commands) expect(out).toMatch(new RegExp(`^ {2}${command} `, 'm'));
  expect(out).toContain('Examples:');
  expect(out).toContain('5 stale plan');
});

test.each(commands)('%s --help has examples', async (command) => {
  const { exitCode, out } = await sluiceProcess('.', [command, '--help']);
  expect(exitCode).toBe(0);
  expect(out).toMatch(/Examples:\n {2}\$ (SLUICE_ENDPOINT=\S+ )?sluice /);
});

test.each([
  [['plan', '--what'], "unknown option '--what'"],
  [['plna'], "unknown command 'plna'"],
  [['emulator', '--port', '70000'], 'expected a port such as 8080'],
  [['apply', 'a', 'b'], 'too many arguments'],
])('wrong usage exits 3 and says why: %j', async (args, message) => {
  const { exitCode, err } = await sluiceProcess('.', args);
  expect(exitCode).toBe(3);
  expect(err).toContain(message);
});

test('without a workspace every command says where it looked and how to name one', async () => {
  for (const command of ['validate', 'plan', 'apply', 'drift']) {
    const { exitCode, err } = await sluiceProcess('/', [command]);
    expect(exitCode).toBe(3);
    expect(err).toContain('There is no sluice.yaml in /');
    expect(err).toContain('--workspace');
  }
});

test('colour only where it is wanted: FORCE_COLOR, not NO_COLOR, not --no-color', async () => {
  const folder = makeWorkspace({ web: 'name: web\n' });
  const plan = ['plan', '--emulator', 'state.json'];
  const escape = '\u001b[';
  expect((await sluiceProcess(folder, plan)).out).not.toContain(escape);
  expect((await sluiceProcess(folder, plan, { CI: 'true' })).out).not.toContain(escape);
  expect((await sluiceProcess(folder, plan, { FORCE_COLOR: '1' })).out).toContain(escape);
  expect(
    (await sluiceProcess(folder, plan, { FORCE_COLOR: '1', NO_COLOR: '1' })).out,
  ).not.toContain(escape);
  const flag = await sluiceProcess(folder, [...plan, '--no-color'], { FORCE_COLOR: '1' });
  expect(flag.out).not.toContain(escape);
});

test('--allow-hazards may be given again; only what lacks consent is refused', async () => {
  const open = 'name: web\ningress: [{ protocol: tcp, ports: 22, source: 0.0.0.0/0 }]\n';
  const folder = makeWorkspace({ web: open });
  const apply = ['apply', '--auto-approve', '--emulator', 'state.json'];
  const first = ['--allow-hazards', 'first-apply'];
  const refused = await sluiceProcess(folder, [...apply, ...first]);
  expect(refused.exitCode).toBe(4);
  expect(refused.err).toContain('nobody consented to (opens-to-internet).\n');
  expect(refused.err).toContain(': --allow-hazards first-apply,opens-to-internet\n');
  const again = [...first, '--allow-hazards', 'opens-to-internet'];
  expect(await sluiceProcess(folder, [...apply, ...again])).toMatchObject({ exitCode: 0 });
});
