// The formats in which plans and drift are told.
import { InvalidArgumentError } from 'commander';

export const reportFormats = ['text', 'markdown', 'json', 'sarif', 'junit', 'github'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** One more report of the same, for a file. */
export interface FileReport {
  readonly format: ReportFormat;
  readonly file: string;
}

/** `markdown=comment.md` */
export function parseReport(text: string, before: readonly FileReport[] = []): FileReport[] {
  const [, name, file = ''] = /^([a-z]+)=(.+)$/s.exec(text) ?? [];
  const format = reportFormats.find((one) => one === name);
  if (format !== undefined) return [...before, { format, file }];
  throw new InvalidArgumentError(
    `expected one of ${reportFormats.join(', ')} and a file, as in markdown=comment.md`,
  );
}
