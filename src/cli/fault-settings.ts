// `--faults`, `--fault-seed` and what goes with them: what shall go wrong in the emulator. A flag
// counts more than the file.
import { evenRates, type FaultSettings } from '../emulator/faults/settings.ts';
import type { Read } from './emulator-settings.ts';

export interface FaultFlags {
  readonly faultSeed?: string;
  readonly faultRate?: string;
  readonly rateLimit?: string;
  /** False after --no-retry-after. */
  readonly retryAfter: boolean;
  readonly lag?: string;
}

/** Undefined where nothing shall go wrong. */
export function readFaultFlags(
  flags: FaultFlags,
  file: FaultSettings | undefined,
): Read<FaultSettings | undefined> {
  const faults = faultsOf(flags, file);
  if (faults.length > 0) return { ok: false, faults };
  const asked = [flags.faultSeed, flags.rateLimit, flags.lag].some((flag) => flag !== undefined);
  if (file === undefined && !asked) return { ok: true, value: undefined };
  return {
    ok: true,
    value: {
      ...file,
      ...seededOf(flags, file),
      ...rateLimitOf(flags, file),
      ...lagOf(flags, file),
    },
  };
}

function faultsOf(flags: FaultFlags, file: FaultSettings | undefined): readonly string[] {
  const counts = [
    ['--fault-seed', flags.faultSeed, '7'],
    ['--rate-limit', flags.rateLimit, '100'],
    ['--lag', flags.lag, '2000'],
  ] as const;
  const wrong = counts
    .filter(([, text]) => text !== undefined && !/^\d{1,9}$/.test(text))
    .map(([name, , right]) => `${name}: expected a whole number, such as ${name} ${right}`);
  const { faultRate: rate } = flags;
  const isShare = rate === undefined || (/^\d*\.?\d+$/.test(rate) && Number(rate) <= 1);
  const hasSeed = flags.faultSeed !== undefined || file?.seeded !== undefined;
  const hasLimit = flags.rateLimit !== undefined || file?.rateLimit !== undefined;
  return [
    ...wrong,
    ...(isShare ? [] : ['--fault-rate: expected a share from 0 to 1, such as --fault-rate 0.1']),
    ...(rate === undefined || hasSeed
      ? []
      : ['--fault-rate: expected a seed too, such as --fault-seed 7 --fault-rate 0.1']),
    ...(flags.retryAfter || hasLimit
      ? []
      : ['--no-retry-after: expected a limit too, such as --rate-limit 100 --no-retry-after']),
  ];
}

const usualRate = 0.1;

function seededOf(
  { faultSeed, faultRate }: FaultFlags,
  file: FaultSettings | undefined,
): Pick<FaultSettings, 'seeded'> {
  const seed = faultSeed === undefined ? file?.seeded?.seed : Number(faultSeed);
  if (seed === undefined) return {};
  const said = faultRate === undefined ? file?.seeded?.rates : evenRates(Number(faultRate));
  return { seeded: { ...file?.seeded, seed, rates: said ?? evenRates(usualRate) } };
}

function rateLimitOf(
  { rateLimit, retryAfter }: FaultFlags,
  file: FaultSettings | undefined,
): Pick<FaultSettings, 'rateLimit'> {
  const calls = rateLimit === undefined ? file?.rateLimit?.callsPerMinute : Number(rateLimit);
  if (calls === undefined) return {};
  const saysRetryAfter = retryAfter && (file?.rateLimit?.saysRetryAfter ?? true);
  return { rateLimit: { callsPerMinute: calls, saysRetryAfter } };
}

function lagOf({ lag }: FaultFlags, file: FaultSettings | undefined): Pick<FaultSettings, 'lag'> {
  return lag === undefined ? {} : { lag: { ...file?.lag, ms: Number(lag) } };
}
