// Follows a page of docs/ in a new folder, with bash, as a reader would paste it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { withPort, type Part } from './page.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What stands on the reader's machine beside bash and git: a command by its name. */
const commands = {
  sluice: path.join(root, 'bin/sluice.js'),
  /** Stands in for the CLI of Alibaba Cloud: its words, sent by the official client. */
  aliyun: path.join(root, 'test/docs/aliyun.js'),
  'sluice-estate': path.join(root, 'scripts/estate/write.js'),
};

/** Pages say that servers listen here; several may be followed at once. */
const shownPort = 8080;

/** The same parts, with what the commands print in truth. Throws where the shell ends early. */
export async function follow(parts: readonly Part[]): Promise<readonly Part[]> {
  const home = mkdtempSync(path.join(tmpdir(), 'sluice-docs-'));
  const [folder, tools] = [path.join(home, 'work'), path.join(home, 'tools')];
  for (const made of [folder, tools]) mkdirSync(made);
  for (const [name, script] of Object.entries(commands)) {
    const file = path.join(tools, name);
    writeFileSync(file, `#!/bin/sh\nexec '${process.execPath}' '${script}' "$@"\n`);
    chmodSync(file, 0o755);
  }
  const env = {
    PATH: `${tools}:${process.env['PATH'] ?? ''}`,
    HOME: home,
    GIT_AUTHOR_NAME: 'Ada',
    GIT_AUTHOR_EMAIL: 'ada@example.com',
    GIT_COMMITTER_NAME: 'Ada',
    GIT_COMMITTER_EMAIL: 'ada@example.com',
    GIT_CONFIG_NOSYSTEM: '1',
  };
  const port = await freePort();
  const shell = new Shell(folder, env);
  try {
    const followed: Part[] = [];
    for (const part of parts) {
      if (part.kind === 'file') {
        // The shell may have gone elsewhere: the file is meant from where it is.
        await shell.run(`mkdir -p "$(dirname '${part.path}')"`);
        const where = (await shell.run('pwd')).trim();
        writeFileSync(path.join(where, part.path), part.text);
        followed.push(part);
      } else if (part.kind === 'command') {
        const output = await shell.run(withPort(part.command, { from: shownPort, to: port }));
        const printed = output.replace(/\n+$/, '');
        followed.push({ ...part, output: withPort(printed, { from: port, to: shownPort }) });
      } else followed.push(part);
    }
    return followed;
  } finally {
    await shell.end();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** One bash for the whole page. */
class Shell {
  readonly #bash;
  #text = '';
  #told: () => void = () => undefined;
  #count = 0;
  #hasEnded = false;

  constructor(cwd: string, env: Readonly<Record<string, string>>) {
    this.#bash = spawn('bash', ['--norc', '--noprofile'], { cwd, env, detached: true });
    const take = (part: string) => {
      this.#text += part;
      this.#told();
    };
    this.#bash.stdout.setEncoding('utf8').on('data', take);
    this.#bash.stderr.setEncoding('utf8').on('data', take);
    this.#bash.once('exit', () => {
      this.#hasEnded = true;
      this.#told();
    });
    this.#bash.stdin.write('exec 2>&1\n');
  }

  /** What it prints; of a command in the background, until its first line is there. */
  async run(command: string): Promise<string> {
    const isServer = command.endsWith(' &');
    const mark = `--- done ${(this.#count += 1)} ---`;
    this.#text = '';
    // What runs must not read the commands that come after it.
    this.#bash.stdin.write(`{ ${command}\n} </dev/null\nprintf '\\n%s\\n' '${mark}'\n`);
    for (;;) {
      const [before, after] = this.#text.split(`\n${mark}\n`);
      if (before !== undefined && after !== undefined) {
        const text = `${before}${after}`;
        if (!isServer || text.includes('\n')) return text;
      }
      if (this.#hasEnded) throw new Error(`the shell ended at "${command}": ${this.#text}`);
      await new Promise<void>((resolve) => (this.#told = resolve));
    }
  }

  /** With all that it left in the background. */
  async end(): Promise<void> {
    const ended = new Promise((resolve) => this.#bash.once('exit', resolve));
    if (this.#hasEnded || this.#bash.pid === undefined) return;
    process.kill(-this.#bash.pid, 'SIGKILL');
    await ended;
  }
}
