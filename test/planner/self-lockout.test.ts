// Goal: a plan that takes the ports of administrators, or the very session that the tool runs in, from
// whoever makes it needs consent; whatever stays reachable needs none.
import { describe, expect, test } from 'vitest';
import type { EmulatorSeed } from '../../src/emulator/load-seed.ts';
import type { Cidr } from '../../src/model/cidr.ts';
import type { Rule, WrittenRule } from '../../src/model/rule.ts';
import type { FromWhere } from '../../src/planner/findings/self-lockout.ts';
import { allOf, instance, worldWith } from '../cloud/machine-words.ts';
import { planOf, unasked } from './in-process.ts';
import { seededId } from './names.ts';
import { accept, group, named, seed, wanted } from './words.ts';

const web = seededId('web');
const app = seededId('app');

interface Change {
  readonly before: readonly Rule[];
  readonly after: readonly WrittenRule[];
}

/** `app` has a machine at 10.0.0.9, `web` one at 10.0.0.5 and 2001:db8::5. */
const machines: EmulatorSeed = {
  instances: [
    instance('a', [web], { privateAddresses: ['10.0.0.5'], ipv6Addresses: ['2001:db8::5'] }),
    instance('b', [app], { privateAddresses: ['10.0.0.9'] }),
  ],
};

async function lockouts(
  { before, after }: Change,
  from: FromWhere | undefined,
  { world = machines, isRead = true }: { world?: EmulatorSeed; isRead?: boolean } = {},
): Promise<readonly string[]> {
  const desired = wanted(group('web', { ingress: after }), group('app'));
  const groups = [seed('web', before), seed('app')];
  const live = await allOf(desired, worldWith({ groups, ...world }).send);
  const read = isRead ? live : { ...live, interfaces: unasked.interfaces };
  const { hazards } = planOf(desired, read, from === undefined ? {} : { from });
  return hazards.flatMap(({ code, message }) => (code === 'self-lockout' ? [message] : []));
}

const at = (address: string): FromWhere => ({ address: address as Cidr });
const ssh = (client: string, server: string, port = 22): FromWhere => ({
  ssh: { client: client as Cidr, server: server as Cidr, port },
});

const toOffice: Change = {
  before: [accept('tcp 22', '0.0.0.0/0'), accept('tcp 3389', '0.0.0.0/0')],
  after: [accept('tcp 22', '198.51.100.0/24'), accept('tcp 3389', '198.51.100.0/24')],
};
const toOffice6: Change = {
  before: [accept('tcp 22', '::/0')],
  after: [accept('tcp 22', '2001:db8:1::/48')],
};

describe('of an address', () => {
  test('IPv4, the ports of administrators are named, with the interfaces', async () => {
    expect(await lockouts(toOffice, at('203.0.113.7/32'))).toEqual([
      '203.0.113.7, where you are, can no longer reach tcp 22, 3389 of web (1 instance)',
    ]);
  });

  test('IPv6 as well', async () => {
    expect(await lockouts(toOffice6, at('2001:db8:2::7/128'))).toEqual([
      '2001:db8:2::7, where you are, can no longer reach tcp 22 of web (1 instance)',
    ]);
  });

  test('that may still come in nothing is said, nor of one that never could', async () => {
    expect(await lockouts(toOffice, at('198.51.100.9/32'))).toEqual([]);
    expect(await lockouts(toOffice6, at('2001:db8:1::9/128'))).toEqual([]);
    expect(await lockouts(toOffice6, at('203.0.113.7/32'))).toEqual([]);
    expect(await lockouts(toOffice, undefined)).toEqual([]);
  });

  test('other ports may close', async () => {
    const change = { before: [accept('tcp 8022', '0.0.0.0/0')], after: [] };
    expect(await lockouts(change, at('203.0.113.7/32'))).toEqual([]);
  });

  test('of a machine here, its groups count', async () => {
    const before = [accept('tcp 22', named('app'))];
    const change = { before, after: [accept('tcp 22', '192.168.0.0/16')] };
    expect(await lockouts(change, at('10.0.0.9/32'))).toHaveLength(1);
    expect(await lockouts(change, at('10.0.0.10/32'))).toEqual([]);
    const stays = { before: [accept('tcp 22', '10.0.0.0/8')], after: before };
    expect(await lockouts(stays, at('10.0.0.9/32'))).toEqual([]);
    expect(await lockouts(stays, at('10.0.0.10/32'))).toHaveLength(1);
  });

  test('groups on no interface lock nobody out; where interfaces are not read, all may', async () => {
    const elsewhere = { instances: [instance('b', [app])] };
    const from = at('203.0.113.7/32');
    expect(await lockouts(toOffice, from, { world: elsewhere })).toEqual([]);
    expect(await lockouts(toOffice, from, { world: elsewhere, isRead: false })).toEqual([
      '203.0.113.7, where you are, can no longer reach tcp 22, 3389 of web',
    ]);
  });
});

describe('of a session', () => {
  const before = [accept('tcp 2222', '0.0.0.0/0'), accept('tcp 22', '0.0.0.0/0')];
  const change = { before, after: [accept('tcp 22', '198.51.100.0/24')] };

  test('its own port on its own interface is named, and no other', async () => {
    expect(await lockouts(change, ssh('203.0.113.7/32', '10.0.0.5/32', 2222))).toEqual([
      '203.0.113.7, where you are, can no longer reach tcp 2222 of 10.0.0.5, in web',
    ]);
    expect(await lockouts(change, ssh('203.0.113.7/32', '10.0.0.5/32', 443))).toEqual([]);
  });

  test('IPv6 as well', async () => {
    expect(await lockouts(toOffice6, ssh('2001:db8:2::7/128', '2001:db8::5/128'))).toHaveLength(1);
  });

  test('to another machine, or to none of these, nothing is said', async () => {
    expect(await lockouts(change, ssh('203.0.113.7/32', '10.0.0.9/32'))).toEqual([]);
    expect(await lockouts(change, ssh('203.0.113.7/32', '192.168.1.1/32'))).toEqual([]);
  });
});
