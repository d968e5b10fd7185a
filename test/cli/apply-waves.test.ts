// Goal: targets are applied wave by wave: one that fails does not stop its neighbours, and stops the
// waves after its own; the exit code and the last lines say so.
import path from 'node:path';
import { expect, test } from 'vitest';
import { openStateFile } from '../../src/emulator/state-file.ts';
import { makeWorkspace, sluice } from './sluice.ts';

const onEmulator = ['--emulator', 'state.json'];
const consent = ['--allow-hazards', 'first-apply'];
const account = '1000000000000001';

const workspace = `version: 1
owner: edge-platform
groups: groups/*.yaml
targets:
  canary: { account: '${account}', region: cn-hangzhou, vpc: vpc-bp1canary }
  beside: { account: '${account}', region: cn-shanghai, vpc: vpc-uf6beside }
  prod: { account: '${account}', region: cn-beijing, vpc: vpc-2zeprod }
waves: [[canary, beside], [prod]]
`;

const web = `name: web
target: [canary, beside, prod]
ingress:
  - { protocol: tcp, ports: 443, source: 10.0.0.0/8 }
egress: []
`;

async function groupsIn(folder: string): Promise<readonly string[]> {
  const opened = await openStateFile(path.join(folder, 'state.json'));
  await opened.close();
  return opened.emulator
    .snapshot()
    .groups.filter(({ tags }) => tags['sluice:group'] === 'web')
    .map(({ region, rules }) => `${region} ${rules.length}`)
    .toSorted();
}

test('the waves run one after the other, and the last lines name every target', async () => {
  const folder = makeWorkspace({ web }, workspace);
  const ran = await sluice(folder, ['apply', ...onEmulator, ...consent, '--auto-approve']);
  expect(ran.exitCode, ran.err).toBe(0);
  expect(ran.out).toMatch(
    /Targets:\n {2}canary +as planned\n {2}beside +as planned\n {2}prod +as planned\n$/,
  );
  expect(ran.out.indexOf('canary: Applied')).toBeLessThan(ran.out.indexOf('prod: Applied'));
  expect(await groupsIn(folder)).toEqual(['cn-beijing 1', 'cn-hangzhou 1', 'cn-shanghai 1']);
});

test('a target that fails does not stop its neighbour, and stops the next wave', async () => {
  const folder = makeWorkspace({ web }, workspace);
  const planned = await sluice(folder, ['plan', ...onEmulator, '--out', 'all.json']);
  expect(planned.exitCode, planned.err).toBe(0);
  // Somebody makes such a group in the canary meanwhile.
  const opened = await openStateFile(path.join(folder, 'state.json'));
  opened.emulator.put({
    region: 'cn-hangzhou',
    vpcId: 'vpc-bp1canary',
    name: 'web',
    tags: { 'sluice:owner': 'edge-platform', 'sluice:group': 'web' },
    rules: [
      { Direction: 'ingress', IpProtocol: 'TCP', PortRange: '22/22', SourceCidrIp: '0.0.0.0/0' },
    ],
  });
  await opened.save();
  await opened.close();

  const ran = await sluice(folder, ['apply', 'all.json', ...onEmulator, ...consent]);
  expect(ran.exitCode).toBe(5);
  expect(ran.err).toContain('canary: stale: group web');
  expect(ran.err).toMatch(
    /canary +stale, exit 5\n {2}beside +as planned\n {2}prod +not run: wave 1 failed\n/,
  );
  expect(await groupsIn(folder)).toEqual(['cn-hangzhou 1', 'cn-shanghai 1']);
});
