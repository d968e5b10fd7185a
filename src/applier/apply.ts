// Executes a plan: wave by wave, one call a step, and nothing that the plan does not say.
//
// Which steps are still to do is read off the live groups: each must stand on the plan's path, and
// the steps behind it are skipped. So the same plan can be applied again after any interruption,
// and with the same client tokens nothing happens twice.
import { assertPlan, type Plan } from '../model/plan.ts';
import type { ApiFailure, Transport } from '../cloud/transport.ts';
import { begin } from './begin.ts';
import type { ApplyEvent } from './events.ts';
import { heldGroups } from './held.ts';
import { Progress } from './progress.ts';
import { Run, type ApplyOptions } from './run.ts';
import { runWave } from './run-wave.ts';
import { settle } from './settle.ts';
import { Telling } from './telling.ts';

/** Yields what happens; the last event says how it ended. */
export async function* apply(
  plan: Plan,
  send: Transport,
  options: ApplyOptions,
): AsyncGenerator<ApplyEvent, void> {
  assertPlan(plan);
  const telling = new Telling<ApplyEvent>();
  yield* telling.during(run(plan, { send, options, tell: telling.tell }));
}

async function run(plan: Plan, context: Pick<Run, 'send' | 'options' | 'tell'>): Promise<void> {
  const progress = await begin(plan, context);
  if (!(progress instanceof Progress)) {
    await context.tell({ kind: 'refused', reason: progress });
    return;
  }
  const { alreadyTrue } = progress;
  const toRun = plan.steps.length - alreadyTrue;
  await context.tell({ kind: 'started', toRun, alreadyTrue });
  await runWaves(new Run(progress, context));
}

async function runWaves(run: Run): Promise<void> {
  const { progress, options, tell } = run;
  for (let next = progress.nextWave(); next !== undefined; next = progress.nextWave()) {
    // Behind the last wave too: a group that is ahead must not make the others run without pauses.
    if (next !== run.wave) {
      const settled = await settle({ isEnd: false }, run);
      if (settled === undefined) return tellEnd(run);
      const held = heldGroups(progress.unfinished(), settled, options.now());
      if (held.length > 0) return tell({ kind: 'held', groups: held, ...progress.remains() });
      if (options.settleMs > 0) await tell({ kind: 'settling', forMs: options.settleMs });
      await options.sleep(options.settleMs);
      run.wave = next;
    }
    await runWave(next, progress.courses, run);
    if (!run.goesOn()) return tellEnd(run);
  }
  const settled = await settle({ isEnd: true }, run);
  if (settled === undefined) return tellEnd(run);
  const groups = [...settled.groups.values()];
  const rules = groups.reduce((sum, group) => sum + group.rules.length, 0);
  await tell({ kind: 'verified', groups: groups.length, rules });
}

/** Of what failed or was interrupted; that something is not verified has been told. */
async function tellEnd({ failed, moved, options, progress, tell }: Run): Promise<void> {
  const remains = progress.remains();
  const [first, ...others] = failed;
  // After a stop nothing is sent again, so that what a later attempt might have mended is no failure.
  const isFinal = failed.some(({ failure: { kind } }) => finalKinds.has(kind));
  if (options.isStopped() && !isFinal) {
    await tell({ kind: 'interrupted', unanswered: failed, ...remains });
  } else if (first !== undefined) await tell({ kind: 'failed', ...first, others, ...remains });
  else if (moved.length > 0) {
    await tell({ kind: 'unverified', groups: moved, failure: undefined, ...remains });
  }
}

const finalKinds: ReadonlySet<ApiFailure['kind']> = new Set(['refused', 'credentials']);
