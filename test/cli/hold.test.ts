// Goal: hold and unhold as a user runs them: they say what they did, every command keeps to it, and
// what is wrong is said before anything is written.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { openStateFile } from '../../src/emulator/state-file.ts';
import { makeWorkspace, sluice, writeGroupFile } from './sluice.ts';

const onEmulator = ['--emulator', 'state.json'];
const web = (port: number) =>
  `name: web\ningress: [{ protocol: tcp, ports: ${port}, source: 10.0.0.0/8 }]\negress: []\n`;
const until = '2999-11-27T08:00:00Z';
const reason = ['--reason', 'INC-42 console edit'];
const hold = ['hold', 'web', '--until', until, ...reason];

async function liveWeb(): Promise<string> {
  const folder = makeWorkspace({ web: web(443) });
  const consent = ['--auto-approve', '--allow-hazards', 'first-apply'];
  expect(await sluice(folder, ['apply', ...onEmulator, ...consent])).toMatchObject({ exitCode: 0 });
  return folder;
}

function stateOf(folder: string): string {
  return readFileSync(path.join(folder, 'state.json'), 'utf8');
}

async function byHand(folder: string, action: string, parameters: object): Promise<void> {
  const state = await openStateFile(path.join(folder, 'state.json'));
  await state.call({
    product: 'Ecs',
    version: '2014-05-26',
    action,
    region: 'cn-hangzhou',
    parameters: { RegionId: 'cn-hangzhou', ...parameters },
  });
  await state.close();
}

test('a group that is held is left alone by plan, apply and drift, until it is released', async () => {
  const folder = await liveWeb();
  const held = await sluice(folder, [...hold, ...onEmulator]);
  expect(held.exitCode).toBe(0);
  expect(held.out).toMatch(
    /^web \(sg-\w+\) is held until 2999-11-27T08:00:00Z: "INC-42 console edit"\.\n$/,
  );

  writeGroupFile(folder, 'web', web(8443));
  const before = stateOf(folder);
  const note =
    /^note: web \(sg-\w+\) is held until 2999-\S+: "INC-42 console edit"; 2 differences stay\n/m;
  const planned = await sluice(folder, ['plan', '--detailed-exitcode', ...onEmulator]);
  expect(planned).toMatchObject({ exitCode: 0, out: expect.stringMatching(note) as string });
  expect(planned.out).toContain('\nNo changes. Left alone: 2 differences in 1 group. ');
  const applied = await sluice(folder, ['apply', '--auto-approve', ...onEmulator]);
  expect(applied).toMatchObject({ exitCode: 0, out: expect.stringMatching(note) as string });
  const drift = await sluice(folder, ['drift', ...onEmulator]);
  expect(drift).toMatchObject({ exitCode: 0, out: expect.stringMatching(note) as string });
  expect(drift.out).toContain(
    'tcp 443   from 10.0.0.0/8  priority 1                          is not written',
  );
  expect(stateOf(folder)).toBe(before);

  const released = await sluice(folder, ['unhold', 'web', ...onEmulator]);
  expect(released.exitCode).toBe(0);
  expect(released.out).toMatch(
    /^web \(sg-\w+\) is not held any more; it was until 2999-\S+: "INC-42 console edit"\.\n$/,
  );
  expect(await sluice(folder, ['drift', ...onEmulator])).toMatchObject({ exitCode: 2 });
  const cutting = ['--allow-hazards', 'cuts-traffic'];
  const mended = await sluice(folder, ['apply', '--auto-approve', ...cutting, ...onEmulator]);
  expect(mended).toMatchObject({ exitCode: 0 });
  expect(stateOf(folder)).not.toContain('sluice:hold');
});

test('a hold on a held group replaces it, and says so', async () => {
  const folder = await liveWeb();
  await sluice(folder, [...hold, ...onEmulator]);
  const again = ['hold', 'web', '--until', '2999-12-01T16:00+08:00', '--reason', 'INC-43'];
  const { out } = await sluice(folder, [...again, ...onEmulator]);
  expect(out).toMatch(
    /is held until 2999-12-01T08:00:00Z: "INC-43"\. This replaces the hold until 2999-11-27T08:00:00Z: "INC-42 console edit"\.\n$/,
  );
});

test('--for counts from now', async () => {
  const folder = await liveWeb();
  const start = Date.now();
  const { out } = await sluice(folder, [
    'hold',
    'web',
    '--for',
    '1d2h3m',
    ...reason,
    ...onEmulator,
  ]);
  const at = Date.parse(/until (\S+Z)/.exec(out)?.[1] ?? '');
  const lengthMs = (26 * 60 + 3) * 60_000;
  // The text is to the second.
  expect(at).toBeGreaterThanOrEqual(start + lengthMs - 1000);
  expect(at).toBeLessThanOrEqual(Date.now() + lengthMs);
});

test('a group that is not held needs no release', async () => {
  const folder = await liveWeb();
  const before = stateOf(folder);
  const { exitCode, out } = await sluice(folder, ['unhold', 'web', ...onEmulator]);
  expect(exitCode).toBe(0);
  expect(out).toMatch(/^web \(sg-\w+\) is not held; nothing was written\.\n$/);
  expect(stateOf(folder)).toBe(before);
});

describe('usage is checked before anything is read: exit 3', () => {
  test.each([
    [
      ['--until', 'tomorrow', ...reason],
      '"tomorrow" is no time; expected a date and a time with their zone',
    ],
    [['--until', '2999-11-27T08:00:00', ...reason], 'is no time'],
    [
      ['--until', '2020-01-01T00:00:00Z', ...reason],
      'a hold until 2020-01-01T00:00:00Z is over already; it is 2',
    ],
    [['--for', '0h', ...reason], 'is over already'],
    [['--for', '4 hours', ...reason], '"4 hours" is no duration; expected days, hours and minutes'],
    [['--for', '', ...reason], '"" is no duration'],
    [['--for', '4h', '--until', until, ...reason], 'expected one of --until and --for'],
    [reason, 'expected one of --until and --for'],
    [['--until', until], "required option '--reason <text>' not specified"],
    [['--until', until, '--reason', ''], 'the reason is empty'],
    [['--until', until, '--reason', 'x'.repeat(129)], 'the reason has 129 characters'],
    [
      ['--until', until, '--reason', 'see https://wiki'],
      'the reason has http:// or https:// in it',
    ],
  ])('%j', async (args, message) => {
    const { exitCode, err } = await sluice('/', ['hold', 'web', ...args]);
    expect(exitCode).toBe(3);
    expect(err).toContain(message);
    expect(err).not.toContain('sluice.yaml');
  });
});

describe('the group', () => {
  test.each([
    ['wbe', 'there is no group "wbe" of owner "edge-platform" in vpc-bp1test; did you mean web?\n'],
    ['billing', 'in vpc-bp1test; there is web\n'],
    ['new', 'new is in the files, and no live group carries our tags for it yet; apply it first\n'],
  ])('must be there: %s', async (name, message) => {
    const folder = await liveWeb();
    writeGroupFile(folder, 'new', 'name: new\n');
    const before = stateOf(folder);
    for (const command of [
      ['hold', name, '--for', '4h', ...reason],
      ['unhold', name],
    ]) {
      const { exitCode, err } = await sluice(folder, [...command, ...onEmulator]);
      expect(exitCode).toBe(3);
      expect(err).toContain(message);
      expect(err).toContain('Nothing was written.\n');
    }
    expect(stateOf(folder)).toBe(before);
  });

  test('must be one: several are refused with their ids', async () => {
    const folder = await liveWeb();
    await byHand(folder, 'CreateSecurityGroup', {
      VpcId: 'vpc-bp1test',
      SecurityGroupName: 'copy',
      'Tag.1.Key': 'sluice:owner',
      'Tag.1.Value': 'edge-platform',
      'Tag.2.Key': 'sluice:group',
      'Tag.2.Value': 'web',
    });
    const { exitCode, err } = await sluice(folder, [...hold, ...onEmulator]);
    expect(exitCode).toBe(4);
    expect(err).toMatch(/refused: sg-\w+ and sg-\w+ all carry the tags of our group "web"/);
  });
});

test('drift --accept leaves what is held alone, says so, and takes it by its name', async () => {
  const folder = await liveWeb();
  expect(await sluice(folder, [...hold, ...onEmulator])).toMatchObject({ exitCode: 0 });
  writeGroupFile(folder, 'web', web(80));
  const accept = ['drift', '--accept', ...onEmulator];
  const left = await sluice(folder, accept);
  expect(left).toMatchObject({ exitCode: 0, out: '' });
  expect(left.err).toContain(
    'web: it is held and left alone; to accept it all the same: ' +
      'sluice drift --accept --group web --emulator state.json\n0 files written.\n',
  );
  const named = await sluice(folder, [...accept, '--group', 'web']);
  expect(named.err).toContain('web: 2 differences accepted;');
  expect(named.err).toContain('1 file written.\n');
});
