// Goal: what an apply tells while it runs can be read by programs, line by line, and by people as a story.
// Method: the ten everyday plans applied on the emulator, of which ids, tokens and requests come from seeds; the
// clock is one that ticks by the event. Golden lines, and the schema that is published.
import { expect, test } from 'vitest';
import { beginningJson, eventJson } from '../../src/cli/apply/event-json.ts';
import { jsonLine } from '../../src/report/json-text.ts';
import { eventSchemaFault } from '../cli/event-schema.ts';
import { applied, patience } from '../planner/in-process.ts';
import { chaptersOf, everydayChanges } from '../scenario/everyday.ts';
import { lastChapter } from '../scenario/scenario.ts';
import { tenNames } from './ten-plans.ts';

const writer = { toolVersion: '0.1.0', pid: 4711 };

test.each(tenNames)('%s applied, as events', async (name) => {
  const text = await linesOf(name);
  await expect(text).toMatchFileSnapshot(`golden/${name}/events.ndjson`);
  const lines = text.trimEnd().split('\n');
  for (const line of lines)
    expect([line, eventSchemaFault(JSON.parse(line))]).toEqual([line, undefined]);
  const events = lines.map((line) => (JSON.parse(line) as { readonly event: string }).event);
  expect([events[0], events.at(-1)]).toEqual(['apply', 'verified']);
});

test('the same apply tells the same', async () => {
  const [name] = tenNames;
  expect(await linesOf(name)).toBe(await linesOf(name));
});

async function linesOf(name: string): Promise<string> {
  const change = everydayChanges.get(name);
  if (change === undefined) throw new Error(`there is no change ${name}`);
  const { plan, send } = await lastChapter(chaptersOf(change));
  let tick = 0;
  const time = () => new Date(Date.UTC(2026, 10, 22, 8, 0, tick++)).toISOString();
  const events = await applied(plan, send, patience());
  const lines = [
    beginningJson(plan, time(), writer),
    ...events.map((event) => eventJson(event, time(), plan)),
  ];
  return lines.map(jsonLine).join('');
}
