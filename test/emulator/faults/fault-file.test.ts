// The fault file: what people write becomes settings, and what they get wrong is named with its place.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseFaults } from '../../../src/emulator/faults/file/parse-faults.ts';
import { evenRates } from '../../../src/emulator/faults/settings.ts';
import { faultyWorld } from './faulty-world.ts';
import type { FaultSettings } from '../../../src/emulator/faults/settings.ts';

function settingsOf(text: string): FaultSettings {
  const parsed = parseFaults(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.settings;
}

const exampleOfTheDocs = /```yaml\n(# faults\.yaml\n[\s\S]*?)```/.exec(
  readFileSync('docs/emulator.md', 'utf8'),
)?.[1];

test('the example of the documentation is one, with every kind of fault in it', async () => {
  const settings = settingsOf(exampleOfTheDocs ?? '');
  const kinds = new Set(settings.script?.map(({ fault }) => fault.kind));
  expect([...kinds].toSorted()).toEqual([
    ...['delay', 'edit', 'gateway', 'loseReply', 'loseRequest', 'loseTags', 'refuse', 'reset'],
  ]);
  const world = faultyWorld(settings);
  for (let call = 0; call < 10; call++) await world.send('CreateSecurityGroup');
  expect(world.events.length).toBeGreaterThan(3);
});

test('all of it can be said', () => {
  const text = `
version: 1
faults:
  - { fault: loseRequest }
  - { action: Authorize*, call: 2, times: 3, fault: loseReply }
  - { write: 4, times: always, fault: gateway, status: 502, body: empty, when: after }
  - { fault: refuse, code: InvalidOperation.Conflict, status: 409, retryAfterMs: 10 }
  - { fault: edit, requests: { action: TagResources, region: cn-beijing, accessKey: mine, parameters: { Tag.1.Key: 1 } } }
seeded: { seed: 7, rates: { loseReply: 0.05, delay: .5 }, faultsMax: 3, delayMsMax: 10, oldReads: 1, retentionMs: { least: 5, most: 6 } }
lag: { ms: 1, tagsMs: 2, groups: { 'web*': 3 }, pages: [0, 4] }
rateLimit: { callsPerMinute: 100, retryAfter: false }
clientTokenRetentionMs: 60000
`;
  const rest = { action: '*', count: 'calls', nth: 1, times: 1 };
  const before = { when: 'before' };
  const requests = [
    {
      action: 'TagResources',
      region: 'cn-beijing',
      accessKeyId: 'mine',
      parameters: { 'Tag.1.Key': '1' },
    },
  ];
  const refusal = { code: 'InvalidOperation.Conflict', status: 409, retryAfterMs: 10 };
  expect(settingsOf(text)).toEqual({
    script: [
      { ...rest, fault: { kind: 'loseRequest' } },
      { ...rest, action: 'Authorize*', nth: 2, times: 3, fault: { kind: 'loseReply' } },
      {
        ...{ ...rest, count: 'writes', nth: 4, times: Infinity },
        fault: { kind: 'gateway', when: 'after', status: 502, body: 'empty' },
      },
      { ...rest, fault: { kind: 'refuse', ...before, refusal } },
      { ...rest, fault: { kind: 'edit', ...before, requests } },
    ],
    seeded: {
      seed: 7,
      rates: { loseReply: 0.05, delay: 0.5 },
      faultsMax: 3,
      delayMsMax: 10,
      oldReads: 1,
      retentionMs: { least: 5, most: 6 },
    },
    lag: { ms: 1, tagsMs: 2, groups: { 'web*': 3 }, pages: [0, 4] },
    rateLimit: { callsPerMinute: 100, saysRetryAfter: false },
    clientTokenRetentionMs: 60000,
  });
});

test('one rate is for every kind but a second writer', () => {
  const { seeded } = settingsOf('version: 1\nseeded: { seed: 1, rate: 0.5 }\n');
  expect(seeded?.rates).toEqual(evenRates(0.5));
  const rates = Object.values(evenRates(0.5));
  expect(rates.reduce((sum, rate) => sum + rate, 0)).toBeCloseTo(0.5);
  expect(evenRates(0.5)).not.toHaveProperty('edit');
});

test('JSON will do', () => {
  const text = JSON.stringify({ version: 1, faults: [{ fault: 'loseReply' }] });
  expect(settingsOf(text).script).toHaveLength(1);
});

describe('a mistake is named where it is:', () => {
  const entry = (fields: string): string => `version: 1\nfaults:\n  - { ${fields} }\n`;
  test.each<[string, string, string]>([
    ['no version', 'faults: []\n', '1:1 expected `version: 1`'],
    ['no YAML', 'version: 1\nfaults: [\n', '3:1 '],
    ['a key twice', 'version: 1\nversion: 1\n', '2:1 Map keys must be unique'],
    ['an unknown part', 'version: 1\nfault: []\n', '2:1 fault is not known here; expected one of '],
    ['an entry that is none', 'version: 1\nfaults: [loseReply]\n', '2:10 expected a map'],
    ['no fault', entry('call: 1'), '3:5 expected fault to be one of loseRequest, loseReply, delay'],
    ['an unknown fault', entry('fault: lose'), '3:14 expected fault to be one of loseRequest'],
    ['a part of another fault', entry('fault: loseReply, ms: 1'), '3:25 ms is not known here'],
    [
      'an unknown action',
      entry('action: Authorise*, fault: reset'),
      '3:15 there is no action Auth',
    ],
    ['call and write', entry('call: 1, write: 1, fault: reset'), '3:23 expected either call or'],
    ['call 0', entry('call: 0, fault: reset'), '3:13 call is 0; expected 1 or more'],
    ['a word for times', entry('times: often, fault: reset'), '3:14 times is often; expected a'],
    ['when else', entry('fault: reset, when: later'), '3:27 when is later; expected before or'],
    ['no time', entry('fault: delay'), '3:5 expected milliseconds, such as `ms: 500`'],
    ['an odd status', entry('fault: gateway, status: 404'), '3:31 status is 404; expected 500 or'],
    ['an odd body', entry('fault: gateway, body: xml'), '3:29 body is xml; expected json or'],
    ['no code', entry('fault: refuse'), '3:5 code is missing; expected such as Throttling.User'],
    ['an odd code', entry('fault: refuse, code: No.Way'), '3:28 there is no code No.Way; expected'],
    ['success', entry('fault: refuse, code: Throttling, status: 200'), '3:48 status is 200; '],
    ['no requests', entry('fault: edit'), '3:5 expected calls, such as `requests: [{ action'],
    ['no request', entry('fault: edit, requests: [{}]'), '3:31 expected an action to call'],
    [
      'no seed',
      'version: 1\nseeded: { rate: 0.1 }\n',
      '2:9 expected a whole number, such as `seed',
    ],
    ['no rate', 'version: 1\nseeded: { seed: 1 }\n', '2:9 expected either rate or rates'],
    ['a large rate', 'version: 1\nseeded: { seed: 1, rate: 2 }\n', '2:26 rate: expected a share'],
    ['an odd kind', 'version: 1\nseeded: { seed: 1, rates: { lose: 0 } }\n', '2:29 lose is not kn'],
    [
      'rates over 1',
      'version: 1\nseeded: { seed: 1, rates: { delay: .6, edit: .6 } }\n',
      '2:27 expected rates that add up to at most 1',
    ],
    [
      'bounds the wrong way',
      'version: 1\nseeded: { seed: 1, rate: 0, retentionMs: { least: 2, most: 1 } }\n',
      '2:60 expected most to be at least least',
    ],
    [
      'two lags',
      'version: 1\nseeded: { seed: 1, rate: 0, lagMsMax: 1 }\nlag: { ms: 1 }\n',
      '3:6 expected either lag, or lagMsMax',
    ],
    ['an odd page', 'version: 1\nlag: { pages: [soon] }\n', '2:16 pages: expected a whole number'],
    ['an odd group', 'version: 1\nlag: { groups: { web: -1 } }\n', '2:23 web: expected a whole n'],
    ['no limit', 'version: 1\nrateLimit: {}\n', '2:12 expected a number of calls, such as `calls'],
  ])('%s', (_name, text, expected) => {
    const parsed = parseFaults(text);
    const faults = parsed.ok ? [] : parsed.faults;
    const shown = faults.map(({ line, column, message }) => `${line}:${column} ${message}`);
    expect(shown).toEqual([expect.stringContaining(expected)]);
    expect(shown[0]?.startsWith(expected)).toBe(true);
  });

  test('all at once, in the order of the file', () => {
    const text = 'version: 2\nlag: { ms: x }\nfaults:\n  - { fault: delay, when: never }\n';
    const parsed = parseFaults(text);
    const places = parsed.ok ? [] : parsed.faults.map(({ line, column }) => [line, column]);
    expect(places).toEqual([
      [1, 10],
      [2, 12],
      [4, 5],
      [4, 27],
    ]);
  });
});
