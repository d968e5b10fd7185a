// The waves of a workspace: which targets are applied together, and which of them before others.
import { fault, type Report, type Words } from '../fault.ts';
import { itemsOf, textOf, type Located } from '../yaml/located.ts';
import { meantBy, unknownTarget } from './unknown-target.ts';

/** Names of targets that go together; an earlier wave comes before a later one. */
export type Waves = readonly (readonly string[])[];

/** Every target once; where nothing is written, all of them at once. */
export function readWaves(
  node: Located | undefined,
  names: readonly string[] | undefined,
  report: Report,
): Waves {
  if (names === undefined) return [];
  if (node === undefined) return [names];
  const waves = itemsOf(node).map((wave) => itemsOf(wave).map(textOf));
  const example = `waves: ${formatWaves(corrected(waves, names))}`;
  const waveOf = new Map<string, number>();
  for (const [index, wave] of itemsOf(node).entries()) {
    for (const item of itemsOf(wave)) {
      const name = textOf(item);
      const words = wordsFor(name, names, waveOf.get(name));
      if (words !== undefined) report(fault(item.source, { ...words, example }));
      if (!waveOf.has(name)) waveOf.set(name, index + 1);
    }
  }
  // A misspelt name is not missing as well.
  const meant = new Set([...waveOf.keys()].map((name) => meantBy(name, names)));
  for (const name of names.filter((one) => !meant.has(one))) {
    const message = `the target "${name}" is in no wave; expected every target in one of them`;
    report(fault(node.source, { code: 'target-without-wave', message, example }));
  }
  return waves;
}

function wordsFor(
  name: string,
  names: readonly string[],
  firstWave: number | undefined,
): Words | undefined {
  if (!names.includes(name)) return unknownTarget(name, names);
  if (firstWave === undefined) return undefined;
  const message = `the target "${name}" is in wave ${firstWave} already; expected every target once`;
  return { code: 'repeated-target', message };
}

/** The waves as they were meant, as far as one can tell; what is in none of them comes last. */
function corrected(waves: Waves, names: readonly string[]): Waves {
  const left = new Set(names);
  const known = waves.map((wave) =>
    wave.flatMap((written) => {
      const name = meantBy(written, names);
      return name !== undefined && left.delete(name) ? [name] : [];
    }),
  );
  return [...known, [...left]].filter((wave) => wave.length > 0);
}

function formatWaves(waves: Waves): string {
  return `[${waves.map((wave) => `[${wave.join(', ')}]`).join(', ')}]`;
}
