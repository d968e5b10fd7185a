// Goal: what nobody asks about may be limited to what opens nothing.
import { beforeAll, expect, test } from 'vitest';
import { makeWorkspace, sluice, writeGroupFile } from './sluice.ts';

const onEmulator = ['--emulator', 'state.json'];
const consent = ['--allow-hazards', 'first-apply'];
let folder: string;

beforeAll(async () => {
  folder = makeWorkspace({ web: webFrom('10.0.0.0/8') });
  const made = await sluice(folder, ['apply', ...onEmulator, ...consent, '--auto-approve']);
  expect(made.exitCode).toBe(0);
});

function webFrom(source: string): string {
  return `name: web\ningress:\n  - { protocol: tcp, ports: 443, source: ${source} }\n`;
}

test('a plan that opens more is refused, and nothing is written', async () => {
  writeGroupFile(folder, 'web', webFrom('172.16.0.0/12'));
  const refused = await sluice(folder, ['apply', ...onEmulator, '--auto-approve=narrows']);
  expect(refused.exitCode).toBe(4);
  expect(refused.err).toContain('refused: the risk is "widens", and --auto-approve=narrows ');
  const saved = ['--out', 'p.json'];
  expect((await sluice(folder, ['plan', ...onEmulator, ...saved])).exitCode).toBe(0);
  const also = await sluice(folder, ['apply', 'p.json', ...onEmulator, '--auto-approve=narrows']);
  expect(also.exitCode).toBe(4);
});

test('a plan that only narrows is applied', async () => {
  writeGroupFile(folder, 'web', webFrom('10.0.0.0/9'));
  const applied = await sluice(folder, ['apply', ...onEmulator, '--auto-approve=narrows']);
  expect(applied.out).toContain('Traffic of new sessions (risk: narrows):');
  expect(applied.exitCode).toBe(0);
});

test('a risk that there is not is an error with those that there are', async () => {
  const { exitCode, err } = await sluice(folder, ['apply', '--auto-approve=harmless']);
  expect(exitCode).toBe(3);
  expect(err).toContain(
    'there is no risk "harmless"; there are none, narrows, widens, opens-to-internet',
  );
});
