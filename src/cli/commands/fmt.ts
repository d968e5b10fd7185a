// sluice fmt: the files of a workspace in one style, with their comments.
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { TextFile } from '../../desired/files/text-file.ts';
import { formatYaml } from '../../desired/format/format-yaml.ts';
import type { FormattedKind } from '../../desired/format/key-order.ts';
import { readTexts, type WrittenFiles } from '../../desired/load.ts';
import type { Finding } from '../../model/finding.ts';
import { plural } from '../../report/counts.ts';
import { renderFindings } from '../../report/findings-text.ts';
import { printable } from '../../report/printable.ts';
import { renderDiff } from '../../report/yaml-diff.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { locateWorkspace } from '../load-workspace.ts';
import { processSurroundings } from '../surroundings.ts';

export interface FmtCommandOptions {
  readonly workspace?: string;
  readonly color: boolean;
  /** Write nothing, and exit 2 where something is not in style. */
  readonly check?: boolean;
  /** Write nothing, and show what would change. */
  readonly diff?: boolean;
}

interface Change {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

export async function fmtCommand(options: FmtCommandOptions): Promise<ExitCode> {
  const surroundings = processSurroundings({ wantsColour: options.color });
  const { out, err, colours } = surroundings;
  const workspace = locateWorkspace(options.workspace, surroundings);
  if (workspace === undefined) return exitCodes.invalid;
  const { files, findings: unread } = await readTexts(workspace);
  const { changes, findings } = files === undefined ? nothing : changesOf(files);
  const faults = [...unread, ...findings];
  err(renderFindings(faults, colours));
  const writes = !options.check && !options.diff;
  for (const { file, before, after } of changes) {
    if (options.diff) out(renderDiff({ from: file, to: file, before, after }, colours));
    else out(`${printable(file)}\n`);
    if (writes) await writeFileAtomic(path.resolve(path.dirname(workspace), file), after);
  }
  const count = plural(changes.length, 'file');
  err(writes ? `${count} formatted.\n` : `${count} would be formatted.\n`);
  if (faults.length > 0) return exitCodes.invalid;
  return options.check && changes.length > 0 ? exitCodes.changes : exitCodes.success;
}

interface Changes {
  readonly changes: readonly Change[];
  readonly findings: readonly Finding[];
}

const nothing: Changes = { changes: [], findings: [] };

/** A file that is no YAML stays as it is; the others are formatted all the same. */
function changesOf({ workspace, groups, tests }: WrittenFiles): Changes {
  const kinds: readonly (readonly [FormattedKind, TextFile])[] = [
    ['workspace', workspace],
    ...groups.map((file) => ['group', file] as const),
    ...tests.map((file) => ['tests', file] as const),
  ];
  const formatted = kinds.map(([kind, file]) => ({ file, made: formatYaml(file, kind) }));
  return {
    changes: formatted.flatMap(({ file, made }) =>
      made.ok && made.text !== file.text
        ? [{ file: file.file, before: file.text, after: made.text }]
        : [],
    ),
    findings: formatted.flatMap(({ made }) => (made.ok ? [] : made.findings)),
  };
}
