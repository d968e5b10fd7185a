// Saves what `plan` made in the file that `--out` names.
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { commandLine, maxDeleteFlag, type Place } from './command-line.ts';
import type { Surroundings } from './surroundings.ts';
import type { LimitOptions } from './workspace-options.ts';

/** False where that failed, which has then been said. `place` is what the plan was made in. */
export async function savePlan(
  file: string,
  json: string,
  place: Place & LimitOptions,
  { folder, err }: Surroundings,
): Promise<boolean> {
  const fault = await writeFileAtomic(path.resolve(folder, file), json).catch((error: unknown) =>
    error instanceof Error ? error.message : String(error),
  );
  if (fault === undefined) {
    const apply = [commandLine(['apply', file], place), ...maxDeleteFlag(place)].join(' ');
    err(`Saved. To apply exactly this: ${apply}\n`);
  } else
    err(
      `error: the plan could not be saved: ${fault}; expected --out with a file in a folder that is there.\n`,
    );
  return fault === undefined;
}
