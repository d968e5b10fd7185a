// Several reads at once: all of them, or the first that failed.
import type { FailedRead, Read } from './read-pages.ts';

/** `atOnce` of them in flight; the values come in the order of the things. */
export async function readMany<Thing, Value>(
  things: readonly Thing[],
  atOnce: number,
  read: (thing: Thing) => Promise<Read<Value>>,
): Promise<Read<readonly Value[]>> {
  const values = new Map<number, Value>();
  const waiting = [...things.entries()];
  let failed: FailedRead | undefined;
  async function work(): Promise<void> {
    for (let next = waiting.shift(); next && !failed; next = waiting.shift()) {
      const [index, thing] = next;
      const one = await read(thing);
      if (one.ok) values.set(index, one.value);
      else failed ??= one;
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work));
  if (failed !== undefined) return failed;
  const inOrder = [...values].toSorted(([a], [b]) => a - b);
  return { ok: true, value: inOrder.map(([, value]) => value) };
}
