// The journal of an apply: a line of JSON for each event, on the disk before the apply goes on. So
// a call is in the journal before it is sent, and what came back before the next is.
import { open, type FileHandle } from 'node:fs/promises';
import type { ApplyEvent } from '../../applier/events.ts';
import type { Plan } from '../../model/plan.ts';
import { beginningJson, eventJson } from './event-json.ts';
import { now, thisProcess } from './this-process.ts';

export class Journal {
  readonly #file: FileHandle;
  readonly #plan: Plan;
  readonly #onFault: (why: string) => void;
  #isBroken = false;

  private constructor(file: FileHandle, plan: Plan, onFault: (why: string) => void) {
    this.#file = file;
    this.#plan = plan;
    this.#onFault = onFault;
  }

  /** Appends to what earlier applies of the plan wrote. `onFault` is told once, and nothing stops. */
  static async open(file: string, plan: Plan, onFault: (why: string) => void): Promise<Journal> {
    return new Journal(await open(file, 'a'), plan, onFault);
  }

  async begin(): Promise<void> {
    await this.#write(beginningJson(this.#plan, now(), thisProcess()));
  }

  async add(event: ApplyEvent): Promise<void> {
    await this.#write(eventJson(event, now(), this.#plan));
  }

  async close(): Promise<void> {
    await this.#file.close().catch(() => undefined);
  }

  async #write(line: object): Promise<void> {
    if (this.#isBroken) return;
    try {
      await this.#file.appendFile(`${JSON.stringify(line)}\n`);
      await this.#file.datasync();
    } catch (error) {
      this.#isBroken = true;
      this.#onFault(error instanceof Error ? error.message : String(error));
    }
  }
}
