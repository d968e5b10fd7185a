// Events of work that goes on in several places at once, for one reader.
//
// Whoever tells waits until the reader has come back for more. So what a reader does with an event,
// such as writing it to the journal, is done before the work goes on: a call is in the journal before
// it is sent.

interface Told<Event> {
  readonly event: Event;
  readonly taken: () => void;
}

export class Telling<Event> {
  readonly #waiting: Told<Event>[] = [];
  #wake: () => void = () => undefined;

  readonly tell = (event: Event): Promise<void> =>
    new Promise((taken) => {
      this.#waiting.push({ event, taken });
      this.#wake();
    });

  /** Yields what is told until the work is over; what the work throws is thrown here. */
  async *during(work: Promise<void>): AsyncGenerator<Event, void> {
    const state = { isOver: false };
    const end = work.finally(() => {
      state.isOver = true;
      this.#wake();
    });
    // Awaited below, after the last event.
    end.catch(() => undefined);
    for (;;) {
      const next = this.#waiting.shift();
      if (next !== undefined) {
        yield next.event;
        next.taken();
      } else if (state.isOver) break;
      else await this.#somethingToTell();
    }
    await end;
  }

  #somethingToTell(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
