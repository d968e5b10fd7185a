// Goal: whatever happens between the applier and the cloud, the plan's end is reached by running the
// same command again, and nothing happens on the way that the plan does not say.
// Method: schedules by seed, in virtual time: random states, plans, faults, lag, kills and second
// writers. A seed that fails prints its story; SLUICE_SEED=N plays that one alone.
import { expect } from 'vitest';
import { runs } from '../../runs.ts';
import { expectEnd, groupsOf } from '../../planner/end-state.ts';
import { worldOf } from '../../planner/in-process.ts';
import { interfacesOf, surprises, trafficText, type Moment } from '../../planner/moments.ts';
import type { Scenario } from '../../planner/universe.ts';
import { drawSchedule, drawStories, type Schedule, type Weather } from './schedule.ts';
import { simulate, type Played } from './simulate.ts';

const stories = drawStories(400);

/** So many schedules in CI; throws at the first that does not end well, with its story. */
export async function playMany(inCi: number, weather: Weather): Promise<void> {
  const only = process.env['SLUICE_SEED'];
  const seeds =
    only === undefined ? Array.from({ length: runs(inCi) }, (_, seed) => seed) : [Number(only)];
  for (const seed of seeds) await play(seed, weather);
}

async function play(seed: number, weather: Weather): Promise<void> {
  const schedule = drawSchedule(seed, stories.length, weather);
  const scenario = stories[schedule.story];
  if (scenario === undefined) throw new Error(`there is no story ${schedule.story}`);
  const story: string[] = [];
  try {
    expectGoodEnd(schedule, scenario, await simulate(schedule, scenario, story));
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const told = story.join('\n');
    throw new Error(`SLUICE_SEED=${seed}: ${JSON.stringify(schedule)}\n${told}\n\n${why}`);
  }
}

function expectGoodEnd(schedule: Schedule, scenario: Scenario, played: Played): void {
  const { desired, seeds } = scenario;
  expect(played.ends.at(-1)).toBe('verified');
  expect(played.misdeeds).toEqual([]);
  if (schedule.hasSecondWriter) return;
  const before = groupsOf(worldOf(seeds, { switches: schedule.switches }).emulator);
  expectEnd(desired, { before, after: groupsOf(played.emulator) });
  expect(surprisesOf(scenario, played.witness.moments).slice(0, 3)).toEqual([]);
}

/** Most schedules of one story show traffic the very same moments. */
const known = new Map<string, readonly string[]>();

function surprisesOf(scenario: Scenario, moments: readonly Moment[]): readonly string[] {
  const texts = moments.map((moment) => trafficText([...moment.values()]));
  const key = [
    stories.indexOf(scenario),
    ...texts.filter((text, at) => text !== texts[at - 1]),
  ].join('\n\n');
  const found = known.get(key) ?? surprises(moments, interfacesOf(scenario));
  if (known.size > 2000) known.clear();
  known.set(key, found);
  return found;
}
