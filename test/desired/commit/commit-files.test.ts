// Goal: a workspace in a commit is read as the same workspace on the disk is, whatever has become of the
// disk since; what cannot be read there is a fault, and never nothing.
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { filesOf, type CommitFiles } from '../../../src/desired/commit/commit-files.ts';
import { findCommit } from '../../../src/desired/commit/find-commit.ts';
import { load, type LoadResult } from '../../../src/desired/load.ts';
import { loaded, noon, workspaceText } from '../workspace-text.ts';
import { commitAll, runGit, writeFiles } from './repository.ts';

async function filesAt(ref: string, folder: string): Promise<CommitFiles> {
  const found = await findCommit(ref, folder);
  if (!found.ok) throw new Error(found.message);
  const files = await filesOf(found.commit);
  if (typeof files === 'string') throw new Error(files);
  return files;
}

async function loadAt(ref: string, folder: string, name = 'sluice.yaml'): Promise<LoadResult> {
  return await load(path.join(folder, name), { nowMs: noon, files: await filesAt(ref, folder) });
}

function places(result: LoadResult): readonly string[] {
  if (result.ok) return [];
  return result.findings.map(({ source, code }) => `${source.file}:${source.line} ${code}`);
}

const group = (name: string) => `name: ${name}\ningress: []\n`;
const withTests = `${workspaceText}tests: '{tests,more}/**/*.yaml'\n`;
const flow = (name: string) => `tests:
  - { name: ${name}, deny: { from: internet, to: { group: web }, protocol: tcp } }
`;

test('what was committed is read, not what is on the disk, and places name the commit', async () => {
  const root = commitAll(undefined, {
    'infra/sluice.yaml': withTests,
    'infra/groups/web.yaml': group('web'),
    'infra/groups/deep/er/db.yaml': `\uFEFF${group('db')}`,
    'infra/groups/notes.md': 'no group',
    'infra/tests/one.yaml': flow('one'),
    'infra/more/a b/é.yaml': flow('two'),
    'infra/more/.hidden.yaml': 'not matched by the glob: [',
  });
  const folder = path.join(root, 'infra');
  const onDisk = loaded(await load(path.join(folder, 'sluice.yaml'), { nowMs: noon }));
  rmSync(path.join(folder, 'tests'), { recursive: true });
  writeFiles(folder, { 'groups/web.yaml': 'name: [', 'groups/new.yaml': group('new') });
  const committed = loaded(await loadAt('main', folder));
  expect(committed.state.groups.map(({ name }) => name)).toEqual(['db', 'web']);
  expect(committed.counts).toEqual(onDisk.counts);
  const sources = committed.tests.get('prod')?.map(({ name, source }) => [name, source.file]);
  expect(sources).toEqual([
    ['two', 'main:infra/more/a b/é.yaml'],
    ['one', 'main:infra/tests/one.yaml'],
  ]);
});

test('a glob may lead out of the folder of the workspace, and not out of the repository', async () => {
  const root = commitAll(undefined, {
    'a/sluice.yaml': workspaceText.replace('groups/**/*.yaml', '../shared/*.yaml'),
    'b/sluice.yaml': workspaceText.replace('groups/**/*.yaml', '../../*/x.yaml'),
    'shared/web.yaml': group('web'),
  });
  expect(loaded(await loadAt('HEAD', path.join(root, 'a'))).state.groups).toHaveLength(1);
  expect(places(await loadAt('HEAD', path.join(root, 'b')))).toEqual([
    'HEAD:b/sluice.yaml:3 unreadable-folder',
  ]);
});

test('faults are told where they are in the commit', async () => {
  const root = commitAll(undefined, {
    'sluice.yaml': withTests,
    'groups/web.yaml': 'name: web\ncolour: red\n',
    'groups/large.yaml': '#'.repeat(5_000_001),
    'groups/latin.yaml': Buffer.from('name: caf\u00e9\n', 'latin1'),
    'tests/one.yaml': 'tests: []\n---\ntests: 7\n',
  });
  runGit(root, 'tag', 'v1');
  expect(places(await loadAt('v1', root))).toEqual([
    'v1:groups/large.yaml:1 file-too-large',
    'v1:groups/latin.yaml:1 not-utf8',
    'v1:groups/web.yaml:2 unknown-key',
    'v1:tests/one.yaml:3 bad-tests',
  ]);
  expect(places(await loadAt('v1', root, 'none.yaml'))).toEqual(['v1:none.yaml:1 unreadable-file']);
});

test('links are not followed, and none that the glob may mean is passed over', async () => {
  const root = commitAll(undefined, {
    'sluice.yaml': withTests,
    'groups/web.yaml': group('web'),
    'tests/one.yaml': flow('one'),
    'shared/two.yaml': flow('two'),
  });
  symlinkSync('one.yaml', path.join(root, 'tests', 'README'));
  commitAll(root);
  expect(places(await loadAt('main', root))).toEqual(['main:sluice.yaml:6 unreadable-folder']);
  writeFiles(root, { 'sluice.yaml': withTests.replaceAll('**/*', '*') });
  commitAll(root);
  // This glob asks for no folder in there, and README is not a file that it asks for.
  expect(loaded(await loadAt('main', root)).tests.get('prod')).toHaveLength(1);
  symlinkSync('one.yaml', path.join(root, 'tests', 'linked.yaml'));
  symlinkSync('shared', path.join(root, 'more'));
  commitAll(root);
  // Each as what the glob may mean: a folder of tests, a file of tests, or a folder of that name.
  expect(places(await loadAt('main', root))).toEqual([
    'main:sluice.yaml:6 unreadable-folder',
    'main:sluice.yaml:6 unreadable-folder',
    'main:tests/linked.yaml:1 unreadable-file',
  ]);
});

test('what lies behind a link is not read by its name either', async () => {
  const root = commitAll(undefined, { 'real/x.yaml': 'x' });
  symlinkSync('real', path.join(root, 'linked'));
  commitAll(root);
  const files = await filesAt('main', root);
  expect(files.has('real/x.yaml')).toBe(true);
  expect(files.has('linked/x.yaml')).toBe(false);
  const told: string[] = [];
  const listed = files.folders((place, why) => told.push(`${path.basename(place)}: ${why}`));
  listed.readdir?.(path.join(root, 'linked'), { withFileTypes: true }, () => undefined);
  expect(told).toEqual(['linked: links and submodules are not followed in a commit']);
});

test('names that are options, ranges, nothing or twice there are no commits', async () => {
  const root = commitAll(undefined, { 'sluice.yaml': workspaceText });
  for (const ref of ['', '-h', '--all', 'main..main', 'none', 'main:sluice.yaml', 'a b', '*']) {
    expect({ ref, ok: (await findCommit(ref, root)).ok }).toEqual({ ref, ok: false });
  }
  for (const ref of ['main', 'HEAD', 'refs/heads/main', 'main^0', 'main@{0}']) {
    expect({ ref, ok: (await findCommit(ref, root)).ok }).toEqual({ ref, ok: true });
  }
  runGit(root, 'tag', 'main');
  expect(await findCommit('main', root)).toEqual({
    ok: false,
    message: 'main may be several things (refs/heads/main, refs/tags/main)',
    advice: 'Write which: --guards-from refs/heads/main',
  });
  expect((await findCommit('refs/heads/main', root)).ok).toBe(true);
});

test('files that look like a repository of their own are none', async () => {
  const root = commitAll(undefined, { 'infra/sluice.yaml': workspaceText });
  const folder = path.join(root, 'infra');
  runGit(folder, 'init', '--quiet', '--bare', '.');
  runGit(folder, '--git-dir=.', 'config', 'core.worktree', folder);
  runGit(folder, '--git-dir=.', 'config', 'core.bare', 'false');
  expect(await findCommit('main', folder)).toMatchObject({
    ok: false,
    advice: 'Run this in a clone, with its .git folder.',
  });
});

test('the repository of a submodule is not asked, nor the folder that a link stands for', async () => {
  const root = commitAll(undefined, { 'dev/sluice.yaml': workspaceText });
  const inner = commitAll(undefined, { 'sluice.yaml': workspaceText });
  runGit(root, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner, 'sub');
  const inSubmodule = await findCommit('main', path.join(root, 'sub'));
  expect(inSubmodule).toMatchObject({ ok: false });
  symlinkSync('dev', path.join(root, 'prod'));
  const found = await findCommit('main', path.join(root, 'prod'));
  expect(found).toMatchObject({ ok: true, commit: { root } });
  const outside = path.join(root, '..', path.basename(root) + '-outside');
  mkdirSync(outside);
  writeFileSync(path.join(outside, 'sluice.yaml'), workspaceText);
  expect(await findCommit('main', outside)).toMatchObject({
    ok: false,
    advice: 'Run this in a clone, with its .git folder.',
  });
});
