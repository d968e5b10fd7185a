// Rules with parameters → rules: what a group gives stands where `{ parameter: … }` is written, with the
// place where the group gives it.
import { textOf, valueAt, type Located } from '../yaml/located.ts';

/** Undefined for a parameter that has no value: then its reference stays. */
export type ArgumentOf = (name: string) => Located | undefined;

/** A list in the place of one item of a list is spread. */
export function fillParameters(node: Located, argumentOf: ArgumentOf): Located {
  switch (node.kind) {
    case 'scalar':
      return node;
    case 'list':
      return { ...node, items: node.items.flatMap((item) => filledItems(item, argumentOf)) };
    case 'map': {
      const reference = parameterIn(node);
      if (reference !== undefined) return argumentOf(textOf(reference)) ?? node;
      const entries = [...node.entries].map(([key, { key: place, value }]) => {
        return [key, { key: place, value: fillParameters(value, argumentOf) }] as const;
      });
      return { ...node, entries: new Map(entries) };
    }
  }
}

/** Every name of a parameter in a value, where it is written. */
export function parametersIn(node: Located): readonly Located[] {
  switch (node.kind) {
    case 'scalar':
      return [];
    case 'list':
      return node.items.flatMap(parametersIn);
    case 'map': {
      const reference = parameterIn(node);
      if (reference !== undefined) return [reference];
      return [...node.entries.values()].flatMap(({ value }) => parametersIn(value));
    }
  }
}

function filledItems(item: Located, argumentOf: ArgumentOf): readonly Located[] {
  const filled = fillParameters(item, argumentOf);
  return filled !== item && filled.kind === 'list' ? filled.items : [filled];
}

function parameterIn(node: Located): Located | undefined {
  return node.kind === 'map' && node.entries.size === 1 ? valueAt(node, 'parameter') : undefined;
}
