// Temporary keys on the wire: what AssumeRole gives signs like any key, with its token and never
// without.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { Emulator } from '../../../src/emulator/emulator.ts';
import { serve } from '../../../src/emulator/http/server.ts';
import { signedForm, system } from './sign-v1.ts';
import type { Served } from '../../../src/emulator/http/server.ts';
import type { Words } from './sign-v1.ts';

let nowMs = Date.now();
const emulator = new Emulator({ now: () => new Date(nowMs) });
let server: Served;

beforeAll(async () => {
  server = await serve({
    call: (request) => emulator.call(request),
    secretOf: (id) => emulator.secretOf(id),
    port: 0,
  });
});

afterAll(() => server.close());

async function call(words: Words, secret?: string): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(`${server.url}/?${signedForm('GET', words, secret)}`);
  return (await response.json()) as Readonly<Record<string, unknown>>;
}

interface Keys {
  readonly AccessKeyId: string;
  readonly AccessKeySecret: string;
  readonly SecurityToken: string;
}

async function assumeRole(): Promise<Keys> {
  const body = await call({
    ...system('AssumeRole'),
    Version: '2015-04-01',
    RoleArn: `acs:ram::${emulator.account}:role/deployer`,
    RoleSessionName: 'test',
  });
  return body['Credentials'] as Keys;
}

test('a temporary key is good with its token, and with nothing else', async () => {
  const { AccessKeyId, AccessKeySecret, SecurityToken } = await assumeRole();
  const words = { ...system('DescribeSecurityGroups'), AccessKeyId };
  const codes = [
    await call({ ...words, SecurityToken }, AccessKeySecret),
    await call(words, AccessKeySecret),
    await call({ ...words, SecurityToken: '' }, AccessKeySecret),
    await call({ ...words, SecurityToken: 'another' }, AccessKeySecret),
    await call({ ...words, SecurityToken }, 'another'),
  ].map((body) => body['Code']);
  expect(codes).toEqual([
    undefined,
    'MissingSecurityToken',
    'MissingSecurityToken',
    'InvalidSecurityToken.MismatchWithAccessKey',
    'SignatureDoesNotMatch',
  ]);
});

test('a temporary key ends with its time', async () => {
  const { AccessKeyId, AccessKeySecret, SecurityToken } = await assumeRole();
  const words = { ...system('DescribeSecurityGroups'), AccessKeyId, SecurityToken };
  expect((await call(words, AccessKeySecret))['Code']).toBeUndefined();
  nowMs += 13 * 60 * 60 * 1000;
  const { Code } = await call(words, AccessKeySecret);
  expect(['InvalidSecurityToken.Expired', 'InvalidAccessKeyId.NotFound']).toContain(Code);
});
