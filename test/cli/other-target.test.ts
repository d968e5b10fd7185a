// Goal: a group of another account in the same VPC is named by our name for it, and is found by its tags
// in its own target. Method: the command line on two accounts of an emulator in its process.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import { commitAll } from '../desired/commit/repository.ts';
import { CloudWorld } from './cloud-world.ts';
import { makeWorkspace, sluice, writeGroupFile } from './sluice.ts';

const workspaceIn = (waves: string) => `version: 1
owner: edge-platform
groups: groups/*.yaml
targets:
  edge: { account: '1000000000000001', region: cn-hangzhou, vpc: vpc-shared }
  data: { account: '1000000000000002', region: cn-hangzhou, vpc: vpc-shared }
waves: ${waves}
`;
const groups = {
  web: `name: web
target: edge
ingress: []
egress:
  - { protocol: tcp, ports: 5432, destination: { group: db, target: data } }
`,
  db: `name: db
target: data
ingress: [{ protocol: tcp, ports: 5432, source: { group: web, target: edge } }]
`,
};
const plainDb = { ...groups, db: 'name: db\ntarget: data\ningress: []\n' };
const onEmulator = ['--emulator', 'state.json'];
const consent = ['--auto-approve', '--allow-hazards', 'first-apply'];
const run = (folder: string, ...args: readonly string[]) => sluice(folder, args);

test('the target of the peer goes first, and then both have nothing left to do', async () => {
  const folder = makeWorkspace(plainDb, workspaceIn('[[data], [edge]]'));
  const before = await run(folder, 'plan', ...onEmulator, '--target', 'edge');
  expect(before.exitCode).toBe(4);
  expect(before.err).toContain(
    'groups/web.yaml:5:5: refused: the group "db" of target "data" is not there yet; apply that target first: sluice apply --target data [not-found]\n',
  );
  // All is planned before anything is applied, so that one comes after the other by hand.
  for (const target of ['data', 'edge']) {
    const args = ['apply', ...onEmulator, ...consent, '--target', target];
    const applied = await run(folder, ...args);
    expect(applied, applied.err).toMatchObject({ exitCode: 0 });
  }
  const again = await run(folder, 'plan', ...onEmulator, '--detailed-exitcode');
  expect(again, again.out + again.err).toMatchObject({ exitCode: 0 });
  const alone = await run(folder, 'plan', ...onEmulator, '--detailed-exitcode', '--target', 'edge');
  expect(alone, alone.out + alone.err).toMatchObject({ exitCode: 0 });
  const drift = await run(folder, 'drift', ...onEmulator);
  expect(drift, drift.err).toMatchObject({ exitCode: 0 });
});

test('the rule has the id and the account of the live group', async () => {
  const folder = makeWorkspace(plainDb, workspaceIn('[[data], [edge]]'));
  await run(folder, 'apply', ...onEmulator, ...consent, '--target', 'data');
  const { out } = await run(folder, 'plan', ...onEmulator, '--json', '--target', 'edge');
  const steps = (JSON.parse(out) as Plan).steps.filter(({ kind }) => kind === 'authorize');
  const id: unknown = expect.stringMatching(/^sg-/);
  expect(steps).toMatchObject([
    { rules: [{ peer: { kind: 'foreignGroup', groupId: id, account: '1000000000000002' } }] },
  ]);
});

test('a snapshot of both targets is enough, and one of the first alone is not', async () => {
  const folder = makeWorkspace(plainDb, workspaceIn('[[data], [edge]]'));
  await run(folder, 'apply', ...onEmulator, ...consent, '--target', 'data');
  const both = await run(folder, 'snapshot', ...onEmulator, '--out', 'both.json');
  expect(both, both.err).toMatchObject({ exitCode: 0 });
  const planned = await run(folder, 'plan', '--live', 'both.json', '--target', 'edge');
  expect(planned, planned.err).toMatchObject({ exitCode: 0 });
  expect(planned.out).toContain(' of 1000000000000002');
  await run(folder, 'snapshot', ...onEmulator, '--out', 'one.json', '--target', 'edge');
  const half = await run(folder, 'plan', '--live', 'one.json', '--target', 'edge');
  expect(half.exitCode).toBe(4);
  expect(half.err).toContain('target data is 1000000000000002');
});

test('groups may name each other once both are there', async () => {
  const folder = makeWorkspace(plainDb, workspaceIn('[[data], [edge]]'));
  await run(folder, 'apply', ...onEmulator, ...consent, '--target', 'data');
  await run(folder, 'apply', ...onEmulator, ...consent, '--target', 'edge');
  writeGroupFile(folder, 'db', groups.db);
  const applied = await run(folder, 'apply', ...onEmulator, ...consent);
  expect(applied, applied.err).toMatchObject({ exitCode: 0 });
  expect(applied.out).toContain(' of 1000000000000001');
  const again = await run(folder, 'plan', ...onEmulator, '--detailed-exitcode');
  expect(again, again.out + again.err).toMatchObject({ exitCode: 0 });
});

test('groups that name each other before either is there are told by which rule to begin, and that works', async () => {
  const folder = makeWorkspace(groups, workspaceIn('[[data], [edge]]'));
  const { exitCode, out, err } = await run(folder, 'plan', ...onEmulator);
  expect({ exitCode, out }).toMatchObject({ exitCode: 4 });
  const steps = 'run sluice apply --target data, then sluice apply --target edge, and put it back';
  expect(err).toContain(
    'edge: groups/web.yaml:5:5: refused: the group "db" of target "data" is not there yet, and ' +
      '"web" of this target, which "data" names (groups/db.yaml:3:11), is not there either; ' +
      `comment that rule out, ${steps} [not-found]\n`,
  );
  expect(err).toContain(
    'data: groups/db.yaml:3:11: refused: the group "web" of target "edge" is not there yet, and ' +
      '"db" of this target, which "edge" names (groups/web.yaml:5:5), is not there either; ' +
      `comment this rule out, ${steps} [not-found]\n`,
  );
  writeGroupFile(folder, 'db', plainDb.db);
  for (const target of ['data', 'edge']) {
    const applied = await run(folder, 'apply', ...onEmulator, ...consent, '--target', target);
    expect(applied, applied.err).toMatchObject({ exitCode: 0 });
  }
  writeGroupFile(folder, 'db', groups.db);
  const both = await run(folder, 'apply', ...onEmulator, ...consent);
  expect(both, both.err).toMatchObject({ exitCode: 0 });
});

const circle = {
  workspace: workspaceIn('[[logs], [data], [edge]]').replace(
    'waves:',
    "  logs: { account: '1000000000000003', region: cn-hangzhou, vpc: vpc-shared }\nwaves:",
  ),
  groups: {
    ...groups,
    db: `name: db
target: data
ingress: [{ protocol: tcp, ports: 514, source: { group: sink, target: logs } }]
`,
    sink: `name: sink
target: logs
ingress: [{ protocol: tcp, ports: 514, source: { group: web, target: edge } }]
`,
  },
};
const plainSink = 'name: sink\ntarget: logs\ningress: []\n';

test('three targets that wait for each other are told as a circle, and how to begin, and that works', async () => {
  const folder = makeWorkspace(circle.groups, circle.workspace);
  const { exitCode, err } = await run(folder, 'plan', ...onEmulator);
  expect(exitCode, err).toBe(4);
  const order = ['logs', 'data', 'edge'];
  const steps = order.map((target) => `sluice apply --target ${target}`).join(', then ');
  const rest = `run ${steps}, and put it back [not-found]\n`;
  expect(err).toContain(
    'edge: groups/web.yaml:5:5: refused: the group "db" of target "data" is not there yet, and ' +
      'the targets wait for each other (edge → data → logs → edge): for "sink" of target "logs", ' +
      'which "data" names (groups/db.yaml:3:11), and for "web" of this target, which "logs" names ' +
      '(groups/sink.yaml:3:11); where "sink" is there already, apply "data" first, else comment ' +
      `the rule at groups/sink.yaml:3:11 out, ${rest}`,
  );
  expect(err).toContain('(logs → edge → data → logs): for "db" of target "data", which "edge"');
  expect(err).toContain(`apply "edge" first, else comment this rule out, ${rest}`);
  writeGroupFile(folder, 'sink', plainSink);
  for (const target of order) {
    const applied = await run(folder, 'apply', ...onEmulator, ...consent, '--target', target);
    expect(applied, applied.err).toMatchObject({ exitCode: 0 });
  }
  writeGroupFile(folder, 'sink', circle.groups.sink);
  const all = await run(folder, 'apply', ...onEmulator, ...consent);
  expect(all, all.err).toMatchObject({ exitCode: 0 });
});

test('where one of a circle is there, the target that names it goes first', async () => {
  const folder = makeWorkspace({ sink: plainSink, db: plainDb.db }, circle.workspace);
  const sink = await run(folder, 'apply', ...onEmulator, ...consent, '--target', 'logs');
  expect(sink, sink.err).toMatchObject({ exitCode: 0 });
  for (const [name, text] of Object.entries(circle.groups)) writeGroupFile(folder, name, text);
  // Edge asks data alone, and not whom data asks.
  const edge = await run(folder, 'plan', ...onEmulator, '--target', 'edge');
  expect(edge.err).toContain('where "sink" is there already, apply "data" first');
  const data = await run(folder, 'apply', ...onEmulator, ...consent, '--target', 'data');
  expect(data, data.err).toMatchObject({ exitCode: 0 });
  const after = await run(folder, 'plan', ...onEmulator, '--target', 'edge');
  expect(after, after.err).toMatchObject({ exitCode: 0 });
});

test('where one of the two is there, the other target goes first, whatever names it', async () => {
  const folder = makeWorkspace(plainDb, workspaceIn('[[data], [edge]]'));
  writeGroupFile(folder, 'web', 'name: web\ntarget: edge\ningress: []\n');
  await run(folder, 'apply', ...onEmulator, ...consent, '--target', 'edge');
  writeGroupFile(folder, 'web', groups.web);
  writeGroupFile(folder, 'db', groups.db);
  const { err } = await run(folder, 'plan', ...onEmulator, '--target', 'edge');
  expect(err).toContain('apply that target first: sluice apply --target data [not-found]');
  const applied = await run(folder, 'apply', ...onEmulator, ...consent, '--target', 'data');
  expect(applied, applied.err).toMatchObject({ exitCode: 0 });
});

test('what is live is accepted into a rule that names the group', async () => {
  const folder = makeWorkspace(plainDb, workspaceIn('[[data], [edge]]'));
  await run(folder, 'apply', ...onEmulator, ...consent, '--target', 'data');
  await run(folder, 'apply', ...onEmulator, ...consent, '--target', 'edge');
  const state = path.join(folder, 'state.json');
  const text = readFileSync(state, 'utf8');
  expect(text).toContain('"PortRange":"5432/5432"');
  writeFileSync(
    state,
    text.replace('"PortRange":"5432/5432"', '"Priority":"7","PortRange":"5432/5432"'),
  );
  const accepted = await run(folder, 'drift', '--accept', ...onEmulator, '--target', 'edge');
  expect(accepted, accepted.err).toMatchObject({ exitCode: 0 });
  const written = readFileSync(path.join(folder, 'groups/web.yaml'), 'utf8');
  expect(written).toContain('{ group: db, target: data }');
  expect(written).toContain('priority: 7');
});

test('without another target nobody else is asked', async () => {
  const world = await CloudWorld.open([]);
  try {
    const folder = makeWorkspace(plainDb, workspaceIn('[[data], [edge]]'));
    await world.run(folder, ['plan', '--target', 'edge']);
    expect(world.calls.filter((action) => action === 'GetCallerIdentity')).toHaveLength(2);
    world.calls.length = 0;
    writeGroupFile(folder, 'web', 'name: web\ntarget: edge\ningress: []\n');
    await world.run(folder, ['plan', '--target', 'edge']);
    expect(world.calls.filter((action) => action === 'GetCallerIdentity')).toHaveLength(1);
  } finally {
    await world.close();
  }
});

test('a plan of what changed asks other targets only where what changed names them', async () => {
  const folder = makeWorkspace(plainDb, workspaceIn('[[data], [edge]]'));
  const lone = (port: number) =>
    `name: lone\ntarget: edge\ningress: [{ protocol: tcp, ports: ${port}, source: 10.0.0.0/8 }]\n`;
  writeGroupFile(folder, 'lone', lone(1));
  commitAll(folder);
  const world = await CloudWorld.open([]);
  const asked = async () => {
    world.calls.length = 0;
    await world.run(folder, ['plan', '--target', 'edge', '--changed', 'main']);
    return world.calls.filter((action) => action === 'GetCallerIdentity').length;
  };
  try {
    writeGroupFile(folder, 'lone', lone(2));
    expect(await asked()).toBe(1);
    // It is made with what names it, and names the group of the other target itself.
    writeGroupFile(folder, 'lone', lone(2).replace('10.0.0.0/8', '{ group: web }'));
    expect(await asked()).toBe(2);
  } finally {
    await world.close();
  }
});

test('the credentials of the other target are checked like those of the own one', async () => {
  const world = await CloudWorld.open([]);
  try {
    const folder = makeWorkspace(plainDb, workspaceIn('[[data], [edge]]'));
    const { exitCode, err } = await world.run(folder, ['plan', '--target', 'edge']);
    expect(exitCode).toBe(4);
    expect(err).toContain('refused: target data is account 1000000000000002');
    expect(world.calls.filter((action) => action === 'DescribeSecurityGroups')).toEqual([]);
  } finally {
    await world.close();
  }
});

test('without a cloud the peer is the name of it', async () => {
  const folder = makeWorkspace(groups, workspaceIn('[[data], [edge]]'));
  expect(await run(folder, 'validate')).toMatchObject({ exitCode: 0 });
  expect(await run(folder, 'fmt', '--check')).toMatchObject({ exitCode: 0 });
  const ends = ['--from', 'web', '--to', '10.0.0.1', '--port', 'tcp/5432', '--target', 'edge'];
  const { out } = await run(folder, 'explain', ...ends);
  expect(out).toContain('group db of target data');
});

test('a saved plan is not applied once the name of a group of another target means another', async () => {
  const folder = makeWorkspace(plainDb, workspaceIn('[[data], [edge]]'));
  const applyData = () =>
    run(
      folder,
      'apply',
      ...onEmulator,
      ...consent,
      '--allow-hazards',
      'deletes-group,empty-desired-state',
      '--target',
      'data',
    );
  expect(await applyData()).toMatchObject({ exitCode: 0 });
  const planned = await run(
    folder,
    'plan',
    ...onEmulator,
    '--target',
    'edge',
    '--out',
    'plan.json',
  );
  expect(planned, planned.err).toMatchObject({ exitCode: 0 });
  // It is deleted and made again, under another id.
  writeGroupFile(folder, 'web', 'name: web\ntarget: edge\ningress: []\n');
  writeGroupFile(folder, 'db', 'name: db\ntarget: data\nstate: absent\n');
  expect(await applyData()).toMatchObject({ exitCode: 0 });
  writeGroupFile(folder, 'db', plainDb.db);
  expect(await applyData()).toMatchObject({ exitCode: 0 });
  writeGroupFile(folder, 'web', groups.web);
  const stale = await run(folder, 'apply', 'plan.json', ...onEmulator, ...consent);
  expect(stale, stale.err).toMatchObject({ exitCode: 5 });
  expect(stale.err).toMatch(
    /stale: group web has rules by names that .*\n.*the group "db" of target "data" was sg-\S+, and is sg-\S+\n/,
  );
  await run(folder, 'plan', ...onEmulator, '--target', 'edge', '--out', 'plan.json');
  const fresh = await run(folder, 'apply', 'plan.json', ...onEmulator, ...consent);
  expect(fresh, fresh.err).toMatchObject({ exitCode: 0 });
});
