// The files of --report: each holds one report, whole or not at all.
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { printable } from '../../report/printable.ts';
import type { Surroundings } from '../surroundings.ts';
import type { FileReport, ReportFormat } from './formats.ts';

/** `render` gives nothing where there is nothing to tell in a format. False where a file cannot be written, which is said. */
export async function writeReportFiles(
  reports: readonly FileReport[],
  render: (format: ReportFormat) => string,
  { folder, err }: Pick<Surroundings, 'folder' | 'err'>,
): Promise<boolean> {
  let isWritten = true;
  for (const { format, file } of reports) {
    const text = render(format);
    // An empty file would look like one that was cut off.
    if (text === '') continue;
    try {
      await writeFileAtomic(path.resolve(folder, file), text);
    } catch (error) {
      const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
      err(
        `error: --report: ${printable(file)} cannot be written (${code}); expected a file in a folder that is there and can be written to.\n`,
      );
      isWritten = false;
    }
  }
  return isWritten;
}

/** As it was written; of two reports in one file, one would be written over by the other. */
export function fileNamedTwice(
  files: readonly string[],
  { folder }: Pick<Surroundings, 'folder'>,
): string | undefined {
  const whole = files.map((file) => path.resolve(folder, file));
  return files.find((_, index) => whole.indexOf(whole[index] ?? '') < index);
}
