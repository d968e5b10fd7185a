// Goal: targets of accounts are planned, applied and found again like any other, each with its overlay.
// Method: the command line on two accounts of an emulator in its process.
import { expect, test } from 'vitest';
import { makeWorkspace, sluice } from './sluice.ts';

const workspace = `version: 1
owner: edge-platform
groups: groups/*.yaml
accounts:
  prod:
    account: '1000000000000001'
    role: { plan: reader, apply: writer }
    regions: { cn-hangzhou: vpc-1, cn-beijing: { vpcs: { main: vpc-2, dmz: vpc-3 } } }
  canary: { account: '1000000000000002', regions: { cn-hangzhou: vpc-4 } }
waves: [[canary/*], ['*']]
`;
const web = `name: web
target: '*'
ingress: [{ protocol: tcp, ports: 443, source: 10.0.0.0/8 }]
overlays:
  canary/*:
    ingress: [{ protocol: tcp, ports: 8443, source: 10.0.0.0/8 }]
`;
const onEmulator = ['--emulator', 'state.json'];

test('targets of two accounts are applied by a glob, with what is different in one', async () => {
  const folder = makeWorkspace({ web }, workspace);
  const consent = ['--auto-approve', '--allow-hazards', 'first-apply'];
  const canary = await sluice(folder, [
    ...['apply', ...onEmulator, ...consent, '--target', 'canary/*'],
  ]);
  expect(canary, canary.err).toMatchObject({ exitCode: 0 });
  expect(canary.out).toContain('8443');
  const inProd = await sluice(folder, ['plan', ...onEmulator, '--target', 'prod/*']);
  expect(inProd.out).toMatch(
    /\nTargets:\n {2}prod\/cn-hangzhou +2 to add[^]*\n {2}prod\/cn-beijing\/main +2 to add[^]*\n {2}prod\/cn-beijing\/dmz +2 to add/,
  );
  const prod = await sluice(folder, ['apply', ...onEmulator, ...consent]);
  expect(prod, prod.err).toMatchObject({ exitCode: 0 });
  const drift = await sluice(folder, ['drift', ...onEmulator]);
  expect(drift, drift.err).toMatchObject({ exitCode: 0 });
});
