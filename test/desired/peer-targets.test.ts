// Goal: a group of another target is looked for in that target alone, and goes by its plain name in the
// target itself.
import { expect, test } from 'vitest';
import type { DesiredGroup } from '../../src/model/group.ts';
import { formatPeer } from '../../src/model/peer.ts';
import { loaded, parseGroups } from './workspace-text.ts';

const workspace = `version: 1
owner: edge-platform
groups: groups/**/*.yaml
targets:
  edge: { account: '1000000000000001', region: cn-hangzhou, vpc: vpc-bp1shared }
  data: { account: '1000000000000002', region: cn-hangzhou, vpc: vpc-bp1shared }
  far: { account: '1000000000000003', region: cn-beijing, vpc: vpc-2zefar }
waves: [[data], [edge, far]]
`;
const web = (target: string, peer: string) => `name: web
target: ${target}
ingress:
  - { protocol: tcp, ports: 22, source: ${peer} }
`;
const db = 'name: db\ntarget: data\nadopt: sg-bp1db\n';

function parse(...groups: readonly string[]) {
  return parseGroups({ 'groups/all.yaml': groups.join('---\n') }, { workspace });
}

function findings(...groups: readonly string[]): readonly string[] {
  const result = parse(...groups);
  if (result.ok) return [];
  return result.findings.map(({ source: { line, column }, code, message }) => {
    return `${line}:${column} ${code}: ${message}`;
  });
}

function peersOf(group: DesiredGroup | undefined): readonly string[] {
  if (group?.state !== 'present') return [];
  return (group.ingress ?? []).map(({ peer }) => formatPeer(peer));
}

test('a peer of another target is that of the other one, and its own in the target itself', () => {
  const peer = '{ group: db, target: data }';
  const { states } = loaded(parse(web('[edge, data]', peer), db));
  const [data, edge, far] = states;
  const of = (state: typeof data) => peersOf(state?.groups.find(({ name }) => name === 'web'));
  expect(of(edge)).toEqual(['group db of target data']);
  expect(of(data)).toEqual(['group db']);
  expect(data?.peerTargets).toBeUndefined();
  expect(far?.peerTargets).toBeUndefined();
  expect(edge?.peerTargets).toMatchObject([
    {
      target: { name: 'data', account: '1000000000000002' },
      namings: {
        all: [{ from: 'edge', to: 'data', group: 'db', source: { line: 4, column: 5 } }],
        order: ['data', 'edge', 'far'],
      },
    },
  ]);
  expect([...(edge?.peerTargets?.[0]?.adopted ?? [])]).toEqual([['db', 'sg-bp1db']]);
});

test('what is wrong with one is told where its target is written', () => {
  expect(findings(web('edge', '{ group: db, target: dada }'), db)).toEqual([
    '4:62 unknown-target: no target is named "dada"; did you mean "data"?',
  ]);
  expect(findings(web('edge', '{ group: dbs, target: data }'), db)).toEqual([
    '4:63 peer-not-in-target: the target "data" has no group "dbs" (no target has it); expected a group of that target',
  ]);
  expect(findings(web('[edge, far]', '{ group: db, target: data }'), db)).toEqual([
    '4:62 peer-in-another-vpc: the target "data" is vpc-bp1shared in cn-hangzhou, and "web" of "far" is in vpc-2zefar in cn-beijing; expected a target of the same VPC, or addresses',
  ]);
  expect(
    findings(web('edge', '{ group: db, target: data }'), 'name: db\ntarget: data\nstate: absent\n'),
  ).toEqual([
    '4:50 absent-peer: the group "db" is to be absent (groups/all.yaml:6:1); expected a group that is present',
  ]);
});

test('one of both names is a group of its own', () => {
  const peer = '{ group: web, target: data }';
  expect(findings(web('edge', peer), 'name: web\ntarget: data\n')).toEqual([]);
  expect(findings(web('[edge, data]', peer))).toEqual([expect.stringMatching(/^4:50 own-peer: /)]);
});
