// Goal: whoever is asked can say no in each way that a terminal knows, and nothing is written.
// Method: `script` gives the process a terminal of its own, and the keys are pressed when it asks.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { makeWorkspace } from './sluice.ts';

const bin = fileURLToPath(new URL('../../bin/sluice.js', import.meta.url));
const [ctrlC, ctrlD] = ['\u0003', '\u0004'];
const question = 'Only "yes" will do: ';

/** Part of every usual system, though not of every container. */
const hasTerminals = spawnSync('script', ['--version']).error === undefined;

test.runIf(hasTerminals).concurrent.for([
  ['Ctrl-C', ctrlC, 130],
  ['Ctrl-D', ctrlD, 4],
  ['no', 'no\r', 4],
  ['a bare return', '\r', 4],
  ['y', 'y\r', 4],
] as const)('%s at the prompt writes nothing', async ([, keys, code], { expect: expectHere }) => {
  const { exitCode, screen, folder } = await applyAndPress(keys);
  expectHere(screen).toMatch(/Nothing was written\.\r\n$/);
  expectHere(screen).not.toMatch(/\n\s+at |Warning/);
  expectHere(exitCode).toBe(code);
  expectHere(stateOf(folder)).not.toContain('"web"');
});

test.runIf(hasTerminals)('"yes" at the prompt applies', async () => {
  const { exitCode, screen, folder } = await applyAndPress('yes\r');
  expect(screen).toContain('Applied and verified');
  expect(exitCode).toBe(0);
  expect(stateOf(folder)).toContain('"web"');
});

async function applyAndPress(keys: string) {
  const folder = makeWorkspace({ web: 'name: web\n' });
  const command = [process.execPath, bin, 'apply', '--emulator', 'state.json'];
  command.push('--allow-hazards', 'first-apply');
  const { PATH = '' } = process.env;
  const options = { cwd: folder, env: { PATH, HOME: folder, TERM: 'dumb' } };
  const child = spawn('script', terminalOf(command), options);
  let [screen, asked] = ['', false];
  child.stdout.on('data', (chunk: Buffer) => {
    screen += chunk.toString();
    if (asked || !screen.includes(question)) return;
    asked = true;
    child.stdin.write(keys);
  });
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { exitCode, screen, folder };
}

/** The arguments of `script`, which BSD and Linux write differently. */
function terminalOf(command: readonly string[]): readonly string[] {
  if (process.platform !== 'linux') return ['-q', '/dev/null', ...command];
  return ['-qefc', command.map((word) => `'${word}'`).join(' '), '/dev/null'];
}

function stateOf(folder: string): string {
  const file = path.join(folder, 'state.json');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
