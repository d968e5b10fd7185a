// Goal: whoever says where they are, or works over SSH, is not cut off by a plan unasked.
import { beforeAll, describe, expect, test } from 'vitest';
import { copyOf, makeWorkspace, sluice, writeGroupFile } from './sluice.ts';

const onEmulator = ['--emulator', 'state.json'];
const message = 'self-lockout: 203.0.113.7, where you are, can no longer reach tcp 22 of web';
let folder: string;

beforeAll(async () => {
  folder = makeWorkspace({ web: sshFrom('203.0.113.0/24') });
  const consent = ['--allow-hazards', 'first-apply', '--auto-approve'];
  expect((await sluice(folder, ['apply', ...onEmulator, ...consent])).exitCode).toBe(0);
  writeGroupFile(folder, 'web', sshFrom('198.51.100.0/24'));
});

function sshFrom(source: string): string {
  return `name: web\ningress:\n  - { protocol: tcp, ports: 22, source: ${source} }\n`;
}

describe('a plan that cuts off the address', () => {
  test('is made, and names it, the file and the line', async () => {
    const { exitCode, out } = await sluice(folder, [
      ...['plan', ...onEmulator, '--my-address', '203.0.113.7'],
    ]);
    expect(exitCode).toBe(0);
    expect(out).toContain(message);
    expect(out).toContain('--allow-hazards self-lockout');
  });

  test('is known from the environment too', async () => {
    const where = { SLUICE_MY_ADDRESS: '203.0.113.7' };
    expect((await sluice(folder, ['plan', ...onEmulator], where)).out).toContain(message);
    expect((await sluice(folder, ['plan', ...onEmulator])).out).not.toContain('self-lockout');
  });

  test('is refused without consent, and applied with it', async () => {
    const here = copyOf(folder);
    const apply = ['apply', ...onEmulator, '--auto-approve', '--my-address', '203.0.113.7'];
    const refused = await sluice(here, apply);
    expect(refused.exitCode).toBe(4);
    expect(refused.err).toContain('If that is what you want: --allow-hazards self-lockout');
    const applied = await sluice(here, [...apply, '--allow-hazards', 'self-lockout']);
    expect(applied.exitCode).toBe(0);
    // What to run next is as careful.
    expect(applied.err).toMatch(/sluice rollback .* --my-address 203\.0\.113\.7/);
  });
});

test.each([
  ['a block', ['--my-address', '203.0.113.0/24'], {}],
  ['a name', ['--my-address', 'home.example'], {}],
  ['nonsense in the environment', [], { SLUICE_MY_ADDRESS: '203.0.113' }],
])('%s is no address: exit 3, with those that are right', async (_, flags, where) => {
  const { exitCode, err } = await sluice(folder, ['plan', ...onEmulator, ...flags], where);
  expect(exitCode).toBe(3);
  expect(err).toContain('expected an address such as 203.0.113.7 or 2001:db8::7');
});
