// The world that a command runs in: where it prints, where it stands, what the environment says.
import { fstatSync } from 'node:fs';
import picocolors from 'picocolors';
import type { Colors } from 'picocolors/types.js';
import { LiveTerminal } from './live-terminal.ts';

export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  /** Data: plans, reports, results. */
  readonly out: (text: string) => void;
  /** Progress, banners, faults. */
  readonly err: (text: string) => void;
  readonly colours: Colors;
  /** Whether there is somebody to ask. */
  readonly isInteractive: boolean;
  readonly pauses: Pauses;
  /** Standard error, where it is a terminal on which lines can be drawn over; not in a pipeline. */
  readonly terminal: LiveTerminal | undefined;
}

/** Time that ends early where somebody wants to stop. */
export interface Pauses {
  readonly sleep: (ms: number) => Promise<void>;
  readonly isStopped: () => boolean;
}

const plainPauses: Pauses = {
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  isStopped: () => false,
};

export function processSurroundings({ wantsColour }: { wantsColour: boolean }): Surroundings {
  const { env: environment, stdout, stderr, stdin } = process;
  const terminal =
    isLive(environment, stderr.isTTY) && !isPipe(stdout)
      ? new LiveTerminal(
          () => ({ columns: stderr.columns, rows: stderr.rows }),
          (text) => void stderr.write(text),
        )
      : undefined;
  const printer = (stream: NodeJS.WriteStream) => (text: string) => {
    if (terminal === undefined) stream.write(text);
    else terminal.above(text, (words) => void stream.write(words));
  };
  return {
    environment,
    folder: process.cwd(),
    out: printer(stdout),
    err: printer(stderr),
    colours: picocolors.createColors(wantsColour && supportsColour(environment, stdout.isTTY)),
    isInteractive: stdin.isTTY && stdout.isTTY && !environment['CI'],
    pauses: plainPauses,
    terminal,
  };
}

/** A pipeline keeps every line, and a dumb terminal cannot go back to one. */
function isLive(environment: Surroundings['environment'], isTerminal: boolean): boolean {
  return isTerminal && !environment['CI'] && environment['TERM'] !== 'dumb';
}

/** Who reads a pipe may print to the same terminal, between the lines that are drawn over. */
function isPipe({ fd }: { readonly fd: number }): boolean {
  try {
    const kind = fstatSync(fd);
    return kind.isFIFO() || kind.isSocket();
  } catch {
    return false;
  }
}

/** NO_COLOR wins over FORCE_COLOR; without either, a terminal that is not dumb has colour. */
function supportsColour(
  environment: Surroundings['environment'],
  /** Node leaves it out where a stream is no terminal, whatever its types say. */
  isTerminal: boolean | undefined,
): boolean {
  if (environment['NO_COLOR']) return false;
  if (environment['FORCE_COLOR']) return true;
  return isTerminal === true && environment['TERM'] !== 'dumb';
}
