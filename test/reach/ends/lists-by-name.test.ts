// Goal: a list that goes by its name, as long as nobody has asked for its id, is this list and nothing
// else: no port list is all ports, and no list is the group of its name.
import { expect, test } from 'vitest';
import type { Cidr } from '../../../src/model/cidr.ts';
import type { FlowAssertion } from '../../../src/model/flow-assertion.ts';
import type { GroupName } from '../../../src/model/group-identity.ts';
import type { Peer } from '../../../src/model/peer.ts';
import type { Rule } from '../../../src/model/rule.ts';
import type { Traffic } from '../../../src/model/traffic.ts';
import { judge } from '../../../src/reach/assertion/judge.ts';
import type { AccessState, StateGroup } from '../../../src/reach/ends/access-state.ts';
import { resolveEnd } from '../../../src/reach/ends/resolve-end.ts';
import { explain } from '../../../src/reach/flow/explain.ts';
import { accessGraph } from '../../../src/reach/graph/access-graph.ts';
import { accept, drop } from '../../planner/words.ts';

const office: Peer = { kind: 'prefixList', prefixList: 'office' };
const web: Traffic = { protocol: 'tcp', ports: { kind: 'list', portList: 'web' } };
const toWeb = (rule: Rule): Rule => ({ ...rule, traffic: web });

function stateOf(...rules: readonly Rule[]): AccessState {
  const groupOf = (name: string, own: readonly Rule[]): StateGroup => ({
    ...{ name, type: 'normal', innerAccessPolicy: 'drop', isOurs: true, unwritten: [] },
    rules: own,
  });
  const groups = [groupOf('db', rules), groupOf('office', []), groupOf('web', [])];
  return {
    ...{ kind: 'desired', interfaces: { kind: 'unknown', why: 'no cloud was asked' } },
    ...{
      names: new Map(),
      networks: new Map(),
      groups: new Map(groups.map((group) => [group.name, group])),
    },
    inVpc: new Set(groups.map(({ name }) => name)),
  };
}

function explained(from: string, port: string, state: AccessState) {
  const [one, other] = [resolveEnd(from, state), resolveEnd('db', state)];
  if (!one.ok || !other.ok) throw new Error(from);
  const traffic = { protocols: ['tcp'], ports: [port] };
  return explain({ target: 'prod', from: one.end, to: other.end, traffic }, state);
}

function judged(expects: FlowAssertion['expects'], port: string, state: AccessState) {
  const assertion: FlowAssertion = {
    ...{ name: 'one', expects, except: [], protocols: ['tcp'], ports: [port] },
    from: [{ kind: 'addresses', blocks: ['203.0.113.7/32'] as Cidr[] }],
    to: [{ kind: 'group', group: 'db' as GroupName }],
    source: { file: 'tests/a.yaml', line: 1, column: 1 },
  };
  return judge(assertion, state);
}

test('a graph says the name of a port list, whether or not drops take some of it', () => {
  const edges = (...rules: readonly Rule[]) => accessGraph(stateOf(...rules)).edges;
  const [allowed] = [toWeb(accept('tcp 1', '198.51.100.0/24', { priority: 2 }))];
  expect(edges(allowed)).toMatchObject([{ traffic: ['tcp port list web'] }]);
  expect(edges(allowed, drop('tcp 22', '0.0.0.0/0'))).toMatchObject([
    { traffic: ['tcp port list web'], isPart: true },
  ]);
});

test('members of a group are in no list because it is called alike', () => {
  const state = stateOf(accept('tcp 22', office), toWeb(accept('tcp 1', office)));
  const { verdict, flows } = explained('office', '22', state);
  expect(verdict).toBe('unknown');
  const decisions = flows.flatMap(({ ends }) => ends.flatMap((end) => end.decisions));
  const parts = decisions.flatMap(({ traffic }) => traffic.map(({ text }) => text));
  expect(parts.join('\n')).toContain('in prefix list office');
});

test('what depends on a list that nobody has asked for is not known, and the list is named', () => {
  const state = stateOf(toWeb(accept('tcp 1', '203.0.113.0/24')), accept('tcp 22', office));
  const why = (kind: string) => `what is in ${kind} is not known`;
  for (const expects of ['allow', 'deny'] as const) {
    expect(judged(expects, '443', state)).toEqual({ kind: 'unknown', why: why('port list web') });
  }
  const { verdict, flows } = explained('203.0.113.7', '443', state);
  expect(verdict).toBe('unknown');
  expect(flows[0]?.ends[0]?.unknown).toEqual([why('port list web')]);
  expect(explained('198.51.100.7', '22', state).verdict).toBe('unknown');
  expect(explained('198.51.100.7', '443', state).verdict).toBe('denied');
});

test('what does not depend on the list is known', () => {
  const listed = toWeb(accept('tcp 1', '203.0.113.0/24', { priority: 2 }));
  const open = stateOf(listed, accept('tcp 443', '203.0.113.0/24'));
  expect(judged('allow', '443', open)).toEqual({ kind: 'ok' });
  expect(judged('deny', '443', open)).toMatchObject({ kind: 'failed' });
  expect(explained('203.0.113.7', '443', open).verdict).toBe('allowed');
  const closed = stateOf(listed, drop('tcp 443', '203.0.113.0/24'));
  expect(judged('deny', '443', closed)).toEqual({ kind: 'ok' });
  expect(judged('allow', '443', closed)).toMatchObject({ kind: 'failed' });
  expect(explained('203.0.113.7', '443', closed).verdict).toBe('denied');
});
