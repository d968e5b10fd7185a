// The waves of a workspace: which targets are applied together, and which of them before others.
import { isTargetGlob } from '../../model/target-glob.ts';
import { fault, type Report, type Words } from '../fault.ts';
import { itemsOf, textOf, type Located } from '../yaml/located.ts';
import { meantBy, targetsNamed, unknownTarget } from './unknown-target.ts';

/** Names of targets that go together; an earlier wave comes before a later one. */
export type Waves = readonly (readonly string[])[];

/**
 * Every target once; where nothing is written, all of them at once. A glob stands for those that it
 * matches and that are in none before it.
 */
export function readWaves(
  node: Located | undefined,
  names: readonly string[] | undefined,
  report: Report,
): Waves {
  if (names === undefined) return [];
  if (node === undefined) return [names];
  const written = itemsOf(node).map(itemsOf);
  const meant = wavesMeant(written, names);
  const left = names.filter((name) => !meant.flat().includes(name));
  const example = `waves: ${formatWaves([...meant, left].filter((wave) => wave.length > 0))}`;
  const waveOf = new Map<string, number>();
  for (const [index, wave] of written.entries()) {
    for (const item of wave) {
      const named = targetsNamed(textOf(item), names);
      const keys = named.length > 0 ? named : [textOf(item)];
      const words = wordsFor(textOf(item), { names, keys, waveOf });
      if (words !== undefined) report(fault(item.source, { ...words, example }));
      for (const key of keys) if (!waveOf.has(key)) waveOf.set(key, index + 1);
    }
  }
  // A misspelt name is not missing as well.
  for (const name of left) {
    const message = `the target "${name}" is in no wave; expected every target in one of them`;
    report(fault(node.source, { code: 'target-without-wave', message, example }));
  }
  return meant;
}

function wordsFor(
  text: string,
  {
    names,
    keys,
    waveOf,
  }: {
    readonly names: readonly string[];
    readonly keys: readonly string[];
    readonly waveOf: ReadonlyMap<string, number>;
  },
): Words | undefined {
  if (keys.every((key) => !names.includes(key))) return unknownTarget(text, names);
  if (keys.some((key) => !waveOf.has(key))) return undefined;
  const [wave] = keys.map((key) => waveOf.get(key));
  const which = isTargetGlob(text) ? `every target that matches "${text}"` : `the target "${text}"`;
  const message = `${which} is in wave ${wave} already; expected every target once`;
  return { code: 'repeated-target', message };
}

/** The waves as they were meant, as far as one can tell. */
function wavesMeant(written: readonly (readonly Located[])[], names: readonly string[]): Waves {
  const left = new Set(names);
  return written.map((wave) =>
    wave.flatMap((item) => meantBy(textOf(item), names).filter((name) => left.delete(name))),
  );
}

function formatWaves(waves: Waves): string {
  return `[${waves.map((wave) => `[${wave.join(', ')}]`).join(', ')}]`;
}
