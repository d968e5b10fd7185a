// The text of a group file → its groups, one for each YAML document.
import { fault } from '../fault.ts';
import { parseYaml } from '../yaml/parse-yaml.ts';
import { readGroup, type GroupContext, type GroupReading } from './read-group.ts';
import type { TextFile } from '../files/text-file.ts';

export interface GroupFileReading {
  readonly readings: readonly GroupReading[];
  /** False where groups may be in the file that could not be read. */
  readonly complete: boolean;
}

export function readGroupFile(file: TextFile, context: GroupContext): GroupFileReading {
  const { documents, complete } = parseYaml(file, context.report);
  if (documents.length === 0 && complete) {
    const message = 'the file is empty; expected a group, which is a mapping with a name';
    const source = { file: file.file, line: 1, column: 1 };
    context.report(fault(source, { code: 'empty-file', message, example: 'name: web' }));
  }
  return { readings: documents.flatMap((root) => readGroup(root, context)), complete };
}
