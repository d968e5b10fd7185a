// In which targets of the workspace a group lives.
import { fault, type Report, type Words } from '../fault.ts';
import { isSound } from '../shape/shape.ts';
import { listNames, targetExample } from '../workspace/list-names.ts';
import { meantBy, unknownTarget } from '../workspace/unknown-target.ts';
import { itemsOf, textOf, valueAt, type Located } from '../yaml/located.ts';

export interface TargetNameContext {
  /** Of all targets; undefined where they could not be read. */
  readonly names: readonly string[] | undefined;
  readonly faulty: ReadonlySet<Located>;
  readonly report: Report;
}

/** Undefined where that cannot be told; with a fault of the group it has been reported. */
export function readTargetNames(
  root: Located,
  { names, faulty, report }: TargetNameContext,
): readonly string[] | undefined {
  const node = valueAt(root, 'target');
  if (names === undefined || (node && !isSound(node, faulty))) return undefined;
  if (node !== undefined) return knownNames(node, names, report);
  if (names.length === 1) return names;
  // Beside a key that is misspelt, a missing target would be an echo.
  if (!faulty.has(root)) report(fault(root.source, missingTarget(names)));
  return undefined;
}

function knownNames(
  node: Located,
  names: readonly string[],
  report: Report,
): readonly string[] | undefined {
  const items = itemsOf(node);
  const meant = new Set(items.flatMap((item) => meantBy(textOf(item), names) ?? []));
  const example = targetExample(meant.size > 0 ? [...meant] : names);
  const found = new Set<string>();
  for (const item of items) {
    const words = wordsFor(textOf(item), names, found);
    if (words !== undefined) report(fault(item.source, { ...words, example }));
    found.add(textOf(item));
  }
  return [...found].every((name) => names.includes(name)) ? [...found] : undefined;
}

function wordsFor(
  name: string,
  names: readonly string[],
  before: ReadonlySet<string>,
): Words | undefined {
  if (before.has(name)) {
    const message = `the target "${name}" is in this list already; expected every target once`;
    return { code: 'repeated-target', message };
  }
  return names.includes(name) ? undefined : unknownTarget(name, names);
}

function missingTarget(names: readonly string[]): Words {
  const message = `"target" is missing in a group, and the workspace has several; expected one or a list of ${listNames(names)}`;
  return { code: 'missing-target', message, example: targetExample(names) };
}
