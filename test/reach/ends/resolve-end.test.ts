// Goal: an end means one thing, or there is a fault with a right example; and what nobody knows about it
// stays open.
import { expect, test } from 'vitest';
import type { Cidr } from '../../../src/model/cidr.ts';
import type { GroupName } from '../../../src/model/group-identity.ts';
import type { Policy } from '../../../src/model/rule.ts';
import type { AccessState, StateGroup } from '../../../src/reach/ends/access-state.ts';
import { resolveEnd } from '../../../src/reach/ends/resolve-end.ts';
import { explain } from '../../../src/reach/flow/explain.ts';

const group = (name: string, more: Partial<StateGroup> = {}): StateGroup => ({
  ...{ name, type: 'normal', innerAccessPolicy: 'drop', rules: [], isOurs: true, unwritten: [] },
  ...more,
});
const accepting = (from: string, policy: Policy = 'accept', priority = 1) => ({
  ...({ direction: 'ingress', policy, priority, traffic: { protocol: 'all' } } as const),
  peer: { kind: 'group', group: from as GroupName } as const,
});

function stateOf(groups: readonly StateGroup[], more: Partial<AccessState> = {}): AccessState {
  return {
    kind: 'live',
    groups: new Map(groups.map((one) => [one.name, one])),
    inVpc: new Set(groups.map(({ name }) => name)),
    interfaces: { kind: 'unknown', why: 'no cloud was asked' },
    names: new Map(),
    networks: new Map(),
    ...more,
  };
}

const block = (text: string) => text as Cidr;
const office = new Map([['office', [block('203.0.113.0/25')]]]);

function verdict(state: AccessState, [from, to, port]: readonly [string, string, string]): string {
  const [one, other] = [resolveEnd(from, state), resolveEnd(to, state)];
  if (!one.ok || !other.ok) throw new Error(`${from} ${to}`);
  const traffic = { protocols: ['tcp'], ports: [port] };
  return explain({ target: 'prod', from: one.end, to: other.end, traffic }, state).verdict;
}

test('a text that may be two things is a fault that says how to say which', () => {
  const state = stateOf([group('office'), group('internet'), group('fe80::1')], {
    networks: office,
  });
  for (const [text, kinds] of [
    ['office', ['group', 'network']],
    ['internet', ['group', 'internet']],
    ['fe80::1', ['group', 'address']],
  ] as const) {
    const found = resolveEnd(text, state);
    if (found.ok) throw new Error(`${text} is ${found.end.kind}`);
    expect(found.fault.message).toContain('may be several things');
    for (const kind of kinds) {
      const chosen = resolveEnd(`${kind}:${text}`, state);
      expect(chosen).toMatchObject({ ok: true, end: { kind, name: text } });
    }
  }
});

test('an address that nobody in the VPC has is in no group, and one that an interface has in its groups', () => {
  const groups = [group('web', { rules: [accepting('app')] }), group('app')];
  const all = [{ id: 'eni-1', groups: ['app'], addresses: [block('10.0.0.1/32')] }];
  const known = stateOf(groups, { interfaces: { kind: 'read', all } });
  expect(verdict(known, ['10.0.0.1', 'web', '80'])).toBe('allowed');
  expect(verdict(known, ['10.0.0.2', 'web', '80'])).toBe('denied');
  expect(verdict(known, ['10.0.0.0/30', 'web', '80'])).toBe('partly');
  const open = stateOf(groups);
  expect(verdict(open, ['10.0.0.2', 'web', '80'])).toBe('partly');
  expect(verdict(open, ['8.8.8.8', 'web', '80'])).toBe('denied');
  expect(verdict(open, ['app', 'web', '80'])).toBe('allowed');
});

test('an interface counts by its groups wherever its address is: a VPC may have any block', () => {
  const groups = [group('web', { rules: [accepting('app')] }), group('app')];
  const all = [{ id: 'eni-1', groups: ['app'], addresses: [block('30.0.0.1/32')] }];
  const known = stateOf(groups, { interfaces: { kind: 'read', all } });
  expect(verdict(known, ['30.0.0.1', 'web', '80'])).toBe('allowed');
  expect(verdict(known, ['30.0.0.2', 'web', '80'])).toBe('denied');
  expect(verdict(known, ['30.0.0.0/30', 'web', '80'])).toBe('partly');
});

test('a group whose rules could not be read leaves its interfaces open, and no others', () => {
  const groups = [group('web', { rules: [accepting('app')] }), group('app')];
  const all = [
    { id: 'eni-1', groups: ['app'], addresses: [block('10.0.0.1/32')] },
    { id: 'eni-2', groups: ['sg-secret', 'web'], addresses: [block('10.0.0.2/32')] },
    { id: 'eni-3', groups: ['web'], addresses: [block('10.0.0.3/32')] },
  ];
  const state = stateOf(groups, { interfaces: { kind: 'read', all } });
  expect(verdict(state, ['app', 'eni-2', '80'])).toBe('unknown');
  expect(verdict(state, ['app', 'eni-3', '80'])).toBe('allowed');
  expect(verdict(state, ['app', 'web', '80'])).toBe('unknown');
});

test('an inner access policy that nobody wrote matters only among members', () => {
  const web = group('web', { unwritten: ['innerAccessPolicy'] });
  const state = stateOf([web, group('app')]);
  expect(verdict(state, ['web', 'web', '80'])).toBe('unknown');
  expect(verdict(state, ['app', 'web', '80'])).toBe('denied');
});

test('an interface in no group lets nothing through, and no packet goes between families', () => {
  const all = [
    { id: 'eni-1', groups: [], addresses: [block('10.0.0.1/32')] },
    { id: 'eni-2', groups: ['web'], addresses: [block('10.0.0.2/32')] },
  ];
  const open = group('web', { innerAccessPolicy: 'accept' });
  const state = stateOf([open], { interfaces: { kind: 'read', all } });
  expect(verdict(state, ['eni-2', 'eni-1', '80'])).toBe('denied');
  expect(verdict(state, ['eni-1', '8.8.8.8', '80'])).toBe('denied');
  expect(verdict(state, ['eni-2', '8.8.8.8', '80'])).toBe('allowed');
  expect(verdict(state, ['2001:db8::1', 'eni-2', '80'])).toBe('impossible');
});

test('a group of ours goes by its id too, as consoles and logs name it', () => {
  const live = stateOf([group('web')], { names: new Map([['sg-bp1web', 'web']]) });
  expect(resolveEnd('sg-bp1web', live)).toMatchObject({ ok: true, end: { name: 'web' } });
  expect(resolveEnd('group:sg-bp1web', live)).toMatchObject({ ok: true, end: { name: 'web' } });
  expect(resolveEnd('sg-bp1app', live)).toMatchObject({ ok: false });
  const desired = stateOf([group('web')], { kind: 'desired' });
  expect(resolveEnd('sg-bp1web', desired)).toMatchObject({
    ok: false,
    fault: { example: '--state live' },
  });
});

test('an address of IPv4 written as one of IPv6 is a fault that says the one of IPv4', () => {
  const state = stateOf([group('web')]);
  for (const [text, right] of [
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::ffff:cb00:7107', '203.0.113.7'],
    ['::ffff:203.0.113.0/120', '203.0.113.0/24'],
    ['::ffff:0:0/96', '0.0.0.0/0'],
  ] as const) {
    const found = resolveEnd(text, state);
    expect(found).toMatchObject({ ok: false, fault: { example: right } });
  }
  for (const other of ['::/0', '::ffff:0:0:0/96', '::fffe:203.0.113.7', '64:ff9b::203.0.113.7']) {
    expect(resolveEnd(other, state)).toMatchObject({ ok: true });
  }
});
