// sluice emulator as a process, as its user starts and stops it.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { httpClient } from '../emulator/wire/http-client.ts';
import { sluice } from './sluice.ts';

const bin = fileURLToPath(new URL('../../bin/sluice.js', import.meta.url));
const example = fileURLToPath(new URL('../../examples/emulator-seed.yaml', import.meta.url));

let folder: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'sluice-emulator-'));
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

interface Started {
  readonly child: ChildProcess;
  readonly ready: string;
  readonly port: number;
  readonly errors: () => string;
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>;
}

async function start(...args: readonly string[]): Promise<Started> {
  const child = spawn(process.execPath, [bin, 'emulator', ...args], { cwd: folder });
  children.push(child);
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const ready = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => {
      resolve(chunk.toString());
    });
    void ended.then((code) => {
      reject(new Error(`ended with ${String(code)}: ${errors}`));
    });
  });
  return {
    child,
    ready,
    port: Number(/http:\/\/127\.0\.0\.1:(\d+)/.exec(ready)?.[1]),
    errors: () => errors,
    stop: (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
}

test('one line says where it is, whose it is and with which key', async () => {
  const { ready, port, stop } = await start();
  expect(ready).toBe(
    `sluice emulator ready on http://127.0.0.1:${port}, account 1000000000000001, access key emulator, secret emulator\n`,
  );
  expect(await stop()).toBe(0);
});

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s saves the state, which is there again',
  async (signal) => {
    const first = await start('--state', 'state.json', '--account', '42');
    const client = httpClient(first.port);
    const { body } = await client.call('CreateSecurityGroup', { SecurityGroupName: 'web' });
    client.close();
    expect(await first.stop(signal)).toBe(0);
    expect(readFileSync(path.join(folder, 'state.json'), 'utf8')).toContain(
      String(body['SecurityGroupId']),
    );

    const second = await start('--state', 'state.json');
    expect(second.ready).toContain('account 42,');
    const again = httpClient(second.port);
    const { body: listed } = await again.call('DescribeSecurityGroups', {});
    again.close();
    expect(listed['TotalCount']).toBe(1);
    expect(await second.stop(signal)).toBe(0);
  },
);

test('a secret of the user is not repeated', async () => {
  const { ready, errors, stop } = await start('--access-key', 'mine:hush-hush');
  expect(ready).toContain('access key mine\n');
  await stop();
  expect(ready + errors()).not.toContain('hush');
  const refused = await sluice(folder, ['emulator', '--access-key', 'hush-hush']);
  expect([refused.exitCode, refused.out]).toEqual([3, '']);
  expect(refused.err).not.toContain('hush');
});

test('TLS is spoken on the same port, vouched for by the file', async () => {
  const { ready, port, stop } = await start('--tls', 'ca.pem');
  expect(ready).toContain(
    `ready on http://127.0.0.1:${port} and https://127.0.0.1:${port}, account`,
  );
  const ca = readFileSync(path.join(folder, 'ca.pem'));
  const status = await new Promise((resolve, reject) => {
    const asked = request(
      { host: 'localhost', port, path: '/_emulator/health', ca },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    );
    asked.once('error', reject);
    asked.end();
  });
  expect(status).toBe(200);
  expect(await stop()).toBe(0);
});

test('a seed is where it starts from, and goes no further than the first start', async () => {
  const first = await start('--seed', example, '--state', 'state.json');
  const client = httpClient(first.port);
  const { body } = await client.call('DescribeSecurityGroups', {});
  const count = Number(body['TotalCount']);
  expect(count).toBeGreaterThan(0);
  await client.call('CreateSecurityGroup', { SecurityGroupName: 'one-more' });
  client.close();
  await first.stop();

  const second = await start('--seed', example, '--state', 'state.json');
  expect(second.errors()).toContain('only the access keys are used');
  const again = httpClient(second.port);
  const { body: listed } = await again.call('DescribeSecurityGroups', {});
  again.close();
  expect(listed['TotalCount']).toBe(count + 1);
  await second.stop();
});

test('quotas, switches and the access log are as they are said', async () => {
  const { port, stop } = await start(
    ...['--quota', 'groupsPerRegionMax=1', '--switch', 'nonces=checked'],
    ...['--switch', 'revokeMissingRule=succeeds', '--access-log', 'access.ndjson'],
  );
  const client = httpClient(port);
  const name = { SecurityGroupName: 'web' };
  const { body } = await client.call('CreateSecurityGroup', name);
  const rule = { IpProtocol: 'tcp', PortRange: '22/22', SourceCidrIp: '10.0.0.0/8' };
  const revoke = { SecurityGroupId: String(body['SecurityGroupId']), ...rule };
  const codes = [
    await client.call('CreateSecurityGroup', name),
    await client.call('RevokeSecurityGroup', revoke),
    await client.call('DescribeSecurityGroups', { SignatureNonce: 'again' }),
    await client.call('DescribeSecurityGroups', { SignatureNonce: 'again' }),
  ].map(({ code }) => code);
  client.close();
  expect(codes).toEqual(['QuotaExceed.SecurityGroup', 'OK', 'OK', 'SignatureNonceUsed']);
  await stop();
  const log = readFileSync(path.join(folder, 'access.ndjson'), 'utf8').trimEnd().split('\n');
  expect(log.map((line) => (JSON.parse(line) as { code: string }).code)).toEqual(['OK', ...codes]);
});

test.each<[readonly string[], string]>([
  [['--quota', 'rules=1'], 'there is no quota "rules"; there are rulesPerGroupMax, '],
  [['--quota', 'constructor=1'], 'there is no quota "constructor"'],
  [['--quota', 'rulesPerGroupMax=many'], 'expected a number such as rulesPerGroupMax=100'],
  [['--switch', 'batch=atomic'], 'there is no switch "batch"; there are priorityInIdentity, '],
  [['--switch', 'batches=never'], 'there is no value "never"; there are atomic, inOrder'],
  [['--switch', 'priorityInIdentity'], 'there is no value ""; there are true, false'],
  [['--account', 'me'], 'expected the number of an account'],
  [['--seed', 'nowhere.yaml'], 'ENOENT'],
])('%j is a mistake, and the message says what there is', async (args, message) => {
  const { exitCode, err, out } = await sluice(folder, ['emulator', ...args]);
  expect([exitCode, out]).toEqual([3, '']);
  expect(err).toContain(message);
});

test('the faults of a seed are shown by file, line and column', async () => {
  writeFileSync(
    path.join(folder, 'seed.yaml'),
    "version: 1\naccounts:\n  '42':\n    nonsense: 1\n",
  );
  const { exitCode, err } = await sluice(folder, ['emulator', '--seed', 'seed.yaml']);
  expect(exitCode).toBe(3);
  expect(err).toMatch(/^error: seed\.yaml:4:\d+: /m);
});

test('a port in use and a state in use are errors, and leave both as they are', async () => {
  const { port, stop } = await start('--state', 'state.json');
  const samePort = await sluice(folder, [
    'emulator',
    '--port',
    String(port),
    '--state',
    'other.json',
  ]);
  expect([samePort.exitCode, samePort.err]).toEqual([1, expect.stringContaining('EADDRINUSE')]);
  const sameState = await sluice(folder, ['emulator', '--state', 'state.json']);
  expect([sameState.exitCode, sameState.err]).toEqual([1, expect.stringContaining('is in use by')]);
  expect(await stop()).toBe(0);
});

test('another host than this one is a warning', async () => {
  const { errors, ready, stop } = await start('--host', '0.0.0.0');
  expect(errors()).toContain('warning: with --host 0.0.0.0 other machines can reach the emulator');
  expect(ready).toContain('http://127.0.0.1:');
  await stop();
});
