// Several reads at once: all of them, or the first that failed.
import { atOnce } from './at-once.ts';
import type { FailedRead, Read } from './read-pages.ts';

/** `inFlightMax` of them in flight; the values come in the order of the things. */
export async function readMany<Thing, Value>(
  things: readonly Thing[],
  inFlightMax: number,
  read: (thing: Thing) => Promise<Read<Value>>,
): Promise<Read<readonly Value[]>> {
  const values = new Map<number, Value>();
  const failed: FailedRead[] = [];
  const goesOn = () => failed.length === 0;
  await atOnce(things, { inFlightMax, goesOn }, async (thing, index) => {
    const one = await read(thing);
    if (one.ok) values.set(index, one.value);
    else failed.push(one);
  });
  const [first] = failed;
  if (first !== undefined) return first;
  const inOrder = [...values].toSorted(([a], [b]) => a - b);
  return { ok: true, value: inOrder.map(([, value]) => value) };
}
