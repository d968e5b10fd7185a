// Goal: what the checks find decides how validate ends, and what is waived is counted and not shown.
import { expect, test } from 'vitest';
import { makeWorkspace, sluice } from './sluice.ts';

function web(more: string): string {
  return `name: web
description: Web tier
ingress:
  - { description: Ping, protocol: icmp, source: 10.0.0.0/8 }
  - { description: SSH, protocol: tcp, ports: 22, source: 0.0.0.0/0${more} }
`;
}

const counts = '1 group, 2 written rules (2 expanded), 0 references';

function waiver(until: string): string {
  return `, waive: [{ check: public-admin-port, reason: The vendor, until: ${until} }]`;
}

test('an error exits with 3, and says where and what would be right', async () => {
  const ran = await sluice(makeWorkspace({ web: web('') }), ['validate']);
  expect(ran).toEqual({
    exitCode: 3,
    out: `Not valid. ${counts}. 1 error.\n`,
    err: `groups/web.yaml:5:5: error: "tcp 22 from 0.0.0.0/0" lets the internet reach tcp 22 (SSH); expected the addresses that need it [public-admin-port]
    right: source: { group: bastion }
`,
  });
});

test('a finding that is waived is counted, and nothing else is said of it', async () => {
  const ran = await sluice(makeWorkspace({ web: web(waiver('9999-12-31')) }), ['validate']);
  expect(ran).toEqual({ exitCode: 0, out: `Valid. ${counts}. 1 waived.\n`, err: '' });
});

test('a waiver that is over is a warning beside the finding that is back', async () => {
  const ran = await sluice(makeWorkspace({ web: web(waiver('2020-12-31')) }), ['validate']);
  expect(ran.exitCode).toBe(3);
  expect(ran.out).toBe(`Not valid. ${counts}. 1 error, 1 warning.\n`);
  expect(ran.err).toContain('[public-admin-port]');
  expect(ran.err).toContain('[expired-waiver]');
});

test('a warning and an info do not fail, and quotas are those of the workspace', async () => {
  const folder = makeWorkspace(
    {
      web: web(', policy: drop').replace('name: web\n', 'name: web\ninnerAccessPolicy: drop\n'),
    },
    `version: 1
owner: edge-platform
groups: groups/*.yaml
quotas: { rulesPerGroup: 2 }
targets:
  prod: { account: '1000000000000001', region: cn-hangzhou, vpc: vpc-bp1test }
`,
  );
  const ran = await sluice(folder, ['validate']);
  expect(ran.exitCode).toBe(0);
  expect(ran.out).toBe(`Valid. ${counts}. 1 warning, 1 info.\n`);
  expect(ran.err).toContain('has 2 rules of at most 2');
});

test('a group as a peer in an enterprise group is an error, and no waiver lets it through to the API', async () => {
  const big = (more: string) => `name: web
type: enterprise
description: Web tier
ingress:
  - { description: From app, protocol: tcp, ports: 443, source: { group: app }${more} }
`;
  const app = 'name: app\ndescription: App tier\n';
  const plain = await sluice(makeWorkspace({ app, web: big('') }), ['validate']);
  expect(plain.exitCode).toBe(3);
  expect(plain.err).toBe(
    'groups/web.yaml:5:5: error: a group is the peer of "tcp 443 from group app" in the enterprise group ' +
      '"web", which the API refuses; expected addresses or a prefix list [enterprise-peer]\n' +
      '    right: source: 10.0.0.0/8\n',
  );
  const waive = ', waive: [{ check: enterprise-peer, reason: Why not, until: 9999-12-31 }]';
  const folder = makeWorkspace({ app, web: big(waive) });
  expect((await sluice(folder, ['validate'])).exitCode).toBe(0);
  const consent = ['--auto-approve', '--allow-hazards', 'first-apply'];
  for (const args of [['plan'], ['apply', ...consent]]) {
    const ran = await sluice(folder, [...args, '--emulator', 'state.json']);
    expect(ran.exitCode).toBe(3);
    expect(ran.err).toContain('groups/web.yaml:5:5: refused: ');
    expect(ran.err).toContain('web is an enterprise group, whose rules');
    expect(ran.err).toContain('Nothing was written.');
  }
});
