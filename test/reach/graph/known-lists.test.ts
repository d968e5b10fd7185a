// Goal: of a list whose entries are known the graph draws what drops leave of them, and their ports.
import { expect, test } from 'vitest';
import type { Cidr } from '../../../src/model/cidr.ts';
import type { Lists } from '../../../src/model/lists.ts';
import type { Peer } from '../../../src/model/peer.ts';
import type { Rule } from '../../../src/model/rule.ts';
import type { StateGroup } from '../../../src/reach/ends/access-state.ts';
import { accessGraph } from '../../../src/reach/graph/access-graph.ts';
import { accept, drop } from '../../planner/words.ts';

const lists: Lists = {
  prefixLists: new Map([
    ['pl-office', ['203.0.113.0/24', '198.51.100.0/24'] as Cidr[]],
    ['pl-none', []],
  ]),
  portLists: new Map([
    [
      'prl-web',
      [
        { first: 443, last: 443 },
        { first: 8000, last: 8999 },
      ],
    ],
  ]),
};
const from = (prefixList: string): Peer => ({ kind: 'prefixList', prefixList });

function edgesOf(...rules: readonly Rule[]): readonly string[] {
  const web: StateGroup = {
    ...{ name: 'web', type: 'normal', innerAccessPolicy: 'drop', isOurs: true, unwritten: [] },
    ...{ rules, lists },
  };
  const { edges } = accessGraph({
    kind: 'live',
    groups: new Map([['web', web]]),
    inVpc: new Set(['web']),
    interfaces: { kind: 'unknown', why: 'nobody asked' },
    names: new Map(),
    networks: new Map(),
  });
  return edges.map(
    (edge) => `${edge.from}: ${edge.traffic.join('; ')}${edge.isPart ? ' in part' : ''}`,
  );
}

test('a drop elsewhere takes nothing, one of an entry a part, one of all entries everything', () => {
  const allowed = accept('tcp 22', from('pl-office'), { priority: 2 });
  const office = drop('tcp 22', '203.0.113.0/24');
  expect(edgesOf(allowed, drop('tcp 22', '192.0.2.0/24'))).toEqual(['list pl-office: tcp 22']);
  expect(edgesOf(allowed, office)).toEqual(['list pl-office: tcp 22 in part']);
  expect(edgesOf(allowed, office, drop('tcp 22', '198.51.100.0/24'))).toEqual([]);
});

test('a list without entries sends nothing, one that nobody knows anything that it may', () => {
  expect(edgesOf(accept('tcp 22', from('pl-none')))).toEqual([]);
  const hidden = accept('tcp 22', from('pl-hidden'), { priority: 2 });
  expect(edgesOf(hidden, drop('tcp 22', '192.0.2.0/24'))).toEqual([
    'list pl-hidden: tcp 22 in part',
  ]);
});

test('ports of a list are drawn as these', () => {
  const ports = { protocol: 'tcp', ports: { kind: 'list', portList: 'prl-web' } } as const;
  const allowed = { ...accept('tcp 1', '203.0.113.0/24', { priority: 2 }), traffic: ports };
  expect(edgesOf(allowed)).toEqual(['block 203.0.113.0/24: tcp 443, 8000-8999']);
  expect(edgesOf(allowed, drop('tcp 8000-8999', '0.0.0.0/0'))).toEqual([
    'block 203.0.113.0/24: tcp 443 in part',
  ]);
});
