// One job for each target, wave after wave. The targets of a wave run at the same time, and one that
// fails does not stop its neighbours; but nothing of a later wave begins after a failure.

export type TargetRun<Result> =
  | {
      readonly kind: 'ran';
      readonly target: string;
      readonly wave: number;
      readonly result: Result;
    }
  /** A bug of ours; its neighbours have ended all the same. */
  | {
      readonly kind: 'threw';
      readonly target: string;
      readonly wave: number;
      readonly error: unknown;
    }
  | {
      readonly kind: 'notRun';
      readonly target: string;
      readonly wave: number;
      /** The earlier wave in which a target failed; waves count from 1. */
      readonly failedWave: number;
    };

/** In the order of the waves. */
export async function runInWaves<Result>(
  waves: readonly (readonly string[])[],
  run: (target: string) => Promise<Result>,
  { isFailure }: { readonly isFailure: (result: Result) => boolean },
): Promise<readonly TargetRun<Result>[]> {
  const runs: TargetRun<Result>[] = [];
  let failedWave: number | undefined;
  for (const [index, targets] of waves.entries()) {
    const wave = index + 1;
    if (failedWave !== undefined) {
      for (const target of targets) runs.push({ kind: 'notRun', target, wave, failedWave });
      continue;
    }
    const ended = await Promise.all(targets.map((target) => runOne(target, wave, run)));
    runs.push(...ended);
    if (ended.some((one) => one.kind !== 'ran' || isFailure(one.result))) failedWave = wave;
  }
  return runs;
}

async function runOne<Result>(
  target: string,
  wave: number,
  run: (target: string) => Promise<Result>,
): Promise<TargetRun<Result>> {
  try {
    return { kind: 'ran', target, wave, result: await run(target) };
  } catch (error) {
    return { kind: 'threw', target, wave, error };
  }
}

export function notRunText(failedWave: number): string {
  return `not run: wave ${failedWave} failed`;
}
