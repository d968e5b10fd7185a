// Goal: who sits on which network interface decides what a person sees and what is run: a deletion
// that cannot be, a plan that has grown stale, and what these credentials may not know.
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Emulator } from '../../src/emulator/emulator.ts';
import { serve, type Served } from '../../src/emulator/http/server.ts';
import type { EmulatorSeed } from '../../src/emulator/load-seed.ts';
import { openStateFile } from '../../src/emulator/state-file.ts';
import { makeWorkspace, sluice } from './sluice.ts';

const onEmulator = ['--emulator', 'state.json'];
const consent = ['--allow-hazards', 'deletes-group'];
const here = { region: 'cn-hangzhou', vpcId: 'vpc-bp1test' };
const tagsOf = (name: string) => ({ 'sluice:owner': 'edge-platform', 'sluice:group': name });

const web = 'name: web\ningress: [{ protocol: tcp, ports: 443, source: 10.0.0.0/8 }]\n';
const seed: EmulatorSeed = {
  groups: [
    { ...here, id: 'sg-old', name: 'old', tags: tagsOf('old') },
    { ...here, id: 'sg-web', name: 'web', tags: tagsOf('web') },
    {
      ...here,
      id: 'sg-billing',
      name: 'billing',
      rules: [
        { Direction: 'ingress', IpProtocol: 'TCP', PortRange: '80/80', SourceGroupId: 'sg-old' },
      ],
    },
  ],
  instances: [{ ...here, id: 'i-old', interfaceId: 'eni-old', groupIds: ['sg-old'] }],
  interfaces: [{ ...here, id: 'eni-spare', groupIds: ['sg-old'] }],
};

/** Puts a world into the state file of a workspace. */
async function load(folder: string, world: EmulatorSeed): Promise<void> {
  const state = await openStateFile(path.join(folder, 'state.json'));
  state.emulator.load(world);
  await state.close();
}

test('a group that is to go and cannot: exit 4 with all that is in the way, and nothing is written', async () => {
  const folder = makeWorkspace({ web, old: 'name: old\nstate: absent\n' });
  await load(folder, seed);
  const refused =
    'groups/old.yaml:1:1: refused: old cannot be deleted while rules that stay refer to it ' +
    '(rules of sg-billing "billing"); have those to whom the other groups belong revoke theirs ' +
    '[still-referred]\n' +
    'groups/old.yaml:1:1: refused: old cannot be deleted while network interfaces are in it ' +
    '(eni-old of i-old, eni-spare); put them into other groups first [has-members]\n' +
    '    still-referred: Take it out of those rules first, and apply; then delete it.\n' +
    '    has-members: Let them leave it first, for another group; then delete it.\n' +
    'Nothing was written.\n';
  for (const command of [['plan'], ['drift'], ['apply', '--auto-approve', ...consent]]) {
    const { exitCode, out, err } = await sluice(folder, [...command, ...onEmulator]);
    expect({ exitCode, out }).toEqual({ exitCode: 4, out: '' });
    expect(err).toContain(refused);
  }
});

test('a saved plan whose group sits with others by now: exit 5, and nothing is written', async () => {
  const folder = makeWorkspace({ web });
  await load(folder, seed);
  const planned = await sluice(folder, ['plan', ...onEmulator, '--out', 'web.json']);
  expect(planned.exitCode).toBe(0);

  const joined = { ...here, id: 'eni-spare', groupIds: ['sg-old', 'sg-web'] };
  await load(folder, { interfaces: [joined] });
  const applied = await sluice(folder, ['apply', 'web.json', ...onEmulator]);
  expect(applied.exitCode).toBe(5);
  expect(applied.err).toContain(
    'stale: group web (sg-web) is on network interfaces with other groups than when the plan was made\n' +
      'Nothing was written. Plan again, and review what you get.\n',
  );
  const again = await sluice(folder, ['apply', ...onEmulator, '--auto-approve']);
  expect(again.exitCode).toBe(0);
});

let served: Served;
const emulator = new Emulator().load(seed);

beforeAll(async () => {
  served = await serve({
    call: (request) => emulator.call(request),
    secretOf: (id) => (id === 'emulator' ? 'emulator' : undefined),
    port: 0,
  });
});

afterAll(() => served.close());

test('credentials that may not read interfaces plan all the same, and the plan says so', async () => {
  const folder = makeWorkspace({ web });
  const environment = {
    SLUICE_ENDPOINT: served.url,
    ALIBABA_CLOUD_ACCESS_KEY_ID: 'emulator',
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'emulator',
  };
  emulator.refuseNext('DescribeNetworkInterfaces', { code: 'Forbidden.RAM' });
  const { exitCode, out } = await sluice(folder, ['plan'], environment);
  expect(exitCode).toBe(0);
  expect(out).toContain(
    'note: who is in which group is not known (DescribeNetworkInterfaces was refused: Forbidden.RAM), ' +
      'so all groups of one type are taken to meet\n',
  );
  expect((await sluice(folder, ['plan'], environment)).out).not.toContain('interfaces could not');
});
