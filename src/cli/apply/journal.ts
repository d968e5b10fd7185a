// The journal of an apply: a line of JSON for each event, on the disk before the apply goes on. So
// a call is in the journal before it is sent, and what came back before the next is.
import { open, stat, type FileHandle } from 'node:fs/promises';
import type { ApplyEvent } from '../../applier/events.ts';
import type { Plan } from '../../model/plan.ts';
import { beginningJson, eventJson } from './event-json.ts';
import { now, thisProcess } from './this-process.ts';

interface JournalOptions {
  readonly onFault: (why: string) => void;
  readonly gap: string;
}

export class Journal {
  readonly #file: FileHandle;
  readonly #plan: Plan;
  readonly #onFault: (why: string) => void;
  /** Between what is there and the first line. */
  readonly #gap: string;
  #isBroken = false;

  private constructor(file: FileHandle, plan: Plan, { onFault, gap }: JournalOptions) {
    this.#file = file;
    this.#plan = plan;
    this.#onFault = onFault;
    this.#gap = gap;
  }

  /** Appends to what earlier applies of the plan wrote. `onFault` is told once, and nothing stops. */
  static async open(file: string, plan: Plan, onFault: (why: string) => void): Promise<Journal> {
    const gap = (await isCutOff(file)) ? '\n' : '';
    return new Journal(await open(file, 'a'), plan, { onFault, gap });
  }

  async begin(): Promise<void> {
    await this.#write(beginningJson(this.#plan, now(), thisProcess()), this.#gap);
  }

  async add(event: ApplyEvent): Promise<void> {
    await this.#write(eventJson(event, now(), this.#plan));
  }

  async close(): Promise<void> {
    await this.#file.close().catch(() => undefined);
  }

  async #write(line: object, gap = ''): Promise<void> {
    if (this.#isBroken) return;
    try {
      await this.#file.appendFile(`${gap}${JSON.stringify(line)}\n`);
      await this.#file.datasync();
    } catch (error) {
      this.#isBroken = true;
      this.#onFault(error instanceof Error ? error.message : String(error));
    }
  }
}

/** Whether the last line has no end: a loss of power may leave a part of one. */
async function isCutOff(path: string): Promise<boolean> {
  const there = await stat(path).catch(() => undefined);
  if (there === undefined || !there.isFile() || there.size === 0) return false;
  const file = await open(path, 'r');
  try {
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, there.size - 1);
    return buffer.toString() !== '\n';
  } finally {
    await file.close();
  }
}
