// Goal: a plan can be applied, rolled back and applied again, whatever goes wrong on every one of these
// ways, for as long as there are tokens left.
// Method: stories by seed in virtual time, with faults, lag and kills; each way is run until it is
// verified, as somebody does who is told to run the same command again.
import { expect, test } from 'vitest';
import type { Transport } from '../../src/cloud/transport.ts';
import { withRetry } from '../../src/cloud/retry.ts';
import type { Plan } from '../../src/model/plan.ts';
import { chance, type Chance } from '../emulator/wire/random.ts';
import { expectEnd, groupsOf } from '../planner/end-state.ts';
import { planFrom, worldOf } from '../planner/in-process.ts';
import { runs } from '../runs.ts';
import { drawStories } from './simulation/schedule.ts';
import { storyOf, tell, type Story } from './stories.ts';

const stories = drawStories(150);
const runsMax = 20;

test('there, back, there, back and there again', async () => {
  let played = 0;
  // Fewer would hold none that can be played.
  const seeds = Math.max(40, runs(100));
  for (let seed = 0; seed < seeds; seed++) played += Number(await play(seed));
  // What a rollback cannot restore is not played.
  expect(played).toBeGreaterThan(seeds / 10);
}, 600_000);

async function play(seed: number): Promise<boolean> {
  const luck = chance(seed);
  const scenario = stories[luck.number(stories.length)];
  if (scenario === undefined) throw new Error(`there is no story for seed ${seed}`);
  const { desired, seeds } = scenario;
  const story = drawStory(seed, luck, seeds);
  const plan = await planFrom(desired, story.truth);
  const { undo } = plan;
  if (undo === undefined || undo.notes.length > 0) return false;
  for (const way of [plan, undo, plan, undo, plan]) await goOn(way, story, luck, seed);
  const before = groupsOf(worldOf(seeds).emulator);
  expectEnd(desired, { before, after: groupsOf(story.emulator) });
  return true;
}

function drawStory(seed: number, luck: Chance, seeds: Parameters<typeof storyOf>[0]): Story {
  const rate = luck.number(3) === 0 ? 0 : 0.03;
  const rates = { loseRequest: rate, loseReply: rate, gateway: rate, loseTags: rate * 3 };
  const lag = luck.number(3) === 0 ? {} : { lagMsMax: 1 + luck.number(10_000) };
  return storyOf(seeds, {
    faults: { seeded: { seed, rates, faultsMax: 20, ...lag } },
    switches: {
      batches: luck.pick(['atomic', 'inOrder', 'shuffled']),
      clientTokenMismatchCode: luck.pick([
        'IdempotentParameterMismatch',
        'IdempotenceParamNotMatch',
      ]),
    },
  });
}

/** Runs the plan until it is verified; half of the runs are killed, if they come so far. */
async function goOn(plan: Plan, story: Story, luck: Chance, seed: number): Promise<void> {
  const ends: string[] = [];
  while (ends.length < runsMax && ends.at(-1) !== 'verified') {
    const send = mortal(story, luck.number(2) === 0 ? 1 + luck.number(60) : undefined);
    const parallelism = 1 + luck.number(4);
    ends.push(
      await tell(plan, { ...story, send }, { parallelism }).then(
        ({ last }) => last?.kind ?? 'nothing',
        (error: unknown) => {
          if (error !== dead) throw error;
          return 'killed';
        },
      ),
    );
    await story.clock.sleep(luck.pick([1, 20_000]));
  }
  expect(ends.at(-1), `seed ${seed}, plan ${plan.id}: ${ends.join(', ')}`).toBe('verified');
}

const dead = new Error('killed');

/** The call of this number has its effect, and nobody hears of it. */
function mortal({ send, clock }: Story, atCall: number | undefined): Transport {
  let calls = 0;
  const dying: Transport = async (call) => {
    const reply = await send(call);
    calls += 1;
    if (atCall !== undefined && calls >= atCall) throw dead;
    return reply;
  };
  const random = () => 0;
  const { sleep } = clock;
  return withRetry(dying, {
    attemptsMax: 4,
    firstPauseMs: 100,
    pauseMaxMs: 1000,
    sleep,
    random,
    deadlineMs: 600_000,
    throttledDeadlineMs: 1_800_000,
    now: clock.now,
    isStopped: () => false,
  });
}
