// Findings as workflow commands, which GitHub shows beside the lines of a change.
import { compareFindings, type Finding } from '../../model/finding.ts';
import { workflowCommand } from './workflow-command.ts';

const kinds = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** `fileOf` gives the path from the root of the repository, by which GitHub knows a file. */
export function renderGithub(
  findings: readonly Finding[],
  fileOf: (file: string) => string,
): string {
  const commands = findings.toSorted(compareFindings).map((finding) => {
    const { severity, code, source, message, example } = finding;
    const right = example === undefined ? [] : [`right: ${example.trimEnd()}`];
    return workflowCommand({
      kind: kinds[severity],
      place: { file: fileOf(source.file), line: source.line, col: source.column },
      title: code,
      message: [message, ...right].join('\n'),
    });
  });
  return commands.join('');
}
