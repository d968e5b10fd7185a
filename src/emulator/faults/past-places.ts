// In which groups interfaces were a while ago, for those who see late that one has moved.

import { Machines } from '../machines.ts';
import type { NetworkInterface } from '../machines.ts';
import type { Change, Delays, Reading } from './lag.ts';

interface Past extends Change {
  readonly groupIds: readonly string[];
}

export class PastPlaces {
  readonly #delays: Delays;
  readonly #now: () => number;
  /** By the id of an interface, its moves, oldest first. */
  readonly #pasts = new Map<string, Past[]>();

  constructor(delays: Delays, now: () => number) {
    this.#delays = delays;
    this.#now = now;
  }

  /** To a lag that is told by group, an interface is one too. */
  remember({ id, name, groupIds }: NetworkInterface, number: number): void {
    const pasts = this.#pasts.get(id) ?? [];
    pasts.push({ number, groupId: id, groupName: name, atMs: this.#now(), groupIds });
    this.#pasts.set(id, pasts);
  }

  /** The machines themselves where all are seen as they are. */
  look(machines: Machines, reading: Reading, onStale: (interfaceId: string) => void): Machines {
    const hidden = new Map(
      [...this.#pasts].flatMap(([id, pasts]) => {
        const first = pasts.find((past) => this.#isHidden(past, reading));
        return first === undefined ? [] : [[id, first.groupIds] as const];
      }),
    );
    if (hidden.size === 0) return machines;
    for (const id of hidden.keys()) onStale(id);
    const seen = new Machines();
    for (const one of machines.instances()) seen.putInstance(one);
    for (const one of machines.interfaces()) {
      seen.putInterface({ ...one, groupIds: hidden.get(one.id) ?? one.groupIds });
    }
    return seen;
  }

  forgetOld(): void {
    const oldMs = this.#now() - this.#delays.mostMs;
    for (const [id, pasts] of this.#pasts) {
      const kept = pasts.filter(({ atMs }) => atMs > oldMs);
      if (kept.length === 0) this.#pasts.delete(id);
      else this.#pasts.set(id, kept);
    }
  }

  #isHidden(past: Past, reading: Reading): boolean {
    return past.atMs + this.#delays.of(past, reading).ms > this.#now();
  }
}
