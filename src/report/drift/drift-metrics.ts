// Drift in the text format of Prometheus, for the collector of text files of the node exporter.
import type { PlannedTarget } from '../../model/plan.ts';
import { isRead, type ReadTarget, type TargetDrift } from '../../model/drift.ts';

export interface MetricsRun {
  readonly nowMs: number;
  /** Of the whole run: all targets are read at once. */
  readonly durationMs: number;
  /** By target, when its snapshot was taken; absent for one whose cloud was asked. */
  readonly taken: ReadonlyMap<string, number>;
  /** By target; absent for one that could not be read. */
  readonly calls: ReadonlyMap<string, number>;
  /** The file as the last run left it; empty where there was none. */
  readonly previous: string;
}

/** Each metric once, with its samples. What nobody knows of a target that was not read has none. */
export function renderMetrics(targets: readonly TargetDrift[], run: MetricsRun): string {
  const known = knownSuccesses(run.previous);
  // Where the files are wrong, no target is known: those of the last run are not up.
  const places: readonly Place[] =
    targets.length > 0
      ? targets.map((drift) => ({ labels: labelsOf(drift.target), drift }))
      : [...known.keys()].map((labels) => ({ labels, drift: undefined }));
  const all = places.length > 0 ? places : [{ labels: '', drift: undefined }];
  return metrics
    .flatMap(({ name, help, valueOf }) => {
      const samples = all.flatMap((place) => {
        const value = valueOf(place, { ...run, known });
        return value === undefined ? [] : [`${name}${place.labels} ${value}`];
      });
      if (samples.length === 0) return [];
      return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...samples];
    })
    .map((line) => `${line}\n`)
    .join('');
}

interface Place {
  /** As they stand behind a name. */
  readonly labels: string;
  readonly drift: TargetDrift | undefined;
}

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly valueOf: (
    place: Place,
    run: MetricsRun & { readonly known: ReadonlyMap<string, string> },
  ) => string | number | undefined;
}

const lastSuccess = 'sluice_last_success_timestamp_seconds';

const metrics: readonly Metric[] = [
  {
    name: 'sluice_up',
    help: 'Whether the last run read the whole target.',
    valueOf: ({ drift }) => Number(drift !== undefined && isRead(drift)),
  },
  ofRead('sluice_drift', 'Whether the target is not as it was written.', ({ drift }) =>
    Number(drift),
  ),
  ofRead(
    'sluice_groups',
    'Live groups that a file has.',
    ({ coverage }) => coverage.groups.managed,
  ),
  ofRead('sluice_rules', 'Live rules of the groups that were read.', ({ read }) => read.rules),
  ofRead(
    'sluice_groups_drifted',
    'Groups that are not as they were written.',
    ({ groups }) => groups.length,
  ),
  ofRead(
    'sluice_groups_unmanaged',
    'Groups of the VPC that no file has.',
    ({ unmanaged }) => unmanaged.length,
  ),
  ofRead('sluice_groups_held', 'Groups that somebody holds.', ({ held }) => held.length),
  {
    name: lastSuccess,
    help: 'When the whole target was last read, in seconds since 1970.',
    valueOf: ({ drift, labels }, { nowMs, taken, known }) =>
      drift !== undefined && isRead(drift)
        ? seconds(taken.get(drift.target.name) ?? nowMs)
        : known.get(labels),
  },
  {
    name: 'sluice_last_run_timestamp_seconds',
    help: 'When the last run ended, in seconds since 1970.',
    valueOf: (_, { nowMs }) => seconds(nowMs),
  },
  {
    name: 'sluice_duration_seconds',
    help: 'How long the last run took, with all of its targets.',
    valueOf: (_, { durationMs }) => seconds(durationMs),
  },
  {
    name: 'sluice_api_calls',
    help: 'Calls to the cloud in the last run, each attempt once.',
    valueOf: ({ drift }, { calls }) => drift && calls.get(drift.target.name),
  },
];

function ofRead(name: string, help: string, valueOf: (target: ReadTarget) => number): Metric {
  return {
    name,
    help,
    valueOf: ({ drift }) => (drift !== undefined && isRead(drift) ? valueOf(drift) : undefined),
  };
}

function labelsOf({ name, account, region }: PlannedTarget): string {
  const labels = { target: name, account, region };
  const texts = Object.entries(labels).map(([key, value]) => `${key}="${escaped(value)}"`);
  return `{${texts.join(',')}}`;
}

/** The three characters that the format escapes in the value of a label. */
function escaped(value: string): string {
  return value.replace(/[\\"\n]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`));
}

function seconds(ms: number): number {
  return Math.round(ms) / 1000;
}

/** When each target was last read, by its labels, as the last run wrote it. */
function knownSuccesses(previous: string): ReadonlyMap<string, string> {
  // No other character ends a line, whatever a label holds.
  return new Map(
    previous.split('\n').flatMap((line) => {
      const [, name, labels = '', value = ''] = /^(\w+)(\{.*\}) (\d+(?:\.\d+)?)$/s.exec(line) ?? [];
      return name === lastSuccess ? [[labels, value] as const] : [];
    }),
  );
}
