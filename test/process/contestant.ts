// A contestant as its opponent's other end sees it: give it a plan, hear how the apply ended.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ApplyEvent } from '../../src/applier/events.ts';
import { region } from '../planner/names.ts';

const script = fileURLToPath(new URL('./contestant.js', import.meta.url));

export interface Contestant {
  /** The last event of applying the plan in the file, begun so long from now. */
  readonly apply: (file: string, afterMs: number) => Promise<ApplyEvent>;
  readonly close: () => void;
}

export function openContestant(environment: Readonly<Record<string, string>>): Contestant {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [script], {
    env: { PATH, REGION: region, ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const waiting: ((event: ApplyEvent) => void)[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    waiting.shift()?.(JSON.parse(line) as ApplyEvent);
  });
  return {
    apply: (file, afterMs) =>
      new Promise((resolve) => {
        waiting.push(resolve);
        child.stdin.write(`${JSON.stringify({ file, afterMs })}\n`);
      }),
    close: () => {
      child.stdin.end();
    },
  };
}
