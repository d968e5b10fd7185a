// Goal: one file is a group in several targets, and says only once what is different in one of them.
import { expect, test } from 'vitest';
import type { PresentGroup } from '../../src/model/group.ts';
import { loaded, parseGroups, twoTargetsText } from './workspace-text.ts';

const rule = (source: string): string => `{ protocol: tcp, ports: 22, source: ${source} }`;
const group = `name: web
target: [canary, prod]
description: Web
tags: { team: edge, stage: prod }
ingress: [${rule('10.0.0.0/8')}]
overlays:
  canary:
    description: Web of the canary
    tags: { stage: canary }
    adopt: sg-bp1example0000000009
    ingress: [${rule('192.168.0.0/16')}]
    egress: []
`;

function webs(text: string): readonly (PresentGroup | undefined)[] {
  const { states } = loaded(
    parseGroups({ 'groups/web.yaml': text }, { workspace: twoTargetsText }),
  );
  return states.map(({ groups: [web] }) => (web?.state === 'present' ? web : undefined));
}

test('an overlay adds rules and tags, and takes the place of all else, in its target alone', () => {
  const [canary, prod] = webs(group);
  expect(canary).toMatchObject({
    description: 'Web of the canary',
    adopt: 'sg-bp1example0000000009',
    egress: [],
  });
  expect(canary?.ingress?.map(({ peer, source }) => [peer, source.line])).toEqual([
    [{ kind: 'cidr', cidr: '10.0.0.0/8' }, 5],
    [{ kind: 'cidr', cidr: '192.168.0.0/16' }, 11],
  ]);
  expect(prod).toEqual(webs(group.slice(0, group.indexOf('overlays:')))[1]);
  expect([canary, prod].map((web) => Object.fromEntries(Object.entries(web?.tags ?? {})))).toEqual([
    { team: 'edge', stage: 'canary' },
    { team: 'edge', stage: 'prod' },
  ]);
});

test('each account has a resource group of its own', () => {
  const text = `name: web
target: [canary, prod]
overlays:
  canary: { resourceGroup: rg-canary }
  prod: { resourceGroup: rg-prod }
`;
  expect(webs(text).map((web) => web?.resourceGroup)).toEqual(['rg-canary', 'rg-prod']);
  expect(webs('name: web\ntarget: [canary, prod]\n')[0]).not.toHaveProperty('resourceGroup');
});

test('a group with overlays means what it means when it is written once for each target', () => {
  const apart = `name: web
target: canary
description: Web of the canary
tags: { team: edge, stage: canary }
adopt: sg-bp1example0000000009
ingress: [${rule('10.0.0.0/8')}, ${rule('192.168.0.0/16')}]
egress: []
---
name: web
target: prod
description: Web
tags: { team: edge, stage: prod }
ingress: [${rule('10.0.0.0/8')}]
`;
  const placeless = (text: string): unknown =>
    JSON.parse(
      JSON.stringify(webs(text), (key, value: unknown) => (key === 'source' ? undefined : value)),
    );
  expect(placeless(group)).toEqual(placeless(apart));
});

test('several overlays hold together in a target that all of them match', () => {
  const [canary, prod] = webs(`name: web
target: [canary, prod]
overlays:
  '*': { ingress: [${rule('10.0.0.0/8')}] }
  canary: { ingress: [${rule('192.168.0.0/16')}], innerAccessPolicy: drop }
`);
  expect([canary, prod].map((web) => [web?.ingress?.length, web?.innerAccessPolicy])).toEqual([
    [2, 'drop'],
    [1, undefined],
  ]);
});

test('machines are members where they are, and what is ignored there comes beside the rest', () => {
  const [canary, prod] = webs(`name: web
target: [canary, prod]
ignore: { rules: [{ description: 'k8s-*' }] }
overlays:
  canary:
    members: { instances: [i-bp1canary000000000001] }
    ignore: { rules: [{ description: 'debug *' }], tags: [debug.*] }
  prod:
    members: { instances: [i-bp1prod00000000000001], exclusive: true }
`);
  const said = [canary, prod].map((web) => [
    web?.members?.all.map(({ id }) => id),
    web?.members?.isExclusive,
    web?.ignore?.rules.map(({ descriptions }) => descriptions),
    web?.ignore?.tags,
  ]);
  expect(said).toEqual([
    [['i-bp1canary000000000001'], false, [['k8s-*'], ['debug *']], ['debug.*']],
    [['i-bp1prod00000000000001'], true, [['k8s-*']], []],
  ]);
});

test('members of an overlay stand in the place of others, and in one target alone', () => {
  const one = (members: string): string => `name: web
target: [canary, prod]
overlays: { '*': { members: { instances: [${members}] } } }
`;
  const result = parseGroups(
    { 'groups/web.yaml': one('i-bp1web0000000000000001') },
    { workspace: twoTargetsText },
  );
  expect(result.ok ? [] : result.findings.map(({ code, source }) => [code, source.line])).toEqual([
    ['members-in-several-targets', 3],
  ]);
  const [canary] = webs(`name: web
target: [canary]
members: { instances: [i-bp1old00000000000000001], exclusive: true }
overlays: { canary: { members: { networkInterfaces: [eni-bp1web00000000000001] } } }
`);
  expect(canary?.members).toMatchObject({
    all: [{ id: 'eni-bp1web00000000000001' }],
    isExclusive: false,
  });
});
