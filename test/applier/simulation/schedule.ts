// One schedule of the simulation, all of it drawn from a seed: what there is and what is wanted, what
// goes wrong, when the process is killed or asked to stop, and which reading of the API holds.
import fc from 'fast-check';
import type { FaultSettings } from '../../../src/emulator/faults/settings.ts';
import type { Switches } from '../../../src/emulator/switches.ts';
import { chance, type Chance } from '../../emulator/wire/random.ts';
import { scenarios, type Scenario } from '../../planner/universe.ts';

export interface Schedule {
  readonly seed: number;
  /** Which of the stories it is played in. */
  readonly story: number;
  readonly faults: FaultSettings;
  readonly switches: Partial<Switches>;
  readonly parallelism: number;
  /** Whether somebody else writes meanwhile: then the plan may end as stale. */
  readonly hasSecondWriter: boolean;
  /** For each run of the process, what ends it early. */
  readonly ends: readonly RunEnd[];
}

export type RunEnd =
  | { readonly kind: 'none' }
  /** `kill -9` at the call of this number, which has its effect so much later, or never. */
  | { readonly kind: 'killed'; readonly atCall: number; readonly effectAfterMs: number | undefined }
  | { readonly kind: 'interrupted'; readonly atCall: number };

export const lagMsMax = 20_000;

/** Of a call whose process was killed: a run takes about so long, with its pauses. */
const effectAfterMsMax = 60_000;

export interface Weather {
  /** Whether reads lag behind writes. */
  readonly hasLag: boolean;
  readonly hasSecondWriter: boolean;
}

export function drawSchedule(seed: number, stories: number, weather: Weather): Schedule {
  const luck = chance(seed);
  const { hasLag, hasSecondWriter } = weather;
  const isCalm = luck.number(8) === 0;
  const rate = isCalm ? 0 : 0.01 + luck.number(12) / 100;
  return {
    seed,
    story: luck.number(stories),
    faults: {
      seeded: {
        seed,
        rates: {
          loseRequest: rate / 2,
          loseReply: rate,
          delay: rate / 2,
          reset: rate / 2,
          gateway: rate,
          throttle: rate / 2,
          idempotentProcessing: rate / 2,
          conflict: rate / 2,
          ...(luck.number(4) === 0 ? { refuse: rate / 4 } : {}),
          // Where somebody else makes the plan stale, a group without its tags is nobody's: planning
          // again is refused then, with its id, as it should be.
          ...(luck.number(4) === 0 && !hasSecondWriter ? { loseTags: 0.1 } : {}),
          ...(hasSecondWriter ? { edit: 0.04 } : {}),
        },
        faultsMax: 1 + luck.number(25),
        delayMsMax: 2000,
        ...(hasLag ? { lagMsMax: 1 + luck.number(lagMsMax), oldReads: luck.number(20) / 100 } : {}),
        // Longer than the lag, and than all that is done about one call.
        retentionMs: { least: 900_000, most: 86_400_000 },
      },
    },
    switches: {
      batches: luck.pick(['atomic', 'inOrder', 'reversed', 'shuffled']),
      revokeMissingRule: luck.pick(['fails', 'failsById', 'succeeds']),
      missingRuleIdCode: luck.pick(['table', 'notice']),
      omittedFieldsOfModify: luck.pick(['kept', 'reset']),
      clientTokenMismatchCode: luck.pick([
        'IdempotentParameterMismatch',
        'IdempotenceParamNotMatch',
      ]),
      defaultResourceGroup: luck.pick(['unnamed', 'named']),
    },
    parallelism: luck.pick([1, 1, 2, 4]),
    hasSecondWriter,
    ends: [drawEnd(luck), drawEnd(luck), drawEnd(luck)],
  };
}

function drawEnd(luck: Chance): RunEnd {
  const atCall = 1 + luck.number(40);
  switch (luck.number(4)) {
    case 0:
      return { kind: 'killed', atCall, effectAfterMs: drawEffect(luck) };
    case 1:
      return { kind: 'interrupted', atCall };
    default:
      return { kind: 'none' };
  }
}

/** At once, never, or when the next run is at work already. */
function drawEffect(luck: Chance): number | undefined {
  return luck.pick([0, undefined, 1000 + luck.number(effectAfterMsMax - 1000)]);
}

/** Always the same ones: a seed must bring its story back. */
export function drawStories(count: number): readonly Scenario[] {
  return fc.sample(scenarios({ twins: true }), { seed: 5, numRuns: count });
}
