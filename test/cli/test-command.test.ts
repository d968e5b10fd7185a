// Goal: what `sluice test` says and exits with, and what a protected flow does to plan and apply.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { EmulatorSeed } from '../../src/emulator/load-seed.ts';
import { openStateFile } from '../../src/emulator/state-file.ts';
import { makeWorkspace, sluice, workspaceText, writeGroupFile } from './sluice.ts';

const onEmulator = ['--emulator', 'state.json'];
const here = { region: 'cn-hangzhou', vpcId: 'vpc-bp1test' };
const tagsOf = (name: string) => ({ 'sluice:owner': 'edge-platform', 'sluice:group': name });

const web = (source: string) => `name: web
innerAccessPolicy: drop
ingress:
  - { protocol: tcp, ports: 22, source: ${source} }
egress:
  - { protocol: tcp, ports: 5432, destination: { group: db } }
`;
const db = `name: db
innerAccessPolicy: drop
ingress:
  - { protocol: tcp, ports: 5432, source: 10.0.1.0/24 }
`;
const noSsh = `
  - name: Nobody on the internet reaches SSH
    deny: { from: internet, to: { group: web }, protocol: tcp, port: 22 }`;
const webToDb = `
  - name: Web reaches its database
    allow: { from: { group: web }, to: { group: db }, protocol: tcp, port: 5432 }`;

function workspace(tests: string, { protect = '' } = {}): string {
  const folder = makeWorkspace(
    { web: web('10.0.0.0/8'), db },
    `${workspaceText}tests: tests/*.yaml\n${protect === '' ? '' : `protect:${protect}\n`}`,
  );
  mkdirSync(path.join(folder, 'tests'));
  writeFileSync(path.join(folder, 'tests', 'flows.yaml'), `tests:${tests}\n`);
  return folder;
}

test('all that is promised holds: a line each, and exit 0 without any cloud', async () => {
  const { exitCode, out, err } = await sluice(workspace(noSsh), ['test']);
  expect({ exitCode, out, err }).toEqual({
    exitCode: 0,
    out: 'ok       Nobody on the internet reaches SSH\n1 assertion: 1 ok.\n',
    err: '',
  });
});

test('a failure shows a packet, the rule with its place, and all that it stands for; exit 4', async () => {
  const folder = workspace(noSsh + webToDb);
  writeGroupFile(folder, 'web', web('0.0.0.0/0'));
  const { exitCode, out } = await sluice(folder, ['test']);
  expect(exitCode).toBe(4);
  const special = '0.0.0.0/8, 10.0.0.0/8, 100.64.0.0/10, 127.0.0.0/8, 169.254.0.0/16,';
  expect(out).toBe(`FAILED   Nobody on the internet reaches SSH (tests/flows.yaml:2:5)
    desired: tcp from 1.0.0.1:any to a member of web, port 22 passes
      let in by accept tcp 22 from 0.0.0.0/0 at priority 1 of web (groups/web.yaml:4:5)
      like all of: ingress tcp 22 from 0.0.0.0/0 except ${special} 172.16.0.0/12, 192.0.0.0/24, 192.0.2.0/24, 192.168.0.0/1…
FAILED   Web reaches its database (tests/flows.yaml:4:5)
    desired: tcp from 10.0.0.1:any, a member of web to a member of db, port 5432 does not pass
      stopped on the way in by the default, for no rule matches
      like all of: ingress tcp 5432 from members of web except 10.0.1.0/24
2 assertions: 2 failed.
`);
});

const dbAtHome = `
  - name: Db stays at home
    deny: { from: { group: db }, to: internet, protocol: tcp }`;

test('what depends on a direction that nobody wrote is unknown, and no failure', async () => {
  const { exitCode, out, err } = await sluice(workspace(dbAtHome), ['test']);
  expect(exitCode).toBe(0);
  expect(err).toBe(
    `1 assertion is not decided by what is written
    to ask the cloud: sluice test --state planned; to fail then: --fail-on-unknown
`,
  );
  expect(out).toBe(`unknown  Db stays at home (tests/flows.yaml:2:5)
    desired: egress of db is not written
1 assertion: 1 unknown.
`);
});

test('who asks for it fails on what is unknown, in the formats for machines too', async () => {
  const folder = workspace(dbAtHome);
  const strict = await sluice(folder, ['test', '--fail-on-unknown']);
  expect(strict.exitCode).toBe(4);
  expect(strict.err).toBe(
    `refused: 1 assertion is not decided by what is written
    to ask the cloud: sluice test --state planned
`,
  );
  const xml = await sluice(folder, ['test', '--fail-on-unknown', '--format', 'junit']);
  expect(xml.exitCode).toBe(4);
  expect(xml.out).toContain('<failure type="unknown" message="egress of db is not written">');
});

test('what the files leave open a plan decides, and states that were not asked for decide nothing', async () => {
  const goesOut = (states: string) => `
  - name: Db goes out
    states: [${states}]
    allow: { from: { group: db }, to: 198.51.100.7, protocol: tcp, port: 443 }`;
  const strict = ['test', '--fail-on-unknown'];
  const all = [...strict, '--state', 'all', '--emulator', 'state.json'];
  const decided = await sluice(workspace(goesOut('desired, planned')), all);
  expect(decided.out).toContain('unknown  Db goes out');
  expect(decided.exitCode, decided.err).toBe(0);
  expect(decided.err).not.toContain('decided');
  const notAsked = await sluice(workspace(goesOut('live')), strict);
  expect([notAsked.exitCode, notAsked.err]).toEqual([0, '']);
  const notThere = await sluice(workspace(goesOut('live')), all);
  expect(notThere.exitCode).toBe(4);
  expect(notThere.err).toContain('refused: 1 assertion is not decided\n');
});

test('on the interfaces of today a flow may pass that would not from every address', async () => {
  const folder = workspace(webToDb);
  const seed = (address: string): EmulatorSeed => ({
    groups: [
      {
        ...{ ...here, id: 'sg-web', name: 'web', tags: tagsOf('web'), innerAccessPolicy: 'Drop' },
        rules: [
          { Direction: 'egress', IpProtocol: 'TCP', PortRange: '5432/5432', DestGroupId: 'sg-db' },
        ],
      },
      {
        ...{ ...here, id: 'sg-db', name: 'db', tags: tagsOf('db'), innerAccessPolicy: 'Drop' },
        rules: [
          {
            ...{ Direction: 'ingress', IpProtocol: 'TCP', PortRange: '5432/5432' },
            SourceCidrIp: '10.0.1.0/24',
          },
        ],
      },
    ],
    interfaces: [
      { ...here, id: 'eni-web', groupIds: ['sg-web'], privateAddresses: [address] },
      { ...here, id: 'eni-db', groupIds: ['sg-db'], privateAddresses: ['10.0.2.9'] },
    ],
  });
  for (const [address, exitCode] of [
    ['10.0.1.7', 0],
    ['10.0.3.7', 4],
  ] as const) {
    const state = await openStateFile(path.join(folder, `${address}.json`));
    state.emulator.load(seed(address));
    await state.close();
    const ran = await sluice(folder, ['test', '--state', 'live', '--emulator', `${address}.json`]);
    expect({ address, exitCode: ran.exitCode, out: ran.out }).toMatchObject({ address, exitCode });
    if (exitCode === 4) expect(ran.out).toContain('tcp from 10.0.3.7:any, a member of web');
  }
});

test('a plan that breaks a protected flow exits 4, is not applyable, and nobody can consent', async () => {
  const folder = workspace(webToDb, { protect: noSsh });
  const consent = ['--auto-approve', '--allow-hazards', 'first-apply,opens-to-internet'];
  expect((await sluice(folder, ['apply', ...onEmulator, ...consent])).exitCode).toBe(0);
  writeGroupFile(folder, 'web', web('0.0.0.0/0'));
  const planned = await sluice(folder, ['plan', ...onEmulator, '--out', 'open.plan.json']);
  expect(planned.exitCode).toBe(4);
  expect(planned.out).toContain(
    '! protected: "Nobody on the internet reaches SSH": tcp from 1.0.0.1:any to a member of web, ' +
      'port 22 would pass after step 1, let in by accept tcp 22 from 0.0.0.0/0 at priority 1 of web ' +
      '(groups/web.yaml:4:5) (sluice.yaml:8:5)\n' +
      '  No flag consents to it: change the rules, or what is protected.\n',
  );
  expect(planned.out).toContain('Refused: it breaks a protected flow.');
  const json = await sluice(folder, ['plan', ...onEmulator, '--json']);
  expect(JSON.parse(json.out)).toMatchObject({
    applyable: false,
    breaches: [{ expects: 'deny', steps: { from: '1', until: '1' } }],
  });
  for (const saved of [[], ['open.plan.json']]) {
    const applied = await sluice(folder, ['apply', ...saved, ...onEmulator, ...consent]);
    expect(applied.exitCode).toBe(4);
    expect(applied.err).toContain(
      'refused: a protected flow would break ("Nobody on the internet reaches SSH").\n' +
        'Nothing was written. No flag consents to it: change the rules, or what is protected.\n',
    );
  }
  const tested = await sluice(folder, ['test', '--state', 'planned', ...onEmulator]);
  expect(tested.exitCode).toBe(4);
  expect(tested.out).toContain('port 22 would pass after step 1\n');
});

test('what was open before a plan is not its doing, and the plan that closes it may run', async () => {
  const folder = workspace(webToDb);
  writeGroupFile(folder, 'web', web('0.0.0.0/0'));
  const consent = ['--auto-approve', '--allow-hazards', 'first-apply,opens-to-internet'];
  expect((await sluice(folder, ['apply', ...onEmulator, ...consent])).exitCode).toBe(0);
  const guarded = `${workspaceText}protect:${noSsh}\n`;
  writeFileSync(path.join(folder, 'sluice.yaml'), guarded);
  writeGroupFile(folder, 'web', web('10.0.0.0/8'));
  expect((await sluice(folder, ['plan', ...onEmulator])).exitCode).toBe(0);
  expect((await sluice(folder, ['apply', ...onEmulator, ...consent])).exitCode).toBe(0);
  expect((await sluice(folder, ['test', ...onEmulator])).exitCode).toBe(0);
});

test('a guard that came after a plan was saved holds for it, and for the way back', async () => {
  const folder = workspace(webToDb);
  const consent = ['--auto-approve', '--allow-hazards', 'first-apply,opens-to-internet'];
  writeGroupFile(folder, 'web', web('0.0.0.0/0'));
  expect((await sluice(folder, ['apply', ...onEmulator, ...consent])).exitCode).toBe(0);
  writeGroupFile(folder, 'web', web('10.0.0.0/8'));
  expect((await sluice(folder, ['apply', ...onEmulator, ...consent])).exitCode).toBe(0);
  writeGroupFile(folder, 'web', web('0.0.0.0/0'));
  const planned = await sluice(folder, ['plan', ...onEmulator, '--out', 'open.plan.json']);
  expect(planned.exitCode).toBe(0);
  writeFileSync(path.join(folder, 'sluice.yaml'), `${workspaceText}protect:${noSsh}\n`);
  for (const command of [['apply', 'open.plan.json'], ['rollback']]) {
    const { exitCode, out, err } = await sluice(folder, [...command, ...onEmulator, ...consent]);
    expect({ command, exitCode }).toEqual({ command, exitCode: 4 });
    expect(out).toContain('! protected: "Nobody on the internet reaches SSH": tcp from 1.0.0.1');
    expect(err).toContain('refused: a protected flow would break');
  }
});

test('as JSON and as JUnit XML it is on standard output alone', async () => {
  const folder = workspace(noSsh + webToDb);
  const json = await sluice(folder, ['test', '--format', 'json']);
  expect(json.exitCode).toBe(4);
  expect(JSON.parse(json.out)).toMatchObject({
    formatVersion: 1,
    targets: [
      {
        target: 'prod',
        results: [
          { verdict: 'ok', states: [{ state: 'desired', verdict: { kind: 'ok' } }] },
          {
            verdict: 'failed',
            states: [
              {
                verdict: {
                  breach: { packet: { protocol: 'tcp', port: 5432, to: { within: ['db'] } } },
                },
              },
            ],
          },
        ],
      },
    ],
  });
  const junit = await sluice(folder, ['test', '--format', 'junit']);
  expect(junit.exitCode).toBe(4);
  expect(junit.out).toMatch(/^<\?xml version="1\.0".*tests="2" failures="1".*<\/testsuites>\n$/s);
  expect(junit.err).toBe('');
});

test('the JSON fits its schema, whatever became of an assertion and in whichever state', async () => {
  const folder = workspace(
    `${noSsh}
  - name: Db stays at home
    deny: { from: { group: db }, to: internet, protocol: [tcp, 50] }
  - name: Postgres from the inside alone, once it is live
    deny: { from: 0.0.0.0/0, to: { group: db }, protocol: tcp, ports: [1-5431, 5433] }
    except: [10.0.0.0/8, { group: web }]
    mode: symbolic
    states: [live, planned]${webToDb}`,
  );
  const consent = ['--auto-approve', '--allow-hazards', 'first-apply'];
  expect((await sluice(folder, ['apply', ...onEmulator, ...consent])).exitCode).toBe(0);
  writeGroupFile(folder, 'web', web('0.0.0.0/0'));
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true });
  for (const name of ['plan', 'test-results']) {
    const url = new URL(`../../schemas/${name}.schema.json`, import.meta.url);
    ajv.addSchema(JSON.parse(readFileSync(url, 'utf8')) as AnySchemaObject);
  }
  const validate = ajv.getSchema('urn:sluice:test-results');
  const { exitCode, out } = await sluice(folder, ['test', ...onEmulator, '--format', 'json']);
  expect(exitCode).toBe(4);
  expect(validate?.(JSON.parse(out)), JSON.stringify(validate?.errors)).toBe(true);
  const words = ['"ok"', '"failed"', '"unknown"', '"steps"', '"mode"', '"addresses"', '"blocks"'];
  expect(words.filter((word) => !out.includes(word))).toEqual([]);
  expect(validate?.(JSON.parse(out.replaceAll('"breach"', '"brech"')))).toBe(false);
});

test('the examples keep what their tests promise, in every format', async () => {
  const examples = fileURLToPath(new URL('../../examples', import.meta.url));
  const { exitCode, out, err } = await sluice(examples, ['test']);
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
  expect(out).toMatch(/^(ok {7}\S.*\n)+8 assertions: 8 ok\.\n$/);
  const json = await sluice(examples, ['test', '--format', 'json']);
  const { targets } = JSON.parse(json.out) as {
    readonly targets: readonly { readonly results: readonly { readonly verdict: string }[] }[];
  };
  const verdicts = targets.flatMap(({ results }) => results.map(({ verdict }) => verdict));
  expect(verdicts).toEqual(Array(8).fill('ok'));
  const junit = await sluice(examples, ['test', '--format', 'junit']);
  expect(junit.out.match(/<system-out>tests\/reach\.yaml:\d+:\d+<\/system-out>/g)).toHaveLength(8);
  expect([json.exitCode, junit.exitCode]).toEqual([0, 0]);
});

test('faults of the files, nothing to test, and words that are none: exit 3', async () => {
  const wrong = await sluice(workspace(noSsh.replace('group: web', 'group: wbe')), ['test']);
  expect(wrong.exitCode).toBe(3);
  expect(wrong.err).toContain('tests/flows.yaml:3:42: error: no group is named "wbe"');
  const empty = await sluice(makeWorkspace({ db }), ['test']);
  expect({ code: empty.exitCode, err: empty.err }).toMatchObject({ code: 3 });
  expect(empty.err).toContain('there is nothing to test');
  const none = makeWorkspace({ db }, `${workspaceText}tests: nowhere/*.yaml\n`);
  expect((await sluice(none, ['test'])).err).toContain('no file matches "nowhere/*.yaml"');
  expect((await sluice(workspace(noSsh), ['test', '--state', 'tomorrow'])).exitCode).toBe(3);
});
