// Several pieces of work at once, and no more than so many.

/** Begins them in their order, `atOnce` of them in flight, as long as `goesOn` says so. */
export async function atOnce<Thing>(
  things: readonly Thing[],
  { inFlightMax, goesOn }: { readonly inFlightMax: number; readonly goesOn: () => boolean },
  work: (thing: Thing, index: number) => Promise<void>,
): Promise<void> {
  const waiting = [...things.entries()];
  async function worker(): Promise<void> {
    for (let next = goesOn() ? waiting.shift() : undefined; next !== undefined;) {
      const [index, thing] = next;
      await work(thing, index);
      next = goesOn() ? waiting.shift() : undefined;
    }
  }
  await Promise.all(Array.from({ length: Math.min(inFlightMax, things.length) }, worker));
}
