// Goal: in each shell, what is completed is what the commands define: names, flags, choices, files, targets and groups.
// Method: the shells themselves. bash is asked by its own variables, fish by `complete -C`, zsh by a Tab in a pseudo
// terminal. Where zsh or fish is not installed, their tests are skipped.
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { beforeAll, expect, test } from 'vitest';
import { hazardCodes } from '../../src/model/hazard.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { makeWorkspace, sluice } from './sluice.ts';

const bin = fileURLToPath(new URL('../../bin/sluice.js', import.meta.url));
const program = buildProgram(() => undefined);
const folder = makeWorkspace({
  web: 'name: web\n',
  db: 'name: db\n',
  office: 'name: office-办公\n',
});
writeFileSync(path.join(folder, 'change of today.plan.json'), '{}');

/** By shell; the files of the scripts. */
const scripts: Record<string, string> = {};

beforeAll(async () => {
  const place = mkdtempSync(path.join(tmpdir(), 'sluice-completion-'));
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { exitCode, out } = await sluice(folder, ['completion', shell]);
    expect(exitCode).toBe(0);
    const file = path.join(place, `script.${shell}`);
    writeFileSync(file, out);
    scripts[shell] = file;
  }
});

const command = `sluice() { '${process.execPath}' '${bin}' "$@"; }`;

/** Each a line of words as bash splits it: `=` is one of its own. */
async function inBash(lines: readonly (readonly string[])[]): Promise<readonly string[][]> {
  const asked = lines.map((words) => {
    const quoted = words.map((word) => `'${word}'`).join(' ');
    return `COMP_WORDS=(sluice ${quoted}); COMP_CWORD=${words.length}; _sluice; printf '%s\\n' "\${COMPREPLY[@]}"; echo --end--`;
  });
  const script = [command, `source '${scripts['bash'] ?? ''}'`, ...asked].join('\n');
  const out = await run('bash', ['--norc', '-c', script]);
  const parts = out.split('--end--\n').slice(0, -1);
  return parts.map((part) => part.split('\n').filter((word) => word !== ''));
}

test('in bash, after `sluice`: every command', async () => {
  const [all = [], some = []] = await inBash([[''], ['pl']]);
  for (const { name } of commandsOf(program)) expect(all).toContain(name);
  expect(all).not.toContain('complete');
  expect(some).toEqual(['plan']);
});

test('in bash, after each command: exactly its flags, and after a flag its choices', async () => {
  const commands = commandsOf(program).filter(({ name }) => name !== 'help');
  const found = await inBash(commands.map(({ name }) => [name, '-']));
  for (const [index, { flags }] of commands.entries()) {
    expect(found[index]?.toSorted()).toEqual(flags.toSorted());
  }
  const withChoices = commands.flatMap(({ name, choices }) =>
    choices.map(([flag, values]) => ({ line: [name, flag, ''], values })),
  );
  expect(withChoices.length).toBeGreaterThan(5);
  const values = await inBash(withChoices.map(({ line }) => line));
  expect(values).toEqual(withChoices.map((one) => one.values));
});

test('in bash: files, targets, groups, and values behind =', async () => {
  const found = await inBash([
    ['show', 'change'],
    ['plan', '--live', 'change'],
    ['plan', '--target', ''],
    ['hold', ''],
    ['drift', '--group', ''],
    ['plan', '--only', '='],
    ['plan', '--only', '=', 'ex'],
    ['apply', '--auto-approve', '=', 'n'],
    ['apply', '--allow-hazards', ''],
    ['plan', '--max-delete', ''],
    ['completion', ''],
  ]);
  const file = ['change of today.plan.json'];
  const risks = ['none', 'narrows'];
  const groups = ['db', 'office-办公', 'web'];
  const names = [file, file, ['prod'], groups, groups];
  expect(found).toEqual([
    ...names,
    ['expired'],
    ['expired'],
    risks,
    [...hazardCodes],
    [],
    ['bash', 'zsh', 'fish'],
  ]);
});

test('in fish: commands, flags, choices, files, targets, groups', async ({ skip }) => {
  skip(isMissing('fish'), 'fish is not installed');
  const lines = [
    'sluice pl',
    'sluice plan --det',
    'sluice plan --only ',
    'sluice hold ',
    'sluice show ch',
  ];
  const asked = lines.map((line) => `complete -C '${line}'; echo --end--`);
  const define = `function sluice; '${process.execPath}' '${bin}' $argv; end`;
  const script = [define, `source '${scripts['fish'] ?? ''}'`, ...asked].join('\n');
  const out = await run('fish', ['--no-config', '-c', script]);
  const words = out
    .split('--end--\n')
    .map((part) => part.split('\n').map((line) => line.split('\t')[0]));
  expect(words.map((part) => part.filter((word) => word !== ''))).toEqual([
    ['plan'],
    ['--detailed-exitcode'],
    ['expired'],
    ['db', 'office-办公', 'web'],
    [expect.stringContaining('change')],
    [],
  ]);
});

test('in zsh, a Tab shows commands with what they do, choices and groups', async ({ skip }) => {
  skip(isMissing('zsh'), 'zsh is not installed');
  const shown = (line: string, wanted: string) => `
    zpty z zsh -f -i
    zpty -w z ${quoted(`${command}; PS1='READY>'; autoload -Uz compinit && compinit -D -u`)}
    zpty -w z ${quoted(`source '${scripts['zsh'] ?? ''}'; bindkey '^I' list-choices; print START-$((1+1))`)}
    zpty -r -m z out '*START-2*READY>*' || exit 1
    zpty -n -w z ${quoted(line)}$'\\t'
    zpty -r -m z out ${quoted(wanted)} || exit 1
    print -r -- "found: $out"
    zpty -d z`;
  const script = [
    'zmodload zsh/zpty; local out',
    shown('sluice pl', '*plan  -- show what would change*'),
    shown('sluice plan --only ', '*expired*'),
    shown('sluice hold ', '*db*office*web*'),
  ].join('\n');
  expect((await run('zsh', ['-f', '-c', script])).match(/found: /g)).toHaveLength(3);
});

function run(shell: string, args: readonly string[]): Promise<string> {
  const { PATH = '' } = process.env;
  const options = { cwd: folder, env: { PATH, HOME: folder, TERM: 'xterm' }, timeout: 120_000 };
  return new Promise((resolve, reject) => {
    execFile(shell, args, options, (error, out, err) => {
      if (error === null) resolve(out);
      else reject(new Error(`${shell} failed: ${error.message}\n${out}${err}`));
    });
  });
}

function isMissing(shell: string): boolean {
  return spawnSync(shell, ['--version']).error !== undefined;
}

function quoted(text: string): string {
  return `'${text.replace(/'/g, String.raw`'\''`)}'`;
}

/** Read off the definitions in another way than completion does. */
function commandsOf(of: Command) {
  const hidden = new Set(['complete']);
  return of.commands
    .filter((one) => !hidden.has(one.name()))
    .map((one) => ({
      name: one.name(),
      flags: [
        ...one.options.flatMap(({ short, long }) =>
          [short, long].filter((name) => name !== undefined),
        ),
        '-h',
        '--help',
      ],
      choices: one.options.flatMap(({ long = '', argChoices }) =>
        argChoices === undefined ? [] : [[long, argChoices] as const],
      ),
    }));
}
