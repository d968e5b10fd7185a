// A git repository for tests, that asks nothing of the settings of whoever runs them.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const settings = ['user.name=Nobody', 'user.email=nobody@example.com', 'commit.gpgSign=false'];

export function runGit(folder: string, ...args: readonly string[]): string {
  const { PATH = '' } = process.env;
  const flags = settings.flatMap((setting) => ['-c', setting]);
  const env = { PATH, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
  return execFileSync('git', [...flags, ...args], { cwd: folder, env, encoding: 'utf8' });
}

/** Makes the folder a repository, of which a branch `main` has these files beside those that are there. */
export function commitAll(
  folder: string = mkdtempSync(path.join(tmpdir(), 'sluice-git-')),
  files: Readonly<Record<string, string | Buffer>> = {},
): string {
  writeFiles(folder, files);
  runGit(folder, 'init', '--quiet', '--initial-branch=main');
  runGit(folder, 'add', '--all');
  runGit(folder, 'commit', '--quiet', '--message', 'as it is');
  return folder;
}

export function writeFiles(folder: string, files: Readonly<Record<string, string | Buffer>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
}
