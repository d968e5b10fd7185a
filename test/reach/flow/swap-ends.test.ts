// Goal: a list that rules name at both ends is asked of the source at one, and of the destination at the
// other: being in it there says nothing of being in it here.
import { expect, test } from 'vitest';
import type { Direction } from '../../../src/model/rule.ts';
import type { AccessState, StateGroup } from '../../../src/reach/ends/access-state.ts';
import { aloneIn } from '../../../src/reach/ends/place.ts';
import { decideFlow } from '../../../src/reach/flow/decide-flow.ts';

const listed = (name: string, direction: Direction): StateGroup => ({
  ...{ name, type: 'enterprise', innerAccessPolicy: 'drop', isOurs: true, unwritten: [] },
  rules: [
    {
      ...{ direction, policy: 'accept', priority: 1 },
      traffic: { protocol: 'tcp', ports: { kind: 'list', portList: 'prl-x' } },
      peer: { kind: 'prefixList', prefixList: 'pl-x' },
    },
  ],
});

test('prefix lists are of their own end, and port lists of the destination at both', () => {
  const groups = [listed('web', 'egress'), listed('db', 'ingress')];
  const state: AccessState = {
    kind: 'live',
    groups: new Map(groups.map((group) => [group.name, group])),
    inVpc: new Set(['web', 'db']),
    interfaces: { kind: 'unknown', why: 'nobody asked' },
    names: new Map(),
    networks: new Map(),
  };
  const [from, to] = [aloneIn('web', undefined), aloneIn('db', undefined)];
  const flow = decideFlow({ from, to, traffic: { protocols: ['tcp'] } }, state);
  expect(flow.verdict).toBe('partly');
  expect(flow.allowed.map(({ within, without }) => ({ within, without }))).toEqual([
    { within: ['pl-x', 'pl-x (destination)', 'prl-x', 'web'], without: ['db'] },
  ]);
});
