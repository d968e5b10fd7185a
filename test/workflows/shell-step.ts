// A script as a runner of GitHub or GitLab would run it: bash, in a folder, with nothing but this environment.
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Ran } from '../cli/sluice.ts';

const root = path.resolve('.');

export function runBash(
  script: string,
  { folder, env }: { readonly folder: string; readonly env: Readonly<Record<string, string>> },
): Promise<Ran> {
  const flags = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script];
  return new Promise((resolve) => {
    execFile('bash', flags, { cwd: folder, env }, (error, out, err) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ exitCode, out, err });
    });
  });
}

/** A folder for PATH, where installing sluice gives this checkout. */
export function makeTools(home: string): string {
  const tools = mkdtempSync(path.join(home, 'tools-'));
  mkdirSync(path.join(tools, 'modules'));
  symlinkSync(root, path.join(tools, 'modules/sluice'));
  const node = process.execPath;
  const scripts = {
    node: `exec '${node}' "$@"`,
    sluice: `exec '${node}' '${path.join(root, 'bin/sluice.js')}' "$@"`,
    npm: `case "$*" in
  'install --global sluice-1.0.0.tgz') ;;
  'root --global') echo '${path.join(tools, 'modules')}' ;;
  *) echo "npm $*" >&2; exit 1 ;;
esac`,
  };
  for (const [name, text] of Object.entries(scripts)) {
    writeFileSync(path.join(tools, name), `#!/bin/sh\n${text}\n`);
    chmodSync(path.join(tools, name), 0o755);
  }
  return tools;
}
