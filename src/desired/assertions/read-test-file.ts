// The text of a file of tests → its assertions.
import { fault } from '../fault.ts';
import type { TextFile } from '../files/text-file.ts';
import { checkShape } from '../shape/shape.ts';
import { itemsOf, valueAt, type Located } from '../yaml/located.ts';
import { parseYaml } from '../yaml/parse-yaml.ts';
import { readAssertion, type AssertionContext, type WrittenAssertion } from './read-assertion.ts';

export function readTestFile(
  file: TextFile,
  context: Omit<AssertionContext, 'faulty'>,
): readonly WrittenAssertion[] {
  const { documents, complete } = parseYaml(file, context.report);
  if (documents.length === 0 && complete) {
    const message = 'the file is empty; expected a list of tests';
    const example = 'tests: [{ name: …, deny: … }]';
    const source = { file: file.file, line: 1, column: 1 };
    context.report(fault(source, { code: 'empty-file', message, example }));
  }
  return documents.flatMap((root) => {
    const { findings, faulty } = checkShape(root, 'tests');
    findings.forEach(context.report);
    return readAssertions(valueAt(root, 'tests'), { ...context, faulty });
  });
}

/** Those of a list without faults of their own. */
export function readAssertions(
  list: Located | undefined,
  context: AssertionContext,
): readonly WrittenAssertion[] {
  if (list?.kind !== 'list') return [];
  return itemsOf(list).flatMap((item) => readAssertion(item, context) ?? []);
}
