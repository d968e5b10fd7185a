// Goal: whoever says where they are, or works over SSH, is not cut off by a plan unasked.
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { openStateFile } from '../../src/emulator/state-file.ts';
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
  test('is made, and names the address with the consent to copy', async () => {
    const { exitCode, out } = await sluice(folder, [
      ...['plan', ...onEmulator, '--my-address', '203.0.113.7'],
    ]);
    expect(exitCode).toBe(0);
    expect(out).toContain(message);
    expect(out).toContain('--allow-hazards self-lockout');
  });

  test('is one of IPv4 too where a program wrote it as one of IPv6', async () => {
    const plan = ['plan', ...onEmulator, '--my-address', '::ffff:203.0.113.7'];
    expect((await sluice(folder, plan)).out).toContain(message);
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

test('over SSH the session itself is looked at, where the machine is one of these', async () => {
  const here = copyOf(folder);
  const state = await openStateFile(path.join(here, 'state.json'));
  const [web] = state.emulator.snapshot().groups;
  const place = { region: 'cn-hangzhou', vpcId: 'vpc-bp1test', groupIds: [web?.id ?? ''] };
  const ids = { id: 'i-jump', interfaceId: 'eni-jump' };
  state.emulator.load({ instances: [{ ...place, ...ids, privateAddresses: ['10.0.0.5'] }] });
  await state.close();
  const planFrom = (connection: string) =>
    sluice(here, ['plan', ...onEmulator], { SSH_CONNECTION: connection });
  const lost = 'self-lockout: 203.0.113.7, where you are, can no longer reach tcp 22 of 10.0.0.5';
  expect((await planFrom('203.0.113.7 50022 10.0.0.5 22')).out).toContain(`${lost}, in web`);
  for (const other of ['203.0.113.7 50022 10.0.0.6 22', '203.0.113.7 50022 10.0.0.5', 'x y z 22']) {
    const { exitCode, out } = await planFrom(other);
    expect(exitCode).toBe(0);
    expect(out).not.toContain('self-lockout');
  }
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
