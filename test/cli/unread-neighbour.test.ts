// Goal: beside a group that nobody may read, no plan is said to keep a protected flow unless it does so
// whatever that group holds.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { target } from '../planner/names.ts';
import { accept, drop, seed } from '../planner/words.ts';
import { CloudWorld } from './cloud-world.ts';
import { makeWorkspace, writeGroupFile } from './sluice.ts';
import { threeText } from './groups-of-three.ts';

const here = { region: target.region, vpcId: target.vpc };
const hidden = 'sg-hidden';
const consent = ['--auto-approve', '--allow-hazards', 'cuts-traffic,mass-change'];
const tcp443 = '  - { protocol: tcp, ports: 443, source: 10.0.0.0/8 }\n';
const noSsh = '  - { policy: drop, protocol: tcp, ports: 22, source: 0.0.0.0/0, priority: 1 }\n';

function file(ingress: string): string {
  return `name: web\ningress:\n${ingress}egress: []\n`;
}

const protect = `protect:
  - name: Nobody on the internet reaches SSH
    deny: { from: internet, to: { group: web }, protocol: tcp, port: 22 }
  - name: Home reaches the web
    allow: { from: 10.0.0.0/8, to: { group: web }, protocol: tcp, port: 443 }
`;

let world: CloudWorld;
let folder: string;

/** `web` with a drop of SSH, and an interface that is in another group too. */
beforeEach(async () => {
  world = await CloudWorld.open([
    seed('web', [drop('tcp 22', '0.0.0.0/0'), accept('tcp 443', '10.0.0.0/8')]),
  ]);
  world.emulator.load({
    groups: [{ ...here, id: hidden, name: 'hidden' }],
    interfaces: [{ ...here, id: 'eni-both', groupIds: [world.idOf('web'), hidden] }],
  });
  folder = makeWorkspace({ web: file(noSsh + tcp443) }, threeText + protect);
});

afterEach(() => world.close());

function hide(): void {
  world.before = (request) => {
    const isHidden =
      request.action === 'DescribeSecurityGroupAttribute' &&
      request.parameters['SecurityGroupId'] === hidden;
    return isHidden ? world.refuse(request, 'Forbidden.RAM') : undefined;
  };
}

test('a drop that goes beside it is refused, for it may accept what the drop kept out', async () => {
  writeGroupFile(folder, 'web', file(tcp443));
  const read = await world.run(folder, ['plan']);
  expect(read.exitCode).toBe(0);
  hide();
  const planned = await world.run(folder, ['plan']);
  expect(planned.exitCode).toBe(4);
  expect(planned.out).toContain(
    '! protected: "Nobody on the internet reaches SSH": whether tcp from 1.0.0.1:any to a member of ' +
      'sg-hidden and web, port 22 passes after step 1 depends on sg-hidden, on 1 interface with web ' +
      '(its rules may not be read, for which the credentials need ' +
      'ecs:DescribeSecurityGroupAttribute) (sluice.yaml:7:5)\n',
  );
  expect(planned.out).toContain('Refused: nobody can tell whether it breaks a protected flow.');
  const applied = await world.run(folder, ['apply', ...consent]);
  expect(applied.exitCode).toBe(4);
  expect(applied.err).toContain('refused: a protected flow may break (');
  expect(world.writes).toEqual([]);
});

test('an accept that moves behind what it may drop is refused, and what cannot matter is not', async () => {
  hide();
  const weaker = tcp443.replace(' }', ', priority: 50 }');
  writeGroupFile(folder, 'web', file(noSsh + weaker));
  const planned = await world.run(folder, ['plan']);
  expect(planned.exitCode).toBe(4);
  expect(planned.out).toContain('"Home reaches the web": whether tcp from 10.0.0.1:any to');
  writeGroupFile(
    folder,
    'web',
    file(`${noSsh}${tcp443}  - { protocol: tcp, ports: 8443, source: 10.0.0.0/8 }\n`),
  );
  const applied = await world.run(folder, ['apply', ...consent]);
  expect({ ...applied, out: '' }).toMatchObject({ exitCode: 0 });
});

test('one that the cloud does not even list is told apart, and no test calls it kept', async () => {
  world.before = (request) => {
    if (request.action !== 'DescribeSecurityGroups') return undefined;
    const reply = world.emulator.call(request);
    const { SecurityGroups, ...rest } = reply.body as unknown as Listing;
    const shown = SecurityGroups.SecurityGroup.filter((one) => one.SecurityGroupId !== hidden);
    return { ...reply, body: { ...rest, SecurityGroups: { SecurityGroup: shown } } };
  };
  writeGroupFile(folder, 'web', file(tcp443));
  const planned = await world.run(folder, ['plan']);
  expect(planned.exitCode).toBe(4);
  expect(planned.out).toContain(
    'depends on sg-hidden, on 1 interface with web (the cloud does not list it, as where it is of another account)',
  );
  mkdirSync(path.join(folder, 'tests'));
  writeFileSync(path.join(folder, 'tests', 'all.yaml'), protect.replace('protect:', 'tests:'));
  const withTests = `${threeText}tests: tests/*.yaml\n`;
  writeFileSync(path.join(folder, 'sluice.yaml'), withTests);
  const tested = await world.run(folder, ['test', '--state', 'planned']);
  expect(tested.out).toContain('unknown  Nobody on the internet reaches SSH');
  expect(tested.out).toContain('port 22 passes after step 1 depends on sg-hidden');
});

interface Listing {
  readonly SecurityGroups: {
    readonly SecurityGroup: readonly { readonly SecurityGroupId: string }[];
  };
}
