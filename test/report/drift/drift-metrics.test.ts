// Goal: the file of metrics is one that Prometheus reads, whatever targets are called, and a failed run
// forgets nothing.
// Method: it is read back by a parser that allows no more than the exposition format does.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ReadTarget } from '../../../src/model/drift.ts';
import { renderMetrics, type MetricsRun } from '../../../src/report/drift/drift-metrics.ts';
import { hostileWords, readTarget } from './targets.ts';

const first: MetricsRun = {
  nowMs: 1_795_000_000_123,
  durationMs: 1234,
  taken: new Map(),
  calls: new Map([['prod', 7]]),
  previous: '',
};
const labels = { target: 'prod', account: '1000000000000001', region: 'cn-hangzhou' };

test('a target that was read', () => {
  const samples = parseExposition(renderMetrics([readTarget('x')], first));
  const values = Object.fromEntries(samples.map(({ name, value }) => [name, value]));
  expect(values).toEqual({
    sluice_up: 1,
    sluice_drift: 1,
    sluice_groups: 2,
    sluice_rules: 3,
    sluice_groups_drifted: 2,
    sluice_groups_unmanaged: 2,
    sluice_groups_held: 1,
    sluice_last_success_timestamp_seconds: 1_795_000_000.123,
    sluice_last_run_timestamp_seconds: 1_795_000_000.123,
    sluice_duration_seconds: 1.234,
    sluice_api_calls: 7,
  });
  expect(samples.every((sample) => JSON.stringify(sample.labels) === JSON.stringify(labels))).toBe(
    true,
  );
});

test('one that could not be read is down, and when it was last read stays known', () => {
  const previous = renderMetrics([readTarget('x')], first);
  const { target } = readTarget('x');
  const unread = { target, complete: false, exitCode: 1, refusals: [], said: [] } as const;
  const later = { ...first, nowMs: first.nowMs + 60_000, calls: new Map(), previous };
  const once = renderMetrics([unread], later);
  const twice = renderMetrics([unread], { ...later, previous: once });
  for (const text of [once, twice]) {
    expect(namesAndValues(text)).toEqual([
      ['sluice_up', 0],
      ['sluice_last_success_timestamp_seconds', 1_795_000_000.123],
      ['sluice_last_run_timestamp_seconds', 1_795_000_060.123],
      ['sluice_duration_seconds', 1.234],
    ]);
  }
});

test('a target of which a snapshot was looked at was last read when that was taken', () => {
  const taken = new Map([['prod', first.nowMs - 3_600_000]]);
  const values = Object.fromEntries(
    namesAndValues(renderMetrics([readTarget('x')], { ...first, taken })),
  );
  expect(values).toMatchObject({
    sluice_up: 1,
    sluice_last_success_timestamp_seconds: 1_794_996_400.123,
    sluice_last_run_timestamp_seconds: 1_795_000_000.123,
  });
});

test('where the files are wrong, the targets of the last run are down', () => {
  const previous = renderMetrics([readTarget('x')], first);
  const [up] = parseExposition(renderMetrics([], { ...first, previous }));
  expect(up).toEqual({ name: 'sluice_up', labels, value: 0 });
  expect(namesAndValues(renderMetrics([], first))[0]).toEqual(['sluice_up', 0]);
});

test('whatever a target is called, the format holds, and each label reads as it was', () => {
  const words = fc.oneof(fc.constantFrom(...hostileWords), fc.string({ unit: 'binary' }));
  fc.assert(
    fc.property(words, words, (name, region) => {
      const one = readTarget('x');
      const target: ReadTarget = { ...one, target: { ...one.target, name, region } };
      const text = renderMetrics([target], { ...first, calls: new Map([[name, 7]]) });
      const unread = { exitCode: 1, refusals: [], said: [] };
      const again = renderMetrics([{ target: target.target, complete: false, ...unread }], {
        ...first,
        previous: text,
      });
      for (const sample of [...parseExposition(text), ...parseExposition(again)]) {
        expect(sample.labels).toEqual({ ...labels, target: name, region });
      }
      expect(namesAndValues(again)[1]?.[0]).toBe('sluice_last_success_timestamp_seconds');
    }),
    { numRuns: 300 },
  );
});

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

function namesAndValues(text: string): readonly (readonly [string, number])[] {
  return parseExposition(text).map(({ name, value }) => [name, value]);
}

/** Strictly: HELP, TYPE, then samples of that metric, each metric once, a line feed at the end. */
function parseExposition(text: string): readonly Sample[] {
  expect(text.endsWith('\n')).toBe(true);
  const samples: Sample[] = [];
  const seen = new Set<string>();
  let [helped, typed] = ['', ''];
  for (const line of text.slice(0, -1).split('\n')) {
    const help = /^# HELP ([a-zA-Z_:][\w:]*) [^\\]+$/.exec(line)?.[1];
    const type = /^# TYPE ([a-zA-Z_:][\w:]*) gauge$/.exec(line)?.[1];
    if (help !== undefined) {
      expect(seen.has(help)).toBe(false);
      seen.add(help);
      helped = help;
    } else if (type !== undefined) {
      expect(type).toBe(helped);
      typed = type;
    } else {
      const sample = parseSample(line);
      expect(sample.name).toBe(typed);
      samples.push(sample);
    }
  }
  const keys = samples.map(({ name, labels: own }) => JSON.stringify([name, own]));
  expect(new Set(keys).size).toBe(keys.length);
  return samples;
}

function parseSample(line: string): Sample {
  const label = String.raw`[a-zA-Z_]\w*="(?:[^"\\]|\\[\\n"])*"`;
  const whole = new RegExp(
    String.raw`^([a-zA-Z_:][\w:]*)(?:\{(${label}(?:,${label})*)\})? (\d+(?:\.\d+)?)$`,
    's',
  );
  const [, name = '', written = '', value = ''] = whole.exec(line) ?? [];
  expect(name, line).not.toBe('');
  const labelsRead = [...written.matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\[\\n"])*)"/gs)].map(
    ([, key = '', text = '']) =>
      [key, text.replace(/\\([\\n"])/g, (_, one: string) => (one === 'n' ? '\n' : one))] as const,
  );
  return { name, labels: Object.fromEntries(labelsRead), value: Number(value) };
}
