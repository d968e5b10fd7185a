// The formats in which plans are told.
import { InvalidArgumentError } from 'commander';

export const planFormats = ['text', 'markdown', 'json', 'sarif', 'junit', 'github'] as const;
export type PlanFormat = (typeof planFormats)[number];

/** One more report of the same plans, for a file. */
export interface FileReport {
  readonly format: PlanFormat;
  readonly file: string;
}

/** `markdown=comment.md` */
export function parseReport(text: string, before: readonly FileReport[] = []): FileReport[] {
  const [, name, file = ''] = /^([a-z]+)=(.+)$/s.exec(text) ?? [];
  const format = planFormats.find((one) => one === name);
  if (format !== undefined) return [...before, { format, file }];
  throw new InvalidArgumentError(
    `expected one of ${planFormats.join(', ')} and a file, as in markdown=comment.md`,
  );
}
