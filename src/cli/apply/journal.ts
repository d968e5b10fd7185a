// The journal of an apply: a line of JSON for each event, on the disk before the apply goes on. So
// a call is in the journal before it is sent, and what came back before the next is.
import { open, type FileHandle } from 'node:fs/promises';
import type { ApplyEvent } from '../../applier/events.ts';
import type { Plan } from '../../model/plan.ts';
import { eventJson } from '../apply/event-json.ts';
import { toolVersion } from '../tool-version.ts';

export class Journal {
  readonly #file: FileHandle;
  readonly #onFault: (why: string) => void;
  #isBroken = false;

  private constructor(file: FileHandle, onFault: (why: string) => void) {
    this.#file = file;
    this.#onFault = onFault;
  }

  /** Appends to what earlier applies of the plan wrote. `onFault` is told once, and nothing stops. */
  static async open(file: string, onFault: (why: string) => void): Promise<Journal> {
    return new Journal(await open(file, 'a'), onFault);
  }

  async begin({ id, target, steps }: Plan): Promise<void> {
    const { pid } = process;
    const what = { plan: id, target, steps: steps.length, toolVersion: toolVersion(), pid };
    await this.#write({ time: new Date().toISOString(), event: 'apply', ...what });
  }

  async add(event: ApplyEvent): Promise<void> {
    await this.#write(eventJson(event, new Date().toISOString()));
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
