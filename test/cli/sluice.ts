// Runs the command line as its user would, in a workspace of its own.
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from './served-commands.ts';

const bin = fileURLToPath(new URL('../../bin/sluice.js', import.meta.url));

export interface Ran {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

/** Without a terminal, without colour, and with no credentials but those given. */
export function sluice(
  folder: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const { PATH = '' } = process.env;
  return serve({
    folder: path.resolve(folder),
    args,
    environment: { PATH, HOME: folder, ...environment },
  });
}

/** The same in a process of its own: as somebody else, or where it is the process that is looked at. */
export function sluiceProcess(
  folder: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  as: { readonly uid?: number; readonly gid?: number } = {},
): Promise<Ran> {
  const { PATH = '' } = process.env;
  return new Promise((resolve) => {
    const options = { cwd: folder, env: { PATH, HOME: folder, ...environment }, ...as };
    execFile(process.execPath, [bin, ...args], options, (error, out, err) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ exitCode, out, err });
    });
  });
}

/** What a POSIX shell makes of it, in which `sluice` is the command. */
export function shell(
  folder: string,
  script: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const { PATH = '' } = process.env;
  const command = `sluice() { '${process.execPath}' '${bin}' "$@"; }`;
  const options = { cwd: folder, env: { PATH, HOME: folder, ...environment } };
  return new Promise((resolve) => {
    execFile('sh', ['-c', `${command}; ${script}`], options, (error, out, err) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ exitCode, out, err });
    });
  });
}

export const workspaceText = `version: 1
owner: edge-platform
groups: groups/*.yaml
targets:
  prod: { account: '1000000000000001', region: cn-hangzhou, vpc: vpc-bp1test }
`;

/** A folder with a workspace and these group files, by their names without ending. */
export function makeWorkspace(
  groups: Readonly<Record<string, string>>,
  workspace: string = workspaceText,
): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'sluice-test-'));
  writeFileSync(path.join(folder, 'sluice.yaml'), workspace);
  mkdirSync(path.join(folder, 'groups'));
  for (const [name, text] of Object.entries(groups)) writeGroupFile(folder, name, text);
  return folder;
}

/** The same workspace once more, for a test that writes into it. */
export function copyOf(folder: string): string {
  const copy = mkdtempSync(path.join(tmpdir(), 'sluice-test-'));
  cpSync(folder, copy, { recursive: true });
  return copy;
}

export function writeGroupFile(folder: string, name: string, text: string): void {
  writeFileSync(path.join(folder, 'groups', `${name}.yaml`), text);
}
