// sluice emulator with faults, as a process: what it is told by flags and by a file, and what it says.

import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sluice } from '../../cli/sluice.ts';
import { httpClient } from '../wire/http-client.ts';

const bin = fileURLToPath(new URL('../../../bin/sluice.js', import.meta.url));

let folder: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'sluice-faults-'));
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

interface Started {
  readonly call: (action: string, words?: Readonly<Record<string, string>>) => Promise<string>;
  readonly errors: () => string;
  readonly stop: () => Promise<number | null>;
}

async function start(...args: readonly string[]): Promise<Started> {
  const child = spawn(process.execPath, [bin, 'emulator', ...args], { cwd: folder });
  children.push(child);
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const ready = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => {
      resolve(chunk.toString());
    });
    void ended.then((code) => {
      reject(new Error(`ended with ${String(code)}: ${errors}`));
    });
  });
  const client = httpClient(Number(/http:\/\/127\.0\.0\.1:(\d+)/.exec(ready)?.[1]));
  return {
    call: (action, words = {}) =>
      client.call(action, words).then(
        ({ code }) => code,
        (error: unknown) => (error instanceof Error ? error.name : 'lost'),
      ),
    errors: () => errors,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

function withoutTimes(text: string): string {
  return text.replace(/^at \d+\.\d{3} s, /gm, '');
}

const create = { VpcId: 'vpc-1', ClientToken: 't' };

test('a file of faults: the effect of a lost reply is in the state file', async () => {
  const text = 'version: 1\nfaults:\n  - { action: Create*, fault: loseReply }\n';
  writeFileSync(path.join(folder, 'faults.yaml'), text);
  const { call, errors, stop } = await start('--faults', 'faults.yaml', '--state', 's.json');
  expect(await call('CreateSecurityGroup', create)).toBe('Error');
  const saved = JSON.parse(readFileSync(path.join(folder, 's.json'), 'utf8')) as {
    groups: unknown[];
  };
  expect(saved.groups).toHaveLength(1);
  expect(await call('CreateSecurityGroup', create)).toBe('OK');
  expect(await stop()).toBe(0);
  expect(withoutTimes(errors())).toBe(
    'call 1, CreateSecurityGroup: the reply was lost, after the effect\n',
  );
});

test('a rate limit and a lag by flags', async () => {
  const { call, errors, stop } = await start('--rate-limit', '0', '--no-retry-after');
  expect(await call('DescribeRegions')).toBe('Throttling.User');
  expect(await stop()).toBe(0);
  expect(withoutTimes(errors())).toMatch(/^call 1, DescribeRegions: throttled, for \d+ ms more\n$/);
  const lagging = await start('--lag', '600000');
  expect(await lagging.call('CreateSecurityGroup', create)).toBe('OK');
  expect(await lagging.call('DescribeSecurityGroups')).toBe('OK');
  expect(await lagging.stop()).toBe(0);
  expect(withoutTimes(lagging.errors())).toMatch(
    /^call 2, DescribeSecurityGroups: saw the past of sg-\w+\n$/,
  );
});

test('the same seed makes the same faults', async () => {
  const stories: string[] = [];
  for (let run = 0; run < 2; run++) {
    const { call, errors, stop } = await start('--fault-seed', '3', '--fault-rate', '0.9');
    for (let n = 0; n < 12; n++) await call('DescribeRegions');
    expect(await stop()).toBe(0);
    stories.push(withoutTimes(errors()));
  }
  expect(stories[0]).toBe(stories[1]);
  expect(stories[0]?.split('\n').length).toBeGreaterThan(4);
});

test('a call that is held up does not keep the process', async () => {
  const text = 'version: 1\nfaults: [{ fault: delay, ms: 900000000 }]\n';
  writeFileSync(path.join(folder, 'faults.yaml'), text);
  const { call, errors, stop } = await start('--faults', 'faults.yaml', '--state', 's.json');
  const held = call('DescribeRegions');
  while (errors() === '') await new Promise(setImmediate);
  expect(await stop()).toBe(0);
  expect(await held).toBe('Error');
});

test('every mistake is named at once, in the file with its place', async () => {
  writeFileSync(path.join(folder, 'faults.yaml'), 'version: 1\nfaults: [{ fault: lose }]\n');
  const args = ['emulator', '--faults', 'faults.yaml', '--quota', 'x=1'];
  const { exitCode, out, err } = await sluice(folder, args);
  expect([exitCode, out]).toEqual([3, '']);
  expect(err).toContain('error: there is no quota "x"');
  expect(err).toContain('error: faults.yaml:2:19: expected fault to be one of loseRequest,');
});

test.each([
  [['--fault-seed', 'x'], '--fault-seed: expected a whole number, such as --fault-seed 7'],
  [['--fault-rate', '0.1'], '--fault-rate: expected a seed too, such as --fault-seed 7 --fault-'],
  [['--fault-seed', '1', '--fault-rate', '2'], '--fault-rate: expected a share from 0 to 1'],
  [['--rate-limit', '-1'], '--rate-limit: expected a whole number, such as --rate-limit 100'],
  [['--no-retry-after'], '--no-retry-after: expected a limit too, such as --rate-limit 100'],
  [['--lag', '2s'], '--lag: expected a whole number, such as --lag 2000'],
  [['--faults', 'none.yaml'], 'none.yaml'],
])('%j is refused', async (args, message) => {
  const { exitCode, err } = await sluice(folder, ['emulator', ...args]);
  expect(exitCode).toBe(3);
  expect(err).toContain(message);
});
