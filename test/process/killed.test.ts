// Goal: `kill -9` of an apply at any moment, as often as one likes, and then the same command: the end is
// reached, and nothing was done twice.
// Method: the real command as a process, against an emulator in this one. In each world the command is
// killed at a request drawn by chance, which has its effect at once, never, or when the next one is at
// work already, or at a time drawn by chance, and started again, until one gets through: 200 kills in all.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EmulatorReply } from '../../src/emulator/emulator.ts';
import { actionOf } from '../../src/report/step-action.ts';
import { renderJournal } from '../../src/report/journal-text.ts';
import { chance, type Chance } from '../emulator/wire/random.ts';
import { expectEnd, groupsOf } from '../planner/end-state.ts';
import { richDesired, richSeeds } from '../planner/rich.ts';
import { worldOf } from '../planner/in-process.ts';
import { start, type Command } from './command.ts';
import { consent, makeEstate, savePlan } from './estate.ts';
import { openLocalCloud, type LocalCloud } from './local-cloud.ts';
import picocolors from 'picocolors';

const killsInAll = 200;
/** In one world, before the command is let through. */
const killsMax = 8;
/** A command is at work for about so long. */
const lateMsMax = 600;

let cloud: LocalCloud;

beforeAll(async () => {
  cloud = await openLocalCloud();
});

afterAll(async () => {
  await cloud.close();
});

test('200 kills, and the end is reached every time', async () => {
  const luck = chance(1);
  let kills = 0;
  for (let world = 0; kills < killsInAll; world++) kills += await playWorld(world, luck);
}, 900_000);

/** How often the command was killed before it got through. */
async function playWorld(world: number, luck: Chance): Promise<number> {
  const folder = makeEstate();
  const emulator = cloud.begin(richSeeds);
  const plan = await savePlan(folder, 'change.plan.json', { desired: richDesired, emulator });
  const effects: string[] = [];
  emulator.onMutation(({ action }) => effects.push(action));
  const story: string[] = [];
  const onTheWay: Promise<unknown>[] = [];
  let kills = 0;
  for (;;) {
    const isLast = kills === killsMax;
    const command = start(folder, ['apply', 'change.plan.json', ...consent], cloud.environment);
    if (!isLast) story.push(arrangeDeath(command, { luck, onTheWay }));
    const ended = await command.ended;
    cloud.meet((_, effect) => Promise.resolve(effect()));
    story.push(`ended: ${String(ended.code)}\n${ended.out}${ended.err}`);
    if (ended.code === null) {
      kills += 1;
      continue;
    }
    const told = () => `world ${world}\n${story.join('\n')}\n${journalOf(folder)}`;
    expect(ended.code, told()).toBe(0);
    // What arrives after the end must not do anything either.
    await Promise.all(onTheWay);
    expect(onceOnly(effects), told()).toEqual(onceOnly(plan.steps.map(actionOf)));
    const before = groupsOf(worldOf(richSeeds).emulator);
    expectEnd(richDesired, { before, after: groupsOf(emulator) });
    expect(journalOf(folder), told()).toContain('Ended: verified.');
    return kills;
  }
}

/** Calls with a client token; the others mean the same the second time, and may come again late. */
function onceOnly(actions: readonly string[]): readonly string[] {
  const repeatable = /^(Tag|Untag|ModifySecurityGroupAttribute|Delete)/;
  return actions.filter((action) => !repeatable.test(action)).toSorted();
}

/** Tells what was drawn. */
function arrangeDeath(
  command: Command,
  { luck, onTheWay }: { readonly luck: Chance; readonly onTheWay: Promise<unknown>[] },
): string {
  if (luck.number(4) === 0) {
    const ms = 150 + luck.number(500);
    setTimeout(() => {
      command.kill('SIGKILL');
    }, ms);
    return `killed after ${ms} ms, if it is still there`;
  }
  const nth = 1 + luck.number(12);
  const when = luck.pick(['never', 'at once', 'late'] as const);
  const effectAfterMs = when === 'late' ? luck.number(lateMsMax) : 0;
  let requests = 0;
  cloud.meet((_, effect) => {
    requests += 1;
    if (requests < nth) return Promise.resolve(effect());
    if (requests === nth && when === 'at once') effect();
    if (requests === nth && when === 'late') onTheWay.push(sleep(effectAfterMs).then(effect));
    command.kill('SIGKILL');
    return new Promise<EmulatorReply>(() => undefined);
  });
  return `killed at request ${nth}, which has its effect ${when}, after ${effectAfterMs} ms`;
}

function journalOf(folder: string): string {
  const records = path.join(folder, '.sluice');
  const [name = ''] = readdirSync(records).filter((one) => !one.startsWith('.'));
  const text = readFileSync(path.join(records, name, 'journal.ndjson'), 'utf8');
  return renderJournal(text, picocolors.createColors(false)) ?? text;
}

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  '%s finishes the call in flight, exits %i, and prints the command that goes on',
  async (signal, code) => {
    const folder = makeEstate();
    const emulator = cloud.begin(richSeeds);
    await savePlan(folder, 'change.plan.json', { desired: richDesired, emulator });
    const args = ['apply', 'change.plan.json', ...consent];
    const command = start(folder, args, cloud.environment);
    let writes = 0;
    cloud.meet(async (request, effect) => {
      if (/^(Describe|Get)/.test(request.action)) return effect();
      writes += 1;
      if (writes === 3) {
        command.kill(signal);
        // The call is in flight while the signal comes.
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return effect();
    });
    const ended = await command.ended;
    expect(ended.code, ended.err).toBe(code);
    expect(ended.err).toContain(`${signal}: finishing the calls in flight`);
    const [, again = ''] = /^To go on: sluice (.*)$/m.exec(ended.err) ?? [];
    expect(again.split(' ').slice(0, 2)).toEqual(['apply', 'change.plan.json']);
    // Others may have been in flight beside it; none was begun after.
    expect(writes).toBeLessThanOrEqual(3 + 5);
    const resumed = await start(folder, again.split(' '), cloud.environment).ended;
    expect(resumed.code, resumed.err).toBe(0);
    const before = groupsOf(worldOf(richSeeds).emulator);
    expectEnd(richDesired, { before, after: groupsOf(emulator) });
  },
);
