// The files by which GitHub takes what a step has to say: its summary, and its outputs.
import { appendFile, stat } from 'node:fs/promises';
import { stepOutputs } from '../../report/github/step-outputs.ts';
import { renderComment, type CommentOptions } from '../../report/markdown/plan-comment.ts';
import type { TargetReport } from '../../report/plan/target-report.ts';
import type { Surroundings } from '../surroundings.ts';

/** What GitHub takes as the summary of a step, in bytes; it drops a longer one altogether. */
const summarySizeMax = 1024 * 1024;

export interface StepTexts {
  /** The summary, in no more bytes than there is room for, if it can be that short. */
  readonly summary: (room: number) => string;
  /** Lines such as `drift=true`. */
  readonly outputs: string;
}

export function planStepTexts(
  targets: readonly TargetReport[],
  options: Omit<CommentOptions, 'sizeMax'>,
): StepTexts {
  return {
    summary: (sizeMax) => renderComment(targets, { ...options, sizeMax }),
    outputs: stepOutputs(targets),
  };
}

/** Where GITHUB_STEP_SUMMARY and GITHUB_OUTPUT name files. False where one cannot be written, which is said. */
export async function writeStepFiles(
  { summary, outputs }: StepTexts,
  { environment, err }: Pick<Surroundings, 'environment' | 'err'>,
): Promise<boolean> {
  const { GITHUB_STEP_SUMMARY: summaryFile, GITHUB_OUTPUT: outputFile } = environment;
  try {
    if (summaryFile) {
      const room = summarySizeMax - (await sizeOf(summaryFile));
      const text = summary(room);
      if (Buffer.byteLength(text) <= room) await appendFile(summaryFile, text);
    }
    if (outputFile) await appendFile(outputFile, outputs);
    return true;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    err(
      `error: what GitHub should know could not be written: ${why}; look at the files that GITHUB_STEP_SUMMARY and GITHUB_OUTPUT name.\n`,
    );
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
