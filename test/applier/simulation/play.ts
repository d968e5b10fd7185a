// Goal: whatever happens between the applier and the cloud, the plan's end is reached by running the
// same command again, and nothing happens on the way that the plan does not say: not to rules, and not to
// who is in groups.
// Method: schedules by seed, in virtual time: random states, plans, faults, lag, kills and second
// writers, with machines in some of the states. A seed that fails prints its story; SLUICE_SEED=N plays that one alone.
import { expect } from 'vitest';
import { runs } from '../../runs.ts';
import { expectEnd, groupsOf } from '../../planner/end-state.ts';
import { worldOf } from '../../planner/in-process.ts';
import { interfacesOf, surprises, trafficText } from '../../planner/moments.ts';
import { furnished, type Story } from './machines.ts';
import { expectMembers, placesIn } from './places.ts';
import { surprisesInPlaces } from './surprises-in-places.ts';
import { drawSchedule, drawStories, type Schedule, type Weather } from './schedule.ts';
import { simulate, type Played } from './simulate.ts';

const stories = drawStories(400);

/** So many schedules in CI; throws at the first that does not end well, with its story. */
export async function playMany(inCi: number, weather: Weather): Promise<void> {
  const only = process.env['SLUICE_SEED'];
  const seeds =
    only === undefined ? Array.from({ length: runs(inCi) }, (_, seed) => seed) : [Number(only)];
  let moves = 0;
  for (const seed of seeds) moves += await play(seed, weather);
  if (only === undefined) expect(moves).toBeGreaterThan(seeds.length / 20);
}

/** How many interfaces joined or left a group. */
async function play(seed: number, weather: Weather): Promise<number> {
  const schedule = drawSchedule(seed, stories.length, weather);
  const played = storyOf(schedule.story);
  const story: string[] = [];
  try {
    const ended = await simulate(schedule, played, story);
    expectGoodEnd(schedule, played, ended);
    return ended.watch.moves;
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const told = story.join('\n');
    throw new Error(`SLUICE_SEED=${seed}: ${JSON.stringify(schedule)}\n${told}\n\n${why}`);
  }
}

const furnishedStories = new Map<number, Story>();

function storyOf(index: number): Story {
  const scenario = stories[index];
  if (scenario === undefined) throw new Error(`there is no story ${index}`);
  const found = furnishedStories.get(index) ?? furnished(scenario, index);
  furnishedStories.set(index, found);
  return found;
}

function expectGoodEnd(schedule: Schedule, story: Story, played: Played): void {
  const { desired, seeds, machines } = story;
  const { emulator, ends, misdeeds, watch } = played;
  expect(misdeeds).toEqual([]);
  // Somebody else may have moved interfaces so that what is written cannot be any more.
  if (ends.at(-1)?.startsWith('not planned') === true && watch.byOthers.length > 0) return;
  expect(ends.at(-1)).toBe('verified');
  const begin = worldOf(seeds, { switches: schedule.switches }).emulator;
  if (machines !== undefined) {
    begin.load(machines.seed);
    expectMembers(desired, { before: placesIn(begin), after: emulator, watch });
  }
  if (schedule.hasSecondWriter) return;
  expectEnd(desired, { before: groupsOf(begin), after: groupsOf(emulator) });
  expect(surprisesOf(story, schedule, played).slice(0, 3)).toEqual([]);
}

/** Most schedules of one story show traffic the very same moments. */
const known = new Map<string, readonly string[]>();

function surprisesOf(
  { machines, surviving }: Story,
  { story }: Schedule,
  { witness, plan }: Played,
): readonly string[] {
  const { moments } = witness;
  const texts = moments.map(({ groups, places }) =>
    [trafficText([...groups.values()]), JSON.stringify([...places])].join('\n'),
  );
  const key = [story, ...texts.filter((text, at) => text !== texts[at - 1])].join('\n\n');
  const found =
    known.get(key) ??
    (machines === undefined
      ? surprises(
          moments.map(({ groups }) => groups),
          interfacesOf({ surviving }),
        )
      : surprisesInPlaces(witness, plan));
  if (known.size > 2000) known.clear();
  known.set(key, found);
  return found;
}
