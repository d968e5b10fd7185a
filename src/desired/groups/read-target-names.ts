// In which targets of the workspace a group lives.
import { fault, type Report, type Words } from '../fault.ts';
import { isSound } from '../shape/shape.ts';
import { listNames, targetExample } from '../workspace/list-names.ts';
import { meantBy, targetsNamed, unknownTarget } from '../workspace/unknown-target.ts';
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
  const meant = new Set(items.flatMap((item) => meantBy(textOf(item), names)));
  const example = targetExample(meant.size > 0 ? [...meant] : names);
  const found = new Set<string>();
  const unknown = new Set<string>();
  for (const item of items) {
    const text = textOf(item);
    const named = targetsNamed(text, names);
    const isNew =
      named.some((name) => !found.has(name)) || !(named.length > 0 || unknown.has(text));
    const words = isNew ? wordsFor(text, named, names) : repeated(text);
    if (words !== undefined) report(fault(item.source, { ...words, example }));
    if (named.length === 0) unknown.add(text);
    for (const name of named) found.add(name);
  }
  return unknown.size > 0 ? undefined : [...found];
}

function wordsFor(
  text: string,
  named: readonly string[],
  names: readonly string[],
): Words | undefined {
  return named.length > 0 ? undefined : unknownTarget(text, names);
}

function repeated(text: string): Words {
  const message = `the target "${text}" is in this list already; expected every target once`;
  return { code: 'repeated-target', message };
}

function missingTarget(names: readonly string[]): Words {
  const message = `"target" is missing in a group, and the workspace has several; expected one or a list of ${listNames(names)}`;
  return { code: 'missing-target', message, example: targetExample(names) };
}
