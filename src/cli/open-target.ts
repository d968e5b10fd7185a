// The way to a target: the cloud, an endpoint that stands in for it, or an emulator in this process.
import path from 'node:path';
import { alibabaTransport } from '../cloud/alibaba.ts';
import { countCalls } from '../cloud/count-calls.ts';
import { inProcessTransport } from '../cloud/in-process.ts';
import { withRetry } from '../cloud/retry.ts';
import type { Transport } from '../cloud/transport.ts';
import type { Target } from '../model/target.ts';
import { callsLine } from '../report/apply-text.ts';
import type { Surroundings } from './surroundings.ts';
import { toolVersion } from './tool-version.ts';

export interface OpenTarget {
  readonly send: Transport;
  /** How many calls there were so far, and how long ago the first could have been. */
  readonly callsSoFar: () => string;
  /** Whether this is the cloud, where changes take time to spread. */
  readonly isCloud: boolean;
  readonly close: () => Promise<void>;
}

export async function openTarget(
  target: Target,
  { emulator }: { readonly emulator?: string },
  surroundings: Surroundings,
): Promise<OpenTarget | undefined> {
  if (emulator !== undefined) return await openEmulator(target, emulator, surroundings);
  const { environment, err } = surroundings;
  const everywhere = namedEndpoint(environment);
  if (everywhere !== undefined) {
    err(`This is not the cloud: every call goes to ${everywhere} (SLUICE_ENDPOINT).\n`);
  }
  const transport = alibabaTransport({
    region: target.region,
    endpoint: target.endpoint,
    everywhere,
    profile: target.profile,
    environment,
    toolVersion: toolVersion(),
  });
  const isCloud = everywhere === undefined;
  return {
    ...counted(withRetry(transport, retryOptions)),
    isCloud,
    close: () => Promise.resolve(),
  };
}

/** An empty variable is one that is not set. */
function namedEndpoint({ SLUICE_ENDPOINT: url }: Surroundings['environment']): string | undefined {
  return url === '' ? undefined : url;
}

async function openEmulator(
  { account, region, vpc }: Target,
  state: string,
  { folder, err }: Surroundings,
): Promise<OpenTarget | undefined> {
  const { openStateFile } = await import('../emulator/state-file.ts');
  const file = path.resolve(folder, state);
  err(`This is not the cloud: an emulator in this process, with its state in ${state}.\n`);
  const opened = await openStateFile(file, {
    account,
    anyVpc: false,
    vpcs: [{ id: vpc, region }],
  }).catch((error: unknown) => {
    err(`${error instanceof Error ? error.message : String(error)}\n`);
  });
  if (opened === undefined) return undefined;
  const send = inProcessTransport((request) => opened.call(request), region);
  return { ...counted(send), isCloud: false, close: () => opened.close() };
}

function counted(transport: Transport): Pick<OpenTarget, 'send' | 'callsSoFar'> {
  const startedAt = Date.now();
  const { send, counts } = countCalls(transport);
  return { send, callsSoFar: () => callsLine(counts(), Date.now() - startedAt) };
}

const retryOptions = {
  attemptsMax: 6,
  firstPauseMs: 500,
  pauseMaxMs: 20_000,
  sleep,
  random: Math.random,
} as const;

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
