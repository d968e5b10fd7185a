// The way to the cloud of a target, at a pace that the cloud takes, and patient with its failures.
import { setTimeout } from 'node:timers/promises';
import { alibabaTransport } from '../cloud/alibaba.ts';
import { endpointOf } from '../cloud/endpoints.ts';
import { withEndpointNamed } from '../cloud/name-endpoint.ts';
import { withPace } from '../cloud/pace/pace.ts';
import { withRetry } from '../cloud/retry.ts';
import { roleFor } from '../cloud/role-for.ts';
import type { Transport } from '../cloud/transport.ts';
import { cloudPace, localPace, usualRetries } from '../cloud/usual-rates.ts';
import type { Purpose, Target } from '../model/target.ts';
import { toolVersion } from './tool-version.ts';

export interface CloudTransportOptions {
  /** In which of a target's two roles to go: `plan` is to read, `apply` to write. */
  readonly purpose: Purpose;
  /** The variables of the process: credentials, proxies and certificates are looked for there. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** One URL instead of the cloud's, such as that of an emulator; the environment has no say in it. */
  readonly endpoint?: string;
  /** Once true, the attempt in flight ends and no other follows. */
  readonly isStopped?: () => boolean;
}

/**
 * Opens nothing yet: credentials are looked for by the first call, whose reply says so where there are
 * none. Of targets in one account and region, share one transport: the pace is counted there.
 */
export function cloudTransport(target: Target, options: CloudTransportOptions): Transport {
  const { purpose, environment, endpoint: everywhere, isStopped = () => false } = options;
  const places = { region: target.region, endpoint: target.endpoint, everywhere };
  const transport = alibabaTransport({
    ...places,
    credentials: target.credentials,
    role: roleFor(purpose, target),
    environment,
    toolVersion: toolVersion(),
  });
  const waits = { sleep: pause, now: () => performance.now(), isStopped };
  const rates = everywhere === undefined ? cloudPace : localPace;
  const paced = withPace(transport, { ...rates, ...waits });
  const retrying = withRetry(paced, { ...usualRetries, ...waits });
  return withEndpointNamed(retrying, (product) => endpointOf(product, places).host);
}

async function pause(ms: number): Promise<void> {
  await setTimeout(ms);
}
