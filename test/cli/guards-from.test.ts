// Goal: a change keeps to the guards of the commit that it is to be merged into, whatever it does to them.
// Method: a repository whose branch `main` guards the traffic of a group; each test makes one change in
// the working tree that would get rid of the guard, and asks for it by `--guards-from main`.
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { commitAll, runGit } from '../desired/commit/repository.ts';
import { copyOf, makeWorkspace, shell, sluice, workspaceText, writeGroupFile } from './sluice.ts';

const onEmulator = ['--emulator', 'state.json'];
const fromMain = ['--guards-from', 'main'];
const consent = ['--auto-approve', '--allow-hazards', 'first-apply,opens-to-internet'];

const web = (source: string) => `name: web
tags: { tier: edge }
innerAccessPolicy: drop
ingress: [{ protocol: tcp, ports: 22, source: ${source} }]
egress: []
`;
const db = `name: db
innerAccessPolicy: drop
ingress: [{ protocol: tcp, ports: 5432, source: 10.0.1.0/24 }]
egress: []
`;
const networks = 'networks: { office: [203.0.113.0/24] }\n';
const onlyOffice = `protect:
  - name: SSH from the office alone
    deny: { from: internet, to: { tag: { tier: edge } }, protocol: tcp, port: 22 }
    except: office
`;
const protectedWorkspace = `${workspaceText}${networks}${onlyOffice}tests: tests/*.yaml\n`;
const noPostgres = `tests:
  - name: Nobody on the internet reaches Postgres
    deny: { from: internet, to: { group: db }, protocol: tcp, port: 5432 }
`;

let made: string;
/** As `main` is, and applied. */
let folder: string;

beforeAll(async () => {
  made = makeWorkspace({ web: web('office'), db }, protectedWorkspace);
  mkdirSync(path.join(made, 'tests'));
  writeFileSync(path.join(made, 'tests', 'db.yaml'), noPostgres);
  writeFileSync(path.join(made, '.gitignore'), 'state.json*\n.sluice/\n');
  commitAll(made);
  const applied = await sluice(made, ['apply', ...onEmulator, ...consent]);
  expect(applied.exitCode, applied.err).toBe(0);
});

beforeEach(() => {
  folder = copyOf(made);
});

function write(name: string, text: string): void {
  writeFileSync(path.join(folder, name), text);
}

/** The workspace without what it protects and tests. */
function dropGuards(): void {
  write('sluice.yaml', `${workspaceText}${networks}`);
}

test('a rule goes in with its guard taken out: the guard of main holds, with its place there', async () => {
  dropGuards();
  writeGroupFile(folder, 'web', web('0.0.0.0/0'));
  expect((await sluice(folder, ['plan', ...onEmulator])).exitCode).toBe(0);
  const { exitCode, out, err } = await sluice(folder, [
    ...['plan', ...onEmulator, ...fromMain, '--out', 'a.json'],
  ]);
  expect(exitCode).toBe(4);
  expect(out).toContain('! protected: "SSH from the office alone": tcp from 1.0.0.1:any');
  expect(out).toContain(' (main:sluice.yaml:8:5)\n');
  expect(err).toContain('Guards: 1 protected flow of main.\n');
  expect(err).toContain('sluice apply a.json --emulator state.json --guards-from main\n');
  for (const saved of [[], ['a.json']]) {
    const applied = await sluice(folder, [
      ...['apply', ...saved, ...onEmulator, ...fromMain, ...consent],
    ]);
    expect(applied.exitCode).toBe(4);
    expect(applied.err).toContain('refused: a protected flow would break');
  }
});

test('a network that was made wider means what it means in main', async () => {
  write(
    'sluice.yaml',
    protectedWorkspace.replace('203.0.113.0/24', '203.0.113.0/24, 198.51.100.0/24, 8.0.0.0/8'),
  );
  expect((await sluice(folder, ['plan', ...onEmulator])).exitCode).toBe(0);
  const { exitCode, out, err } = await sluice(folder, ['plan', ...onEmulator, ...fromMain]);
  expect(exitCode).toBe(4);
  expect(out).toMatch(/tcp from 8\.\S+:any to a member of web, port 22 would pass after step 1/);
  expect(out).toContain(' (main:sluice.yaml:8:5)\n');
  expect(err).toContain('Guards: 1 protected flow of main, 1 more of these files.\n');
});

test('a tag taken off a group does not take it out of the guard, nor does a new group come without', async () => {
  dropGuards();
  writeGroupFile(folder, 'web', web('0.0.0.0/0').replace('edge', 'other'));
  const untagged = await sluice(folder, ['plan', ...onEmulator, ...fromMain]);
  expect(untagged.exitCode).toBe(4);
  expect(untagged.out).toContain('to a member of web, port 22 would pass');
  writeGroupFile(folder, 'web', web('office'));
  writeGroupFile(folder, 'new', web('0.0.0.0/0').replace('name: web', 'name: new'));
  const added = await sluice(folder, ['plan', ...onEmulator, ...fromMain]);
  expect(added.exitCode).toBe(4);
  expect(added.out).toContain('to a member of new, port 22 would pass');
});

test('what is as it was in main is guarded once, and a change that keeps to it goes through', async () => {
  writeGroupFile(folder, 'web', web('203.0.113.7'));
  const { exitCode, err } = await sluice(folder, ['plan', ...onEmulator, ...fromMain]);
  expect({ exitCode, err }).toMatchObject({ exitCode: 0 });
  expect(err).toContain('Guards: 1 protected flow of main.\n');
  const tested = await sluice(folder, ['test', '--state', 'desired', ...fromMain]);
  expect(tested.out).toBe(
    'ok       SSH from the office alone\n' +
      'ok       Nobody on the internet reaches Postgres\n2 assertions: 2 ok.\n',
  );
});

test('a test file that was deleted is evaluated as it is in main', async () => {
  dropGuards();
  rmSync(path.join(folder, 'tests'), { recursive: true });
  writeGroupFile(folder, 'db', db.replace('10.0.1.0/24', '0.0.0.0/0'));
  const { exitCode, out, err } = await sluice(folder, ['test', ...fromMain]);
  expect(exitCode).toBe(4);
  expect(out).toContain(
    'FAILED   Nobody on the internet reaches Postgres (main:tests/db.yaml:2:5)\n',
  );
  expect(err).toBe('Guards: 1 protected flow and 1 test of main.\n');
  const alone = await sluice(folder, ['test']);
  expect(alone).toMatchObject({ exitCode: 3, out: '' });
});

test('a group whose file is deleted, or that has another name, takes no guard with it', async () => {
  dropGuards();
  const refused = `main:sluice.yaml:8:5: refused: "SSH from the office alone" is about the group web, not present in target prod any more [guard-lost]
Nothing was read or written. Keep the group, or change the guard first, in a change of its own; if main has a group that is newer than this branch, bring the branch up to date.
`;
  rmSync(path.join(folder, 'groups', 'web.yaml'));
  for (const args of [['plan'], ['apply', ...consent], ['test'], ['rollback']]) {
    const ran = await sluice(folder, [...args, ...onEmulator, ...fromMain]);
    expect({ args, ...ran }).toEqual({ args, exitCode: 4, out: '', err: refused });
  }
  writeGroupFile(folder, 'web', web('office').replace('name: web', 'name: web2'));
  expect(await sluice(folder, ['plan', ...onEmulator, ...fromMain])).toMatchObject({
    exitCode: 4,
    err: refused,
  });
  // Only `test` asks what test files say.
  writeGroupFile(folder, 'web', web('office'));
  rmSync(path.join(folder, 'groups', 'db.yaml'));
  expect((await sluice(folder, ['plan', ...onEmulator, ...fromMain])).exitCode).toBe(0);
  const tested = await sluice(folder, ['test', ...fromMain]);
  expect(tested.exitCode).toBe(4);
  expect(tested.err).toContain('main:tests/db.yaml:2:5: refused: ');
});

test('nothing passes to a group that is to be absent, so that it may go', async () => {
  dropGuards();
  writeGroupFile(folder, 'web', 'name: web\nstate: absent\n');
  const planned = await sluice(folder, ['plan', ...onEmulator, ...fromMain]);
  expect({ ...planned }).toMatchObject({ exitCode: 0 });
  const tested = await sluice(folder, ['test', ...onEmulator, ...fromMain]);
  expect({ ...tested }).toMatchObject({ exitCode: 0 });
});

test('another name for the target, or another place for its name, changes no guard', async () => {
  const renamed = workspaceText.replace('prod:', 'production:');
  write('sluice.yaml', `${renamed}${networks}`);
  writeGroupFile(folder, 'web', web('0.0.0.0/0').replace('edge', 'other'));
  const { exitCode, out } = await sluice(folder, ['plan', ...onEmulator, ...fromMain]);
  expect(exitCode).toBe(4);
  expect(out).toContain(' (main:sluice.yaml:8:5)\n');
  write('sluice.yaml', `${workspaceText.replace('vpc-bp1test', 'vpc-bp1other')}${networks}`);
  const elsewhere = await sluice(folder, ['plan', '--emulator', 'other.json', ...fromMain]);
  expect(elsewhere.exitCode).toBe(4);
  expect(elsewhere.out).toContain(' (main:sluice.yaml:8:5)\n');
});

test('a workspace that moved is refused until it is said where it was', async () => {
  mkdirSync(path.join(folder, 'moved'));
  for (const name of ['groups', 'tests']) {
    renameSync(path.join(folder, name), path.join(folder, 'moved', name));
  }
  rmSync(path.join(folder, 'sluice.yaml'));
  write('moved/sluice.yaml', `${workspaceText}${networks}`);
  writeFileSync(path.join(folder, 'moved', 'groups', 'web.yaml'), web('0.0.0.0/0'));
  const at = ['plan', '--workspace', 'moved/sluice.yaml', ...onEmulator];
  expect(await sluice(folder, [...at, ...fromMain])).toEqual({
    exitCode: 4,
    out: '',
    err: `refused: main has no file moved/sluice.yaml, so that the guards of this workspace are not known.
Nothing was read or written. If the workspace was moved, say where it was: --guards-from main:old/sluice.yaml
If it is new, there are no guards yet: leave --guards-from out until it is merged.
`,
  });
  const said = await sluice(folder, [...at, '--guards-from', 'main:sluice.yaml']);
  expect(said.exitCode).toBe(4);
  expect(said.out).toContain(' (main:sluice.yaml:8:5)\n');
});

test('a folder that was made a link to another is not that other one', async () => {
  const prod = path.join(folder, 'prod');
  mkdirSync(path.join(folder, 'dev'));
  for (const name of ['groups', 'tests', 'sluice.yaml']) {
    renameSync(path.join(folder, name), path.join(folder, 'dev', name));
  }
  commitAll(folder);
  symlinkSync('dev', prod);
  const at = ['test', '--workspace', 'prod/sluice.yaml', ...fromMain];
  const { exitCode, err } = await sluice(folder, at);
  expect({ exitCode, err }).toMatchObject({ exitCode: 4 });
  expect(err).toContain('refused: main has no file prod/sluice.yaml');
});

test('where the guards cannot be known nothing goes on, and it is said what to do', async () => {
  const run = (...args: readonly string[]) => sluice(folder, ['test', ...args]);
  expect(await run('--guards-from', 'origin/main')).toEqual({
    exitCode: 3,
    out: '',
    err: `error: --guards-from: there is no commit origin/main in this clone. Nothing was read or written.
Fetch it first, such as with \`git fetch origin main\`; in GitHub Actions, have actions/checkout do so with \`fetch-depth: 0\`.
`,
  });
  for (const ref of ['--guards-from=--all', '--guards-from=', '--guards-from=:sluice.yaml']) {
    expect(await run(ref)).toMatchObject({ exitCode: 3, out: '' });
  }
  const noGit = await sluice(folder, ['test', ...fromMain], { PATH: '/nowhere' });
  expect(noGit).toEqual({
    exitCode: 3,
    out: '',
    err: `error: --guards-from: there is no program named git. Nothing was read or written.
Install git 2.38 or later, and see that it is on the PATH.
`,
  });
  rmSync(path.join(folder, '.git'), { recursive: true });
  const noClone = await run(...fromMain);
  expect(noClone).toMatchObject({ exitCode: 3, out: '' });
  expect(noClone.err).toContain(' is in no git repository: ');
});

test('guards of main that have faults stop everything, with their places in it', async () => {
  write('sluice.yaml', protectedWorkspace.replace('except: office', 'except: ofice'));
  runGit(folder, 'commit', '--quiet', '--all', '--message', 'a fault');
  write('sluice.yaml', protectedWorkspace);
  const { exitCode, out, err } = await sluice(folder, ['plan', ...onEmulator, ...fromMain]);
  expect({ exitCode, out }).toEqual({ exitCode: 3, out: '' });
  expect(err).toContain('main:sluice.yaml:10:13: error: ');
  expect(err).toContain(
    '1 error in main. Nothing was read or written.\n' +
      'Its guards are not known until that is mended there.\n',
  );
});

test('commands that are printed as advice keep to the same guards', async () => {
  writeGroupFile(folder, 'web', web('203.0.113.7'));
  const applied = await sluice(folder, ['apply', ...onEmulator, ...fromMain, ...consent]);
  expect(applied.exitCode, applied.err).toBe(0);
  const back = /The way back: (.*)/.exec(applied.err)?.[1] ?? '';
  expect(back).toContain(' --guards-from main');
  const gone = await shell(folder, `${back} --auto-approve`);
  expect(gone.exitCode, gone.err).toBe(0);
});

test('a change that raises a limit is held to that of main, until somebody consents', async () => {
  write('sluice.yaml', `${workspaceText}${networks}limits: { rules: 1 }\n`);
  runGit(folder, 'commit', '--quiet', '--all', '--message', 'a limit');
  write('sluice.yaml', `${workspaceText}${networks}limits: { rules: 100% }\n`);
  writeGroupFile(folder, 'web', web('203.0.113.7'));
  writeGroupFile(folder, 'db', db.replace('10.0.1.0/24', '10.0.2.0/24'));
  expect((await sluice(folder, ['plan', ...onEmulator])).out).not.toContain('mass-change');
  const limit = 'changes 2 of 2 rules (100 %); limits.rules is 1 (main:sluice.yaml:7:18)\n';
  const planned = await sluice(folder, ['plan', ...onEmulator, ...fromMain, '--out', 'a.json']);
  expect(planned.out).toContain(`! mass-change: ${limit}`);
  for (const saved of [[], ['a.json']]) {
    const args = ['apply', ...saved, ...onEmulator, ...fromMain, '--auto-approve'];
    const refused = await sluice(folder, args);
    expect(refused.exitCode).toBe(4);
    expect(refused.out).toContain(limit);
    expect(refused.err).toContain('--allow-hazards mass-change\n');
  }
});

test('--max-delete is the limit of its run, whatever main says', async () => {
  write('sluice.yaml', `${workspaceText}${networks}limits: { deletes: 0 }\n`);
  runGit(folder, 'commit', '--quiet', '--all', '--message', 'a limit');
  dropGuards();
  writeGroupFile(folder, 'db', db.replace(/\[\{.*/, '[]'));
  const plan = ['plan', ...onEmulator, ...fromMain];
  expect((await sluice(folder, plan)).out).toContain('limits.deletes is 0 (main:sluice.yaml:7:20)');
  expect((await sluice(folder, [...plan, '--max-delete', '1'])).out).not.toContain('mass-change');
});

test('so is one of a target that is only asked what its groups are', async () => {
  const data = "data: { account: '1000000000000002', region: cn-hangzhou, vpc: vpc-bp1test";
  const other = (text: string) =>
    protectedWorkspace.replace('targets:\n', `targets:\n  ${data}${text} }\n`);
  write('sluice.yaml', other(''));
  writeGroupFile(folder, 'web', `${web('office').trimEnd()}\ntarget: prod\n`);
  writeGroupFile(folder, 'db', `${db.trimEnd()}\ntarget: prod\n`);
  writeGroupFile(folder, 'store', 'name: store\ntarget: data\n');
  commitAll(folder);
  write('sluice.yaml', other(', endpoint: ecs.evil.example'));
  const source = '{ group: store, target: data }';
  writeGroupFile(
    folder,
    'more',
    `name: more\ntarget: prod\ningress: [{ protocol: icmp, source: ${source} }]\n`,
  );
  const refused = await sluice(folder, ['plan', '--guards-from', 'main', '--target', 'prod']);
  expect(refused, refused.err).toMatchObject({ exitCode: 4, out: '' });
  expect(refused.err).toContain(
    'refused: the endpoint of the target "data" is https://ecs.evil.example',
  );
});

test('an endpoint or a role that main does not allow is refused before anybody is asked there', async () => {
  const inTarget = (text: string) =>
    protectedWorkspace.replace('vpc: vpc-bp1test }', `vpc: vpc-bp1test, ${text} }`);
  const asked = ['plan', '--guards-from', 'main'];
  write('sluice.yaml', inTarget('endpoint: ecs.evil.example'));
  const elsewhere = await sluice(folder, asked);
  expect(elsewhere).toMatchObject({ exitCode: 4, out: '' });
  expect(elsewhere.err).toContain(
    'sluice.yaml:5:89: refused: the endpoint of the target "prod" is https://ecs.evil.example, and no target of main uses that [not-allowed]\n',
  );
  const allow =
    'allow: { endpoints: [ecs-vpc.*.aliyuncs.com], roles: { plan: [reader], apply: [writer] } }\n';
  write('sluice.yaml', `${inTarget('role: { plan: reader, apply: writer }')}${allow}`);
  commitAll(folder);
  // The list of the change itself is as wide as it likes.
  write(
    'sluice.yaml',
    inTarget('role: { plan: writer, apply: writer }, endpoint: ecs.evil.example'),
  );
  const wider = await sluice(folder, asked);
  expect(wider).toMatchObject({ exitCode: 4, out: '' });
  expect(wider.err).toContain('https://ecs.evil.example, and main:sluice.yaml:');
  expect(wider.err).toContain(' allows ecs-vpc.*.aliyuncs.com [not-allowed]\n');
  expect(wider.err).toContain(
    'refused: the role to plan in of the target "prod" is acs:ram::1000000000000001:role/writer, and main:sluice.yaml:',
  );
  expect(wider.err).toContain(' allows reader [not-allowed]\n');
  const fine = inTarget(
    "role: { plan: 'acs:ram::1000000000000001:role/reader', apply: writer }, endpoint: ecs-vpc.cn-hangzhou.aliyuncs.com",
  );
  write('sluice.yaml', `${fine}${allow}`);
  const planned = await sluice(folder, ['plan', ...onEmulator, ...fromMain]);
  expect({ exitCode: planned.exitCode, err: planned.err }).toMatchObject({ exitCode: 0 });
});
