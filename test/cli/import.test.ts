// sluice import as its user runs it: a workspace without groups, and a cloud with some.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SeedGroup } from '../../src/emulator/seed.ts';
import { CloudWorld } from './cloud-world.ts';
import { makeWorkspace, writeGroupFile } from './sluice.ts';

const region = 'cn-hangzhou';
const rule = { Direction: 'ingress', IpProtocol: 'TCP', Policy: 'Accept', Priority: 1 } as const;

function seed(name: string, rules: SeedGroup['rules'], more: Partial<SeedGroup> = {}): SeedGroup {
  return { region, id: `sg-${name}`, vpcId: 'vpc-bp1test', name, rules: rules ?? [], ...more };
}

const seeds: readonly SeedGroup[] = [
  seed(
    'web',
    [
      { ...rule, PortRange: '80/80', SourceCidrIp: '10.0.0.0/8', Description: 'In' },
      { ...rule, PortRange: '443/443', SourceCidrIp: '10.0.0.0/8', Description: 'In' },
      { ...rule, PortRange: '443/443', SourceCidrIp: '192.168.0.0/16', Description: 'In' },
      { ...rule, PortRange: '80/80', SourceCidrIp: '192.168.0.0/16', Description: 'In' },
      { ...rule, PortRange: '22/22', SourceGroupId: 'sg-bastion' },
    ],
    { tags: { team: 'edge' }, description: 'Public tier' },
  ),
  seed('bastion', [
    { ...rule, PortRange: '22/22', SourceCidrIp: '203.0.113.7', Priority: 110 },
    {
      ...rule,
      PortRange: '22/22',
      SourceGroupId: 'sg-far',
      SourceGroupOwnerAccount: '1000000000000002',
    },
  ]),
  seed('twins', [
    { ...rule, PortRange: '81/81', SourceCidrIp: '10.0.0.0/8', Priority: 7 },
    { ...rule, PortRange: '81/81', SourceCidrIp: '10.0.0.0/8', Priority: 8 },
  ]),
  seed('k8s', [], { serviceManaged: true }),
  seed('elsewhere', [], { vpcId: 'vpc-bp1other' }),
];

let world: CloudWorld;
beforeAll(async () => {
  world = await CloudWorld.open(seeds);
});
afterAll(() => world.close());

function textOf(folder: string, name: string): string {
  return readFileSync(path.join(folder, 'groups', `${name}.yaml`), 'utf8');
}

test('every group of the VPC is written, proved, and planned without a change of a rule', async () => {
  const folder = makeWorkspace({});
  const ran = await world.run(folder, ['import']);
  expect(ran.err).toContain(
    'left out: sg-k8s (k8s): it belongs to a cloud service, which alone may change it\n',
  );
  expect(ran.err).toMatch(
    /groups\/twins\.yaml: ingress is not written, so that no plan changes it:\n {2}sgr-\S+ .*at the priorities 7 and 8/,
  );
  expect(ran.out).toMatch(/^\+ groups\/bastion.*\n\+ groups\/twins.*\n\+ groups\/web.*\nProved: /);
  expect(ran.out).toContain(
    'Proved: a plan from these files changes no rule. It would tag 3 groups as ours.\n',
  );
  expect(ran.out).toContain('\n      sluice apply --allow-hazards first-apply\n');
  expect(ran.out).toContain('lifecycle { destroy = false }');
  expect(ran.exitCode).toBe(0);
  expect(world.writes).toEqual([]);
  expect(textOf(folder, 'web')).toBe(`name: web
description: Public tier
innerAccessPolicy: accept
tags:
  team: edge
adopt: sg-web
ingress:
  - protocol: tcp
    ports: 22
    source: { group: bastion }
  - description: In
    protocol: tcp
    ports: [80, 443]
    source: [10.0.0.0/8, 192.168.0.0/16]
egress: []
`);
  expect(textOf(folder, 'bastion')).toContain('{ groupId: sg-far, account: "1000000000000002" }');
  expect(textOf(folder, 'bastion')).toContain('priority: 110');
  expect(textOf(folder, 'twins')).toMatch(
    /^# ingress is not written, and stays as it is:\n# {3}sgr-/,
  );
  expect(existsSync(path.join(folder, 'groups/elsewhere.yaml'))).toBe(false);

  const planned = await world.run(folder, ['plan', '--json']);
  const { steps } = JSON.parse(planned.out) as { steps: readonly { kind: string }[] };
  expect(steps.map(({ kind }) => kind)).toEqual(['tagGroup', 'tagGroup', 'tagGroup']);

  const again = await world.run(folder, ['import']);
  expect(again.err).toContain('it is in the files already, as "web"\n');
  expect(again).toMatchObject({ exitCode: 0, out: '' });
});

test('filters choose groups, and one that matches nothing is an error', async () => {
  const folder = makeWorkspace({});
  const none = await world.run(folder, ['import', '--name', 'web,ap*']);
  expect(none.exitCode).toBe(3);
  expect(none.err).toContain(
    'error: --name: no group of the VPC matches "ap*". Nothing was written.\n' +
      'Choose among the groups of the VPC: bastion (sg-bastion), k8s (sg-k8s), twins (sg-twins), web (sg-web).\n',
  );
  const both = await world.run(folder, ['import', '--tag', 'team=ed*', '--name', 'bastion']);
  expect(both.exitCode).toBe(3);
  const named = await world.run(folder, ['import', '--id', 'sg-k8s']);
  expect(named.exitCode).toBe(1);
  const one = await world.run(folder, ['import', '--tag', 'team=e*', '--rule-ids']);
  expect(one.exitCode).toBe(0);
  expect(textOf(folder, 'web')).toMatch(/- # sgr-\S+\n|# sgr-\S+ sgr-\S+ sgr-\S+ sgr-\S+\n/);
  // The bastion is in no file, so it goes by its id.
  expect(textOf(folder, 'web')).toContain('source: { groupId: sg-bastion }');
  expect(existsSync(path.join(folder, 'groups/bastion.yaml'))).toBe(false);
});

test('no file is written over, unless with --force and only for the very same group', async () => {
  const folder = makeWorkspace({});
  writeGroupFile(folder, 'web', 'name: other\n');
  const refused = await world.run(folder, ['import', '--name', 'web']);
  expect(refused.exitCode).toBe(4);
  expect(refused.err).toContain('refused: groups/web.yaml is there already\n');
  expect(refused.err).toContain('To go on, choose another folder with --out.\n');
  const forced = await world.run(folder, ['import', '--name', 'web', '--force']);
  expect(forced.exitCode).toBe(4);
  expect(forced.err).toContain('has something else in it than this group');
  expect(textOf(folder, 'web')).toBe('name: other\n');

  writeGroupFile(folder, 'web', 'name: web\nadopt: sg-web\n');
  const kept = await world.run(folder, ['import', '--name', 'web']);
  expect(kept.exitCode).toBe(1);
  expect(textOf(folder, 'web')).toBe('name: web\nadopt: sg-web\n');
  const replaced = await world.run(folder, ['import', '--name', 'web', '--force']);
  expect(replaced.exitCode).toBe(0);
  expect(textOf(folder, 'web')).toContain('ports: [80, 443]');
});

test('a group in another file may say who is in it', async () => {
  const folder = makeWorkspace({});
  const members = 'members: { instances: [i-bp1web0000000000000001] }';
  writeGroupFile(folder, 'web', `name: web\nadopt: sg-web\n${members}\n`);
  const { exitCode, out, err } = await world.run(folder, ['import', '--name', 'bastion']);
  expect(exitCode, err).toBe(0);
  expect(out).toContain('Proved: a plan from these files changes no rule.');
});

test('a default priority of the workspace and a second target are kept to', async () => {
  const folder = makeWorkspace({});
  writeFileSync(
    path.join(folder, 'sluice.yaml'),
    `version: 1
owner: edge-platform
groups: groups/*.yaml
targets:
  prod: { account: '1000000000000001', region: cn-hangzhou, vpc: vpc-bp1test }
  other: { account: '1000000000000001', region: cn-hangzhou, vpc: vpc-bp1other }
defaults: { priority: 50 }
`,
  );
  const several = await world.run(folder, ['import']);
  expect(several.exitCode).toBe(3);
  expect(several.err).toContain('expected --target with one of ');
  const ran = await world.run(folder, ['import', '--target', 'prod', '--name', 'web']);
  expect(ran.exitCode).toBe(0);
  expect(textOf(folder, 'web')).toContain('target: prod\n');
  expect(textOf(folder, 'web')).toContain('priority: 1\n');
});

test('with --observe groups are only looked at, those of cloud services too, and nothing differs', async () => {
  const folder = makeWorkspace({});
  const ran = await world.run(folder, ['import', '--observe']);
  expect(ran.err).not.toContain('left out');
  expect(ran.out).toContain(
    'Proved: a plan from these files changes nothing, and finds no difference in 4 groups that are only observed.\n',
  );
  expect(ran.out).toContain('\n      sluice drift\n');
  expect(ran.out).not.toContain('sluice apply');
  expect(ran.exitCode).toBe(0);
  expect(textOf(folder, 'k8s')).toBe(`name: k8s
innerAccessPolicy: accept
adopt: sg-k8s
mode: observe
ingress: []
egress: []
`);
  const drift = await world.run(folder, ['drift']);
  expect(drift.exitCode, drift.out).toBe(0);
  expect(world.writes).toEqual([]);
});

test('with --networks, shared addresses go into networks of the workspace, which later imports use', async () => {
  const folder = makeWorkspace({});
  const first = await world.run(folder, ['import', '--networks', '--name', 'bastion,twins']);
  expect(first.out).not.toContain('networks ');
  expect(first.exitCode).toBe(0);
  const workspace = () => readFileSync(path.join(folder, 'sluice.yaml'), 'utf8');
  writeFileSync(
    path.join(folder, 'sluice.yaml'),
    `${workspace()}networks: { jump: [203.0.113.7] }\n`,
  );
  world.emulator.put(seed('api', sharing('8443/8443', 'API from the campus')));
  world.emulator.put(seed('pages', sharing('9443/9443', 'Pages from the campus')));

  const refused = await world.run(folder, ['import', '--networks', '--name', 'api,pages']);
  expect(refused.exitCode).toBe(4);
  expect(refused.err).toContain('refused: sluice.yaml has "networks" in a form that');
  expect(existsSync(path.join(folder, 'groups/api.yaml'))).toBe(false);

  const block = workspace().replace(
    'networks: { jump: [203.0.113.7] }',
    'networks:\n  jump: [203.0.113.7]',
  );
  writeFileSync(path.join(folder, 'sluice.yaml'), block);
  const second = await world.run(folder, ['import', '--networks', '--name', 'api,pages']);
  expect(second.out).toContain('~ sluice.yaml: networks campus\n');
  expect(second.out).toContain('Proved: a plan from these files changes no rule.');
  expect(second.exitCode).toBe(0);
  expect(workspace()).toContain('networks:\n  campus: [10.9.0.0/16, 192.168.9.0/24]\n  jump: [');
  expect(textOf(folder, 'api')).toContain('source: [campus, jump]\n');
  const checked = await world.run(folder, ['validate']);
  expect(checked.exitCode).toBe(0);
});

function sharing(ports: string, description: string): SeedGroup['rules'] {
  return ['10.9.0.0/16', '192.168.9.0/24', '203.0.113.7'].map((block) => {
    return { ...rule, PortRange: ports, SourceCidrIp: block, Description: description };
  });
}

test('files that the workspace does not look for are told with the glob that would', async () => {
  const folder = makeWorkspace({});
  const inside = await world.run(folder, ['import', '--id', 'sg-web', '--out', 'groups']);
  expect(inside.err).not.toContain('warning:');
  const ran = await world.run(folder, ['import', '--id', 'sg-bastion', '--out', 'live/edge']);
  expect(ran.exitCode).toBe(0);
  const [, wider = ''] = /write there groups: ('[^']+')\n/.exec(ran.err) ?? [];
  expect(ran.err).toContain(
    'warning: this file is not matched by "groups/*.yaml", the groups of sluice.yaml, so that no other command will read it; ' +
      `write there groups: ${wider}\n`,
  );
  const workspace = path.join(folder, 'sluice.yaml');
  const text = readFileSync(workspace, 'utf8');
  writeFileSync(workspace, text.replace(/^groups: .*$/m, `groups: ${wider}`));
  expect((await world.run(folder, ['validate'])).out).toContain('2 groups');
  const out = path.join('..', path.basename(folder), '..', `${path.basename(folder)}-beside`);
  const beside = await world.run(folder, ['import', '--id', 'sg-twins', '--out', out]);
  expect(beside.err).toContain('choose a folder below that of the workspace with --out\n');
});
