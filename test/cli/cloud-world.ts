// A cloud for the command line as a process: the emulator in this process, over HTTP. So a test knows
// when a call arrives, and can act between two of them, without waiting for anything.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  Emulator,
  type EmulatorOptions,
  type EmulatorReply,
  type EmulatorRequest,
} from '../../src/emulator/emulator.ts';
import type { FailureCode } from '../../src/emulator/failure.ts';
import { serve, type Served } from '../../src/emulator/http/server.ts';
import type { SeedGroup } from '../../src/emulator/seed.ts';
import { sluice, type Ran } from './sluice.ts';

const bin = fileURLToPath(new URL('../../bin/sluice.js', import.meta.url));

/** What is done before a call has its effect; a reply is the reply. */
export type Before = (
  request: EmulatorRequest,
  number: number,
) => EmulatorReply | undefined | Promise<EmulatorReply | undefined>;

export interface Running {
  readonly signal: (signal: NodeJS.Signals) => void;
  /** Until it has said so on standard error. */
  readonly said: (words: string) => Promise<void>;
  readonly ended: Promise<Ran>;
}

export class CloudWorld {
  readonly emulator: Emulator;
  /** The actions that arrived. */
  readonly calls: string[] = [];
  before: Before = () => undefined;
  #served: Served | undefined;

  private constructor(options: EmulatorOptions) {
    this.emulator = new Emulator({ seed: 1, ...options });
  }

  static async open(
    seeds: readonly SeedGroup[] = [],
    options: EmulatorOptions = {},
  ): Promise<CloudWorld> {
    const world = new CloudWorld(options);
    for (const seed of seeds) world.emulator.put(seed);
    world.#served = await serve({
      call: async (request) => {
        world.calls.push(request.action);
        const number = world.calls.filter((action) => action === request.action).length;
        return (await world.before(request, number)) ?? world.emulator.call(request);
      },
      secretOf: (id) => world.emulator.secretOf(id),
      port: 0,
    });
    return world;
  }

  get environment(): Readonly<Record<string, string>> {
    return {
      SLUICE_ENDPOINT: this.#served?.url ?? '',
      ALIBABA_CLOUD_ACCESS_KEY_ID: 'emulator',
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'emulator',
    };
  }

  get writes(): readonly string[] {
    return this.calls.filter((action) => !/^(Describe|Get|List)/.test(action));
  }

  run(folder: string, args: readonly string[]): Promise<Ran> {
    return sluice(folder, args, this.environment);
  }

  start(folder: string, args: readonly string[]): Running {
    const { PATH = '' } = process.env;
    const env = { PATH, HOME: folder, ...this.environment };
    const child = spawn(process.execPath, [bin, ...args], { cwd: folder, env });
    const texts = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.out += text));
    const listeners = new Set<() => void>();
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      texts.err += text;
      for (const listener of listeners) listener();
    });
    const said = (words: string) => {
      return new Promise<void>((resolve) => {
        const listener = () => {
          if (texts.err.includes(words)) resolve();
        };
        listeners.add(listener);
        listener();
      });
    };
    const ended = new Promise<Ran>((resolve) => {
      child.once('close', (code) => {
        resolve({ exitCode: code ?? -1, ...texts });
      });
    });
    return { signal: (signal) => void child.kill(signal), said, ended };
  }

  /** Somebody else, in the console. */
  byHand(action: string, group: string, parameters: Readonly<Record<string, string>> = {}): void {
    const where = { RegionId: 'cn-hangzhou', SecurityGroupId: this.idOf(group) };
    const request = { product: 'Ecs', version: '2014-05-26', region: 'cn-hangzhou', action };
    const { status, body } = this.emulator.call({
      ...request,
      parameters: { ...where, ...parameters },
    });
    if (status !== 200) throw new Error(`${action}: ${JSON.stringify(body)}`);
  }

  openPort(group: string, port: number): void {
    this.byHand('AuthorizeSecurityGroup', group, {
      'Permissions.1.IpProtocol': 'TCP',
      'Permissions.1.PortRange': `${port}/${port}`,
      'Permissions.1.SourceCidrIp': '1.2.3.0/24',
    });
  }

  hold(group: string): void {
    this.byHand('TagResources', group, {
      ResourceType: 'securitygroup',
      'ResourceId.1': this.idOf(group),
      'Tag.1.Key': 'sluice:hold-until',
      'Tag.1.Value': '2999-11-27T08:00:00Z',
      'Tag.2.Key': 'sluice:hold-reason',
      'Tag.2.Value': 'INC-42',
    });
  }

  refuse(request: EmulatorRequest, code: FailureCode): EmulatorReply {
    return this.emulator.refuse(request, { code });
  }

  /** By name, in order; each with its ports, such as `web 443, 8443`. */
  get groups(): readonly string[] {
    return [...this.emulator.groups()]
      .map((group) => {
        const ports = [...group.rules()].map((rule) => rule.PortRange.split('/')[0]);
        return `${group.attributes.name} ${ports.toSorted().join(', ')}`.trimEnd();
      })
      .toSorted();
  }

  idOf(name: string): string {
    const found = [...this.emulator.groups()].find(({ attributes }) => attributes.name === name);
    if (found === undefined) throw new Error(`there is no group ${name}`);
    return found.id;
  }

  async close(): Promise<void> {
    await this.#served?.close();
  }
}

/** The folders of the records, in the order in which they were made. */
export function recordsIn(folder: string): readonly string[] {
  const root = path.join(folder, '.sluice');
  if (!existsSync(root)) return [];
  const names = readdirSync(root, { withFileTypes: true });
  return names.filter((one) => one.isDirectory() && one.name.includes('_')).map(({ name }) => name);
}
