// The access log: a file to which one line of JSON is added for each request.

import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { AccessEntry } from './access-entry.ts';

export interface AccessLog {
  readonly write: (entry: AccessEntry) => void;
  /** Writes what is not written yet. */
  close(): Promise<void>;
}

/** Rejects when the file cannot be opened; what fails later goes to `onFault`, and calls go on. */
export async function openAccessLog(
  path: string,
  onFault: (error: unknown) => void,
): Promise<AccessLog> {
  await (await open(path, 'a')).close();
  const stream = createWriteStream(path, { flags: 'a' });
  stream.on('error', onFault);
  return {
    write: (entry) => {
      stream.write(`${JSON.stringify(entry)}\n`);
    },
    close: () =>
      new Promise((resolve) => {
        stream.once('close', resolve);
        stream.end();
      }),
  };
}
