// The files by which GitHub takes what a step has to say: its summary, and its outputs.
import { appendFile, stat } from 'node:fs/promises';
import { stepOutputs } from '../../report/github/step-outputs.ts';
import { renderComment, type CommentOptions } from '../../report/markdown/plan-comment.ts';
import type { TargetReport } from '../../report/plan/target-report.ts';
import type { Surroundings } from '../surroundings.ts';

/** What GitHub takes as the summary of a step, in bytes; it drops a longer one altogether. */
const summarySizeMax = 1024 * 1024;

/** Where GITHUB_STEP_SUMMARY and GITHUB_OUTPUT name files. False where one cannot be written, which is said. */
export async function writeStepFiles(
  targets: readonly TargetReport[],
  options: Omit<CommentOptions, 'sizeMax'>,
  { environment, err }: Pick<Surroundings, 'environment' | 'err'>,
): Promise<boolean> {
  const { GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: outputs } = environment;
  try {
    if (summary) {
      const room = summarySizeMax - (await sizeOf(summary));
      const text = renderComment(targets, { ...options, sizeMax: room });
      if (Buffer.byteLength(text) <= room) await appendFile(summary, text);
    }
    if (outputs) await appendFile(outputs, stepOutputs(targets));
    return true;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    err(`error: what GitHub should know could not be written: ${why}\n`);
    return false;
  }
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch {
    return 0;
  }
}
