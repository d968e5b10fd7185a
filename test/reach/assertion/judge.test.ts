// Goal: what is not known is neither promised nor blamed, unless it makes no difference.
import { expect, test } from 'vitest';
import type { Cidr } from '../../../src/model/cidr.ts';
import type { FlowAssertion } from '../../../src/model/flow-assertion.ts';
import type { GroupName } from '../../../src/model/group-identity.ts';
import type { Rule } from '../../../src/model/rule.ts';
import { judge } from '../../../src/reach/assertion/judge.ts';
import type { AccessState, StateGroup } from '../../../src/reach/ends/access-state.ts';

const group = (name: string, more: Partial<StateGroup> = {}): StateGroup => ({
  ...{ name, type: 'normal', innerAccessPolicy: 'drop', rules: [], isOurs: true, unwritten: [] },
  ...more,
});

const accept = (direction: Rule['direction'], cidr: string): Rule => ({
  ...{ direction, policy: 'accept', priority: 1 },
  traffic: { protocol: 'tcp', ports: { kind: 'range', first: 22, last: 22 } },
  peer: { kind: 'cidr', cidr: cidr as Cidr },
});

function stateOf(
  groups: readonly StateGroup[],
  interfaces: AccessState['interfaces'] = { kind: 'unknown', why: 'no cloud was asked' },
): AccessState {
  return {
    ...{ kind: 'live', interfaces, names: new Map(), networks: new Map() },
    groups: new Map(groups.map((one) => [one.name, one])),
    inVpc: new Set(groups.map(({ name }) => name)),
  };
}

function assertion(expects: 'allow' | 'deny', more: Partial<FlowAssertion> = {}): FlowAssertion {
  return {
    ...{ name: 'SSH', expects, except: [], protocols: ['tcp'], ports: ['22'] },
    from: [{ kind: 'addresses', blocks: ['198.18.0.0/15'] as Cidr[] }],
    to: [{ kind: 'group', group: 'web' as GroupName }],
    source: { file: 'tests/a.yaml', line: 1, column: 1 },
    ...more,
  };
}

test('a direction that nobody wrote decides: unknown, whatever is expected', () => {
  const state = stateOf([group('web', { unwritten: ['ingress'] })]);
  for (const expects of ['allow', 'deny'] as const) {
    expect(judge(assertion(expects), state)).toEqual({
      kind: 'unknown',
      why: 'ingress of web is not written',
    });
  }
});

test('where the other end, or the written direction, decides alone, it is known', () => {
  const sender = group('app', { unwritten: ['egress'] });
  const from = [{ kind: 'group' as const, group: 'app' as GroupName }];
  const closed = stateOf([sender, group('web')]);
  expect(judge(assertion('deny', { from }), closed)).toEqual({ kind: 'ok' });
  expect(judge(assertion('allow', { from }), closed).kind).toBe('failed');
  const open = stateOf([sender, group('web', { rules: [accept('ingress', '0.0.0.0/0')] })]);
  expect(judge(assertion('deny', { from }), open).kind).toBe('unknown');
});

test('rules that may not be read, on an interface with the group, leave it unknown', () => {
  const together = { id: 'eni-1', groups: ['sg-x', 'web'], addresses: ['10.0.0.9/32'] as Cidr[] };
  const state = stateOf([group('web')], { kind: 'read', all: [together] });
  expect(judge(assertion('deny'), state)).toEqual({
    kind: 'unknown',
    why: 'the rules of sg-x, on an interface with these groups, may not be read',
  });
});

test('a group beside another on an interface of today may let in what it does not alone', () => {
  const together = { id: 'eni-1', groups: ['legacy', 'web'], addresses: ['10.0.0.9/32'] as Cidr[] };
  const legacy = group('legacy', { rules: [accept('ingress', '0.0.0.0/0')] });
  const state = stateOf([group('web'), legacy], { kind: 'read', all: [together] });
  expect(judge(assertion('deny'), state)).toMatchObject({
    kind: 'failed',
    breach: { decisions: [{ by: [{ group: 'legacy' }] }] },
  });
});

test('by inventory there must be one; an allow without it asks for every address', () => {
  const state = stateOf([group('web', { rules: [accept('ingress', '198.18.0.0/15')] })]);
  expect(judge(assertion('allow'), state)).toEqual({ kind: 'ok' });
  expect(judge(assertion('allow', { mode: 'inventory' }), state)).toEqual({
    kind: 'unknown',
    why: 'who is in the groups today is not known: no cloud was asked',
  });
  const empty = { ...state, interfaces: { kind: 'read' as const, all: [] } };
  expect(judge(assertion('allow', { mode: 'inventory' }), empty)).toEqual({
    kind: 'unknown',
    why: 'no interface of today is in them: web',
  });
});

test('a sender that is an exception is not asked about', () => {
  const state = stateOf([group('web', { rules: [accept('ingress', '198.18.0.0/16')] })]);
  expect(judge(assertion('deny'), state).kind).toBe('failed');
  const except = [{ kind: 'addresses' as const, blocks: ['198.18.0.0/16'] as Cidr[] }];
  expect(judge(assertion('deny', { except }), state)).toEqual({ kind: 'ok' });
});
