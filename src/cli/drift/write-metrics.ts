// Writes the file of metrics: whole or not at all, for somebody may read it at any time.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { renderMetrics } from '../../report/drift/drift-metrics.ts';
import type { Surroundings } from '../surroundings.ts';
import type { FoundTarget } from './read-drift.ts';

/** False where that failed, which has then been said. No targets where the files are wrong. */
export async function writeMetrics(
  file: string,
  targets: readonly FoundTarget[],
  { durationMs }: { readonly durationMs: number },
  { folder, err }: Pick<Surroundings, 'folder' | 'err'>,
): Promise<boolean> {
  const whole = path.resolve(folder, file);
  const previous = await readFile(whole, 'utf8').catch(() => '');
  const calls = targets.flatMap(({ name, made }) =>
    typeof made === 'number' ? [] : [[name, made.callCount] as const],
  );
  const nowMs = Date.now();
  const taken = targets.flatMap(({ name, made }) =>
    typeof made === 'number' || made.takenMs === undefined ? [] : [[name, made.takenMs] as const],
  );
  const text = renderMetrics(
    targets.map(({ drift }) => drift),
    { nowMs, durationMs, taken: new Map(taken), calls: new Map(calls), previous },
  );
  try {
    // Whoever collects metrics is somebody else, and has to read it.
    await writeFileAtomic(whole, text, { mode: 0o644 });
    return true;
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    err(
      `error: --metrics: ${file} cannot be written (${code}); expected a file in a folder that is there and can be written to.\n`,
    );
    return false;
  }
}
