// sluice snapshot and --live: what is planned from a file is what is planned from the cloud.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import { sarifFault } from '../report/sarif-fault.ts';
import { CloudWorld } from './cloud-world.ts';
import { makeWorkspace, sluice, writeGroupFile } from './sluice.ts';

const web = (port: number) => `name: web
ingress:
  - { protocol: tcp, ports: ${port}, source: 10.0.0.0/8 }
egress: []
`;
const consent = ['--auto-approve', '--allow-hazards', 'first-apply', '--settle', '0s'];

/** Without credentials, nor a cloud to ask. */
const offline = { SLUICE_ENDPOINT: 'http://127.0.0.1:1' };

async function snapshotWorld(): Promise<{ folder: string; world: CloudWorld }> {
  const world = await CloudWorld.open();
  const folder = makeWorkspace({ web: web(443), db: 'name: db\ningress: []\n' });
  expect((await world.run(folder, ['apply', ...consent])).exitCode).toBe(0);
  world.openPort('web', 8080);
  const taken = await world.run(folder, ['snapshot', '--out', 'live.json']);
  expect(taken).toMatchObject({ exitCode: 0, out: '' });
  expect(taken.err).toMatch(/^Snapshot of \S+Z: 2 groups, 2 rules\.\n/m);
  return { folder, world };
}

function essence(text: string): unknown {
  const { steps, groups, quotas, access, risk, interfaces } = JSON.parse(text) as Plan &
    Record<string, unknown>;
  return { steps, groups, quotas, access, risk, interfaces };
}

test('a plan from a snapshot is the plan from the cloud, and says how old it is', async () => {
  const { folder, world } = await snapshotWorld();
  writeGroupFile(folder, 'web', web(8443));
  writeGroupFile(folder, 'db', 'name: db\nstate: absent\n');
  const fromCloud = await world.run(folder, ['plan', '--json']);
  await world.close();
  const fromFile = await sluice(folder, ['plan', '--json', '--live', 'live.json'], offline);
  expect(fromFile.exitCode).toBe(0);
  expect(essence(fromFile.out)).toEqual(essence(fromCloud.out));
  expect(fromFile.err).toMatch(
    /This is not the cloud of now: live\.json is a snapshot that was taken \S+Z, \d+ minutes? ago\./,
  );
  const text = await sluice(folder, ['plan', '--live', 'live.json'], offline);
  expect(text.out).toContain('this is planned from a snapshot that was taken ');
  const drift = await sluice(folder, ['drift', '--live', 'live.json'], offline);
  expect(drift.exitCode).toBe(2);
  expect(drift.out).toContain('this is planned from a snapshot that was taken ');
  const explained = await sluice(
    folder,
    ['explain', '--live', 'live.json', '--from', '1.2.3.4', '--to', 'web', '--port', 'tcp/8080'],
    offline,
  );
  expect(explained).toMatchObject({ exitCode: 0 });
  expect(explained.err).toContain('a snapshot that was taken ');
});

test('tests look at a snapshot too', async () => {
  const { folder, world } = await snapshotWorld();
  await world.close();
  const workspace = readFileSync(path.join(folder, 'sluice.yaml'), 'utf8');
  writeFileSync(path.join(folder, 'sluice.yaml'), `${workspace}tests: tests.yaml\n`);
  writeFileSync(
    path.join(folder, 'tests.yaml'),
    'tests:\n  - name: Nobody reaches 8080\n    deny: { from: internet, to: { group: web }, protocol: tcp, port: 8080 }\n',
  );
  const desired = await sluice(folder, ['test'], offline);
  expect(desired.exitCode).toBe(0);
  const tested = await sluice(folder, ['test', '--live', 'live.json'], offline);
  expect(tested.exitCode).toBe(4);
  expect(tested.err).toContain('a snapshot that was taken ');
});

test('every report says how old the snapshot is, for those who read no other', async () => {
  const { folder, world } = await snapshotWorld();
  await world.close();
  const workspace = readFileSync(path.join(folder, 'sluice.yaml'), 'utf8');
  writeFileSync(path.join(folder, 'sluice.yaml'), `${workspace}tests: tests.yaml\n`);
  const flow = '{ from: internet, to: { group: web }, protocol: tcp, port: 22 }';
  writeFileSync(path.join(folder, 'tests.yaml'), `tests:\n  - { name: Nobody, deny: ${flow} }\n`);
  const { takenAt } = JSON.parse(readFileSync(path.join(folder, 'live.json'), 'utf8')) as {
    readonly takenAt: string;
  };
  const formats = ['text', 'markdown', 'json', 'sarif', 'junit', 'github'];
  const asked = ['--from', '1.2.3.4', '--to', 'web', '--port', 'tcp/8080'];
  const reports = [
    ...formats.flatMap((format) => [
      ['plan', '--format', format],
      ['drift', '--format', format],
    ]),
    ...['text', 'json', 'junit'].map((format) => ['test', '--format', format]),
    ...[[], ['--json'], ['--state', 'planned']].map((more) => ['explain', ...asked, ...more]),
    ...['mermaid', 'dot'].map((format) => ['graph', '--format', format]),
  ];
  for (const report of reports) {
    const { out } = await sluice(folder, [...report, '--live', 'live.json'], offline);
    // Markdown keeps a time from being an emoji.
    const told = out.replaceAll('<!-- -->', '');
    expect(told, report.join(' ')).toMatch(
      new RegExp(`a snapshot that was taken ${takenAt}, \\d+ minutes? ago`),
    );
    expect(told, report.join(' ')).not.toContain('the cloud has it');
    if (report.includes('sarif')) expect(sarifFault(JSON.parse(out))).toBeUndefined();
  }
  await sluice(folder, ['drift', '--live', 'live.json', '--metrics', 'sluice.prom'], offline);
  expect(readFileSync(path.join(folder, 'sluice.prom'), 'utf8')).toMatch(
    new RegExp(
      `^sluice_last_success_timestamp_seconds\\{.*\\} ${Date.parse(takenAt) / 1000}$`,
      'm',
    ),
  );
});

test('a snapshot of somewhere else is refused, and what is no snapshot is said to be none', async () => {
  const { folder, world } = await snapshotWorld();
  await world.close();
  const text = readFileSync(path.join(folder, 'live.json'), 'utf8');
  for (const [here, there] of [
    ['"account": "1000000000000001"', '"account": "1000000000000002"'],
    ['"region": "cn-hangzhou"', '"region": "cn-beijing"'],
    ['"vpc": "vpc-bp1test",\n      "groups"', '"vpc": "vpc-bp1other",\n      "groups"'],
  ] as const) {
    writeFileSync(path.join(folder, 'other.json'), text.replace(here, there));
    expect(text).toContain(here);
    const refused = await sluice(folder, ['plan', '--live', 'other.json'], offline);
    expect(refused.exitCode).toBe(4);
    expect(refused.err).toContain(
      'refused: target prod is 1000000000000001 cn-hangzhou vpc-bp1test',
    );
  }
  for (const [wrong, why] of [
    ['{', 'it is not JSON'],
    ['{}', 'it is no snapshot: the file must have required property'],
    [text.replace('"policy": "accept"', '"policy": "allow"'), 'it is no snapshot: /places/0/'],
  ] as const) {
    writeFileSync(path.join(folder, 'wrong.json'), wrong);
    const invalid = await sluice(folder, ['plan', '--live', 'wrong.json'], offline);
    expect(invalid.exitCode).toBe(3);
    expect(invalid.err).toContain(why);
  }
  const both = await sluice(
    folder,
    ['plan', '--live', 'live.json', '--emulator', 'x.json'],
    offline,
  );
  expect(both.exitCode).toBe(3);
});
