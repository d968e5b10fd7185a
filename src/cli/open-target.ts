// The way to a target: the cloud, an endpoint that stands in for it, or an emulator in this process.
import { alibabaTransport, type AlibabaOptions } from '../cloud/alibaba.ts';
import { countCalls } from '../cloud/count-calls.ts';
import { endpointOf, type EndpointOptions } from '../cloud/endpoints.ts';
import { withEndpointNamed } from '../cloud/name-endpoint.ts';
import { withPace } from '../cloud/pace/pace.ts';
import { withRetry } from '../cloud/retry.ts';
import { waitClock, type WaitClock } from '../cloud/pace/wait-clock.ts';
import { cloudPace, localPace, usualRetries } from '../cloud/usual-rates.ts';
import type { ApiCall, Transport } from '../cloud/transport.ts';
import { formatEndpoint, parseEndpointUrl, type Endpoint } from '../model/endpoint.ts';
import { roleFor } from '../cloud/role-for.ts';
import type { Purpose, Target } from '../model/target.ts';
import { callsLine } from '../report/apply-text.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { openSnapshots, type OpenSnapshot } from './snapshot/open-snapshot.ts';
import type { Surroundings } from './surroundings.ts';
import { toolVersion } from '../api/tool-version.ts';
import { openSharedEmulator } from './targets/open-emulator.ts';
import type { WorkspaceOptions } from './workspace-options.ts';

export interface OpenTarget {
  readonly send: Transport;
  /** How many calls there were so far, and how long ago the first could have been. */
  readonly callsSoFar: () => string;
  /** For whoever shows how fast it goes. */
  readonly speedometer: () => { readonly calls: number; readonly isThrottled: boolean };
  /** Whether this is the cloud, where changes take time to spread. */
  readonly isCloud: boolean;
  /** Whether reads may lag behind writes: an emulator in this process is asked for no lag. */
  readonly mayLag: boolean;
  /** Where this is no cloud at all, but what was read once. */
  readonly snapshot?: OpenSnapshot;
  /** The way to another target, to read it; an exit code where there is none, which has been said. */
  readonly other: (target: Target) => Promise<OpenTarget | ExitCode>;
  readonly close: () => Promise<void>;
}

/** What may be there instead of the cloud: the state file of an emulator, or a snapshot. */
export type StandIns = Pick<WorkspaceOptions, 'emulator' | 'live'>;

/** Commands that write go in another role than those that only read, where a target has two. */
export interface ForPurpose {
  readonly purpose: Purpose;
}

/** The exit code where there is no way, which has then been said. */
export async function openTarget(
  target: Target,
  { emulator, live, purpose }: StandIns & ForPurpose,
  surroundings: Surroundings,
  lanes: Lanes = new Map(),
): Promise<OpenTarget | ExitCode> {
  if (live !== undefined) {
    const given = emulator === undefined ? { live } : { live, emulator };
    const open = await openSnapshots([target], given, surroundings);
    return typeof open === 'number' ? open : (open[0] ?? exitCodes.error);
  }
  if (emulator !== undefined) {
    const shared = await openSharedEmulator([target], emulator, surroundings);
    return typeof shared === 'number'
      ? shared
      : { ...shared.open(target), close: () => shared.close() };
  }
  const { environment, err, pauses } = surroundings;
  const named = namedEndpoint(environment);
  if (named === 'faulty') {
    err(wrongEndpointText);
    return exitCodes.invalid;
  }
  const everywhere = named && formatEndpoint(named);
  if (everywhere !== undefined) {
    err(`This is not the cloud: every call goes to ${everywhere} (SLUICE_ENDPOINT).\n`);
  }
  const places = { region: target.region, endpoint: target.endpoint, everywhere };
  const isCloud = everywhere === undefined;
  const hostOf = (product: ApiCall['product']) => endpointOf(product, places).host;
  const identity = { credentials: target.credentials, role: roleFor(purpose, target) };
  const key = JSON.stringify([target.account, places, identity]);
  const lane = lanes.get(key) ?? openLane(identity, places, surroundings);
  lanes.set(key, lane);
  const retrying = withRetry(lane.send, {
    ...usualRetries,
    sleep: lane.waits.measured(pauses.sleep),
    now,
    isStopped: pauses.isStopped,
  });
  return {
    ...counted(withEndpointNamed(retrying, hostOf), lane.waits),
    isCloud,
    mayLag: true,
    // Others are only read, whatever is done here; what holds for all of them has been said.
    other: (another) =>
      openTarget(another, { purpose: 'plan' }, { ...surroundings, err: () => undefined }, lanes),
    close: () => Promise.resolve(),
  };
}

/** What the cloud counts together: an account in a region, whichever targets are there. */
export type Lanes = Map<string, PacedLane>;

interface PacedLane {
  readonly send: Transport;
  readonly waits: WaitClock;
}

/** Each attempt is a call to the cloud, so that the pace goes inside the retries. */
function openLane(
  identity: Pick<AlibabaOptions, 'credentials' | 'role'>,
  places: EndpointOptions,
  { environment, pauses }: Surroundings,
): PacedLane {
  const transport = alibabaTransport({
    ...places,
    ...identity,
    environment,
    toolVersion: toolVersion(),
  });
  const waits = waitClock(now);
  const sleep = waits.measured(pauses.sleep);
  const { isStopped } = pauses;
  const rates = places.everywhere === undefined ? cloudPace : localPace;
  return { send: withPace(transport, { ...rates, sleep, now, isStopped }), waits };
}

/** Milliseconds of a clock that nobody sets. */
function now(): number {
  return performance.now();
}

/** An empty variable is one that is not set; one that is no endpoint may hold a password. */
function namedEndpoint({
  SLUICE_ENDPOINT: url = '',
}: Surroundings['environment']): Endpoint | 'faulty' | undefined {
  if (url === '') return undefined;
  return parseEndpointUrl(url) ?? 'faulty';
}

const wrongEndpointText =
  'error: SLUICE_ENDPOINT is not an endpoint; expected http:// or https://, a host and perhaps a port\n' +
  '    right: SLUICE_ENDPOINT=http://127.0.0.1:8080\n';

/** Counts what goes through; `waits` is the wait clock of the transport, where it has one. */
export function counted(
  transport: Transport,
  waits?: WaitClock,
): Pick<OpenTarget, 'send' | 'callsSoFar' | 'speedometer'> {
  const startedAt = Date.now();
  const { send, counts } = countCalls(transport, waits?.waitedMs);
  return {
    send,
    callsSoFar: () => callsLine(counts(), Date.now() - startedAt),
    speedometer: () => {
      const { reads, writes } = counts();
      return { calls: reads + writes, isThrottled: waits?.isWaiting() ?? false };
    },
  };
}
