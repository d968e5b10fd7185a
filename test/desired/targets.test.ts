// Goal: one file is a group in each of its targets, and targets know nothing of each other.
import { expect, test } from 'vitest';
import type { DesiredState } from '../../src/model/target.ts';
import { loaded, parseGroups, twoTargetsText } from './workspace-text.ts';

const rule = (peer: string): string => `ingress: [{ protocol: tcp, ports: 22, source: ${peer} }]\n`;

function statesOf(
  groups: Readonly<Record<string, string>>,
  workspace = twoTargetsText,
): readonly DesiredState[] {
  return loaded(parseGroups(groups, { workspace })).states;
}

function namesByTarget(states: readonly DesiredState[]): object {
  return Object.fromEntries(
    states.map(({ target, groups }) => [target.name, groups.map(({ name }) => name)]),
  );
}

test('a group is in the targets that it names, and states come in the order of the waves', () => {
  const states = statesOf({
    'groups/app.yaml': 'name: app\ntarget: prod\n',
    'groups/web.yaml': 'name: web\ntarget: [prod, canary]\n',
  });
  expect(states.map(({ target }) => target.name)).toEqual(['canary', 'prod']);
  expect(namesByTarget(states)).toEqual({ canary: ['web'], prod: ['app', 'web'] });
});

test('without waves all targets go at once, in the order in which they are written', () => {
  const workspace = twoTargetsText.replace(/waves: .*\n/, '');
  const groups = { 'groups/web.yaml': 'name: web\ntarget: canary\n' };
  const { states, waves } = loaded(parseGroups(groups, { workspace }));
  expect(waves).toEqual([['prod', 'canary']]);
  expect(namesByTarget(states)).toEqual({ prod: [], canary: ['web'] });
});

test('a target without groups is a target all the same, for there may be strays in it', () => {
  const states = statesOf({ 'groups/web.yaml': 'name: web\ntarget: prod\n' });
  expect(namesByTarget(states)).toEqual({ canary: [], prod: ['web'] });
});

test('two targets may have different groups of one name, and peers are those of the target', () => {
  const states = statesOf({
    'groups/canary.yaml': `name: web\ntarget: canary\n${rule('{ group: bastion }')}`,
    'groups/prod.yaml': `name: web\ntarget: prod\ndescription: Production\n`,
    'groups/bastion.yaml': 'name: bastion\ntarget: [canary]\n',
  });
  expect(states.map(({ groups }) => groups.find(({ name }) => name === 'web'))).toMatchObject([
    { description: undefined, ingress: [{ peer: { kind: 'group', group: 'bastion' } }] },
    { description: 'Production', ingress: undefined },
  ]);
});

test('the account of a foreign peer is left out where it is that of the target, and only there', () => {
  const peer = "{ groupId: sg-bp1example0000000009, account: '1000000000000001' }";
  const states = statesOf({
    'groups/web.yaml': `name: web\ntarget: [canary, prod]\n${rule(peer)}`,
  });
  const peers = states.map(({ groups: [web] }) =>
    web?.state === 'present' ? web.ingress?.map((one) => one.peer) : undefined,
  );
  const groupId = 'sg-bp1example0000000009';
  expect(peers).toEqual([
    [{ kind: 'foreignGroup', groupId, account: '1000000000000001' }],
    [{ kind: 'foreignGroup', groupId }],
  ]);
});

test('a fault in a group of two accounts is one fault', () => {
  const groups = { 'groups/web.yaml': `name: web\ntarget: [canary, prod]\n${rule('10.0.0.1/8')}` };
  const result = parseGroups(groups, { workspace: twoTargetsText });
  expect(result.ok ? [] : result.findings.map(({ code }) => code)).toEqual(['host-bits']);
});

test('a peer is not called missing while its own targets are not known', () => {
  const result = parseGroups(
    {
      'groups/web.yaml': `name: web\ntarget: prod\n${rule('{ group: bastion }')}`,
      'groups/bastion.yaml': 'name: bastion\ntarget: prd\n',
    },
    { workspace: twoTargetsText },
  );
  expect(result.ok ? [] : result.findings.map(({ code }) => code)).toEqual(['unknown-target']);
});

test('with one target in the workspace a group may name it, or say nothing', () => {
  expect(statesOf({ 'groups/web.yaml': 'name: web\n' }, oneTarget)).toEqual(
    statesOf({ 'groups/web.yaml': 'name: web\ntarget: [prod]\n' }, oneTarget),
  );
});

const oneTarget = twoTargetsText.replace(/ {2}canary: .*\nwaves: .*\n/, '');

test('quotas are those of every target', () => {
  const states = statesOf(
    { 'groups/web.yaml': 'name: web\ntarget: prod\n' },
    `${twoTargetsText}quotas: { rulesPerGroup: 50 }\n`,
  );
  expect(states.map(({ quotas }) => quotas)).toEqual([
    { rulesPerGroup: 50 },
    { rulesPerGroup: 50 },
  ]);
});

test('a target may have quotas of its own beside those of the workspace', () => {
  const own = twoTargetsText.replace('00002 }', '00002, quotas: { groupsPerInterface: 10 } }');
  const states = statesOf(
    { 'groups/web.yaml': 'name: web\ntarget: prod\n' },
    `${own}quotas: { rulesPerGroup: 50, groupsPerInterface: 7 }\n`,
  );
  expect(states.map(({ quotas }) => quotas)).toEqual([
    { rulesPerGroup: 50, groupsPerInterface: 10 },
    { rulesPerGroup: 50, groupsPerInterface: 7 },
  ]);
});

test('what is counted is counted for each target', () => {
  const groups = {
    'groups/web.yaml': `name: web\ntarget: [canary, prod]\n${rule('{ group: app }')}`,
    'groups/app.yaml': `name: app\ntarget: [prod, canary]\n`,
    'groups/db.yaml': `name: db\ntarget: prod\n${rule('[10.0.0.0/8, 10.1.0.0/16]')}`,
  };
  const references = { groups: 1, networks: 0, services: 0, rulesets: 0 };
  const { counts } = loaded(parseGroups(groups, { workspace: twoTargetsText }));
  expect(Object.fromEntries(counts)).toEqual({
    canary: { groups: 2, writtenRules: 1, expandedRules: 1, references },
    prod: { groups: 3, writtenRules: 2, expandedRules: 3, references },
  });
});
