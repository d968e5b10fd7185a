// sluice emulator: the security-group part of the ECS API on a port of this machine, until stopped.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Emulator, type EmulatorOptions } from '../../emulator/emulator.ts';
import { serverClock } from '../../emulator/faults/clock.ts';
import type { Perform } from '../../emulator/faults/open-faults.ts';
import type { FaultSettings } from '../../emulator/faults/settings.ts';
import { openAccessLog } from '../../emulator/http/access-log.ts';
import type { FreshnessSwitches } from '../../emulator/http/freshness.ts';
import { isLoopback } from '../../emulator/http/own-pages.ts';
import { serve, type ServeOptions, type Served } from '../../emulator/http/server.ts';
import type { EmulatorSeed } from '../../emulator/load-seed.ts';
import type { SeedFault } from '../../emulator/seed-file/fields.ts';
import { openStateFile, type StateFile } from '../../emulator/state-file.ts';
import { readAccessKey, readQuotas, readSwitches, type Read } from '../emulator-settings.ts';
import { readFaultFlags, type FaultFlags } from '../fault-settings.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { processSurroundings, type Surroundings } from '../surroundings.ts';

export interface EmulatorCommandOptions extends FaultFlags {
  readonly port: number;
  readonly host: string;
  readonly account?: string;
  /** As in id:secret. */
  readonly accessKey?: string;
  readonly state?: string;
  readonly seed?: string;
  readonly tls?: string;
  readonly accessLog?: string;
  /** A file. */
  readonly faults?: string;
  readonly quota?: readonly string[];
  readonly switch?: readonly string[];
}

export async function emulatorCommand(options: EmulatorCommandOptions): Promise<ExitCode> {
  const surroundings = processSurroundings({ wantsColour: false });
  const { folder, err } = surroundings;
  const settings = readSettings(options);
  const seed = await readSeed(options.seed, folder);
  const trouble = await readTrouble(options, folder);
  if ('faults' in settings || 'faults' in seed || 'faults' in trouble) {
    const reads = [settings, seed, trouble];
    const faults = reads.flatMap((read) => ('faults' in read ? read.faults : []));
    for (const fault of faults) err(`error: ${fault}\n`);
    err('Mend that, and start it again; docs/emulator.md has what there is.\n');
    return exitCodes.invalid;
  }
  const closers: Closer[] = [];
  try {
    await run(options, {
      ...settings,
      seed: seed.seed,
      trouble: trouble.trouble,
      surroundings,
      closers,
    });
    return exitCodes.success;
  } catch (error) {
    err(`error: ${messageOf(error)}\n`);
    err('Mend what it says, such as a port that is taken or a file, and start it again.\n');
    return exitCodes.error;
  } finally {
    for (const close of closers.toReversed()) await close();
  }
}

type Closer = () => Promise<void>;

interface Settings {
  readonly emulatorOptions: EmulatorOptions;
  readonly freshness: Partial<FreshnessSwitches>;
}

interface Faults {
  readonly faults: readonly string[];
}

function readSettings({
  quota = [],
  switch: switchTexts = [],
  account,
  accessKey,
}: EmulatorCommandOptions): Settings | Faults {
  const quotas = readQuotas(quota);
  const switches = readSwitches(switchTexts);
  const key = accessKey === undefined ? undefined : readAccessKey(accessKey);
  if (!quotas.ok || !switches.ok || key?.ok === false) {
    return { faults: [quotas, switches, key].flatMap((read) => faultsOf(read)) };
  }
  const { timestamps, nonces, ...emulatorSwitches } = switches.value;
  return {
    emulatorOptions: {
      limits: quotas.value,
      switches: emulatorSwitches,
      ...(account === undefined ? {} : { account }),
      ...(key && { accessKeyId: key.value.id, accessKeySecret: key.value.secret }),
    },
    freshness: { ...(timestamps && { timestamps }), ...(nonces && { nonces }) },
  };
}

function faultsOf(read: Read<unknown> | undefined): readonly string[] {
  return read?.ok === false ? read.faults : [];
}

/** Only the file's own faults: where it cannot be read, that is all there is to say. */
async function readSeed(
  file: string | undefined,
  folder: string,
): Promise<{ readonly seed: EmulatorSeed | undefined } | Faults> {
  if (file === undefined) return { seed: undefined };
  const text = await readText(file, folder);
  if (typeof text === 'object') return text;
  const { parseSeed } = await import('../../emulator/seed-file/seed-file.ts');
  const parsed = parseSeed(text, file);
  return parsed.ok ? { seed: parsed.seed } : { faults: placed(parsed.faults, file) };
}

/** What shall go wrong, by the file and the flags together. */
async function readTrouble(
  options: EmulatorCommandOptions,
  folder: string,
): Promise<{ readonly trouble: FaultSettings | undefined } | Faults> {
  const file = await readFaultFile(options.faults, folder);
  if ('faults' in file) return file;
  const read = readFaultFlags(options, file.settings);
  return read.ok ? { trouble: read.value } : { faults: read.faults };
}

async function readFaultFile(
  file: string | undefined,
  folder: string,
): Promise<{ readonly settings: FaultSettings | undefined } | Faults> {
  if (file === undefined) return { settings: undefined };
  const text = await readText(file, folder);
  if (typeof text === 'object') return text;
  const { parseFaults } = await import('../../emulator/faults/file/parse-faults.ts');
  const parsed = parseFaults(text);
  return parsed.ok ? { settings: parsed.settings } : { faults: placed(parsed.faults, file) };
}

async function readText(file: string, folder: string): Promise<string | Faults> {
  try {
    return await readFile(path.resolve(folder, file), 'utf8');
  } catch (error) {
    return { faults: [messageOf(error)] };
  }
}

function placed(faults: readonly SeedFault[], file: string): readonly string[] {
  return faults.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`);
}

interface Running extends Settings {
  readonly seed: EmulatorSeed | undefined;
  readonly trouble: FaultSettings | undefined;
  readonly surroundings: Surroundings;
  /** What is opened on the way; closed in reverse, whatever happens. */
  readonly closers: Closer[];
}

/** Ends when the process is told to stop. */
async function run(options: EmulatorCommandOptions, running: Running): Promise<void> {
  const { surroundings, closers } = running;
  const { folder, err } = surroundings;
  const onFault = (error: unknown): void => {
    err(`fault: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  };
  const stopped = stopSignal();
  const opened = await openEmulator(options, running);
  const log =
    options.accessLog === undefined
      ? undefined
      : await openAccessLog(path.resolve(folder, options.accessLog), onFault);
  if (log !== undefined) closers.push(() => log.close());
  warnOfHost(options.host, err);
  const server = await serve({
    call: await throughFaults(opened, running),
    secretOf: (id) => opened.emulator.secretOf(id),
    host: options.host,
    port: options.port,
    certificate: await makeTls(options, folder),
    freshness: running.freshness,
    onFault,
    ...(log === undefined ? {} : { onRequest: log.write }),
  });
  closers.push(() => server.close());
  surroundings.out(readyLine(server, { emulator: opened.emulator, options }));
  await stopped;
}

interface OpenEmulator {
  readonly emulator: Emulator;
  readonly call: Perform;
}

/** Each fault is a line of standard error, so that one can follow what happened to a client. */
async function throughFaults(
  { emulator, call }: OpenEmulator,
  { trouble, surroundings: { err } }: Running,
): Promise<ServeOptions['call']> {
  if (trouble === undefined) return (request) => call(request);
  const { openFaults } = await import('../../emulator/faults/open-faults.ts');
  const { formatFaultEvent } = await import('../../emulator/faults/fault-event.ts');
  const sinceMs = serverClock.now();
  const faulty = openFaults(emulator, {
    faults: trouble,
    clock: serverClock,
    perform: call,
    onFault: (event) => {
      err(`${formatFaultEvent(event, { sinceMs })}\n`);
    },
  });
  return faulty.call;
}

async function openEmulator(
  { state, seed: seedName }: EmulatorCommandOptions,
  { emulatorOptions, seed, surroundings: { folder, err }, closers }: Running,
): Promise<OpenEmulator> {
  if (state === undefined) {
    const emulator = new Emulator(emulatorOptions);
    if (seed !== undefined) emulator.load(seed);
    return { emulator, call: (...call) => emulator.call(...call) };
  }
  const opened = await openStateFile(path.resolve(folder, state), emulatorOptions);
  closers.push(() => opened.close());
  if (seed !== undefined && !opened.isNew) {
    err(`${state} is there already: of ${seedName ?? 'the seed'}, only the access keys are used\n`);
  }
  if (seed !== undefined) await seedState(opened, seed);
  return { emulator: opened.emulator, call: (...call) => opened.call(...call) };
}

/** A state that is there already was perhaps made from the seed, and has gone on from it. */
async function seedState(opened: StateFile, seed: EmulatorSeed): Promise<void> {
  if (!opened.isNew) {
    opened.emulator.loadKeys(seed);
    return;
  }
  opened.emulator.load(seed);
  await opened.save();
}

async function makeTls(
  { tls, host }: EmulatorCommandOptions,
  folder: string,
): Promise<ServeOptions['certificate']> {
  if (tls === undefined) return undefined;
  const { makeCertificate } = await import('../../emulator/http/certificate.ts');
  const certificate = await makeCertificate([host]);
  await writeFile(path.resolve(folder, tls), certificate.authority);
  return certificate;
}

function warnOfHost(host: string, err: Surroundings['err']): void {
  if (isLoopback(host)) return;
  err(
    `warning: with --host ${host} other machines can reach the emulator; its key is well known\n`,
  );
}

/** One line, with what a client needs; a secret of the user's own is not repeated. */
function readyLine(
  { url }: Served,
  {
    emulator,
    options: { tls, accessKey },
  }: { readonly emulator: Emulator; readonly options: EmulatorCommandOptions },
): string {
  const both = tls === undefined ? url : `${url} and ${url.replace(/^http:/, 'https:')}`;
  const key = accessKey === undefined ? 'emulator' : (accessKey.split(':')[0] ?? '');
  const secret = accessKey === undefined ? ', secret emulator' : '';
  const trust = tls === undefined ? '' : `, CA certificate ${tls}`;
  const account = `account ${emulator.account}`;
  return `sluice emulator ready on ${both}, ${account}, access key ${key}${secret}${trust}\n`;
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => {
      resolve();
    });
    process.once('SIGINT', () => {
      resolve();
    });
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
