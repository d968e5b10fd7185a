// Drift as JUnit XML: a suite for each target, with a case for each group that is not as it was written, which
// has failed; what somebody asked to be left alone is skipped.
import { isRead, type ReadTarget, type TargetDrift, type UnreadTarget } from '../../model/drift.ts';
import { driftIssues } from '../drift/drift-issues.ts';
import {
  basis,
  differenceMarks,
  groupHeading,
  unreadLines,
  unreadVerdict,
  verdict,
} from '../drift/drift-sections.ts';
import { plural } from '../counts.ts';
import { printable } from '../printable.ts';
import { snapshotAges } from '../snapshot-age.ts';
import { junitDocument, type JunitCase } from './xml.ts';

export function renderDriftJunit(targets: readonly TargetDrift[]): string {
  return junitDocument(
    targets.map((target) => ({
      name: printable(target.target.name),
      cases: isRead(target) ? readCases(target) : [unreadCase(target)],
    })),
  );
}

function unreadCase(target: UnreadTarget): JunitCase {
  const message = unreadVerdict(target);
  const text = [message, ...unreadLines(target)].join('\n');
  return { name: 'read', outcome: { kind: 'error', type: 'drift-not-read', message, text } };
}

function readCases(target: ReadTarget): readonly JunitCase[] {
  const { groups, held, leftOut } = target;
  return [
    {
      name: 'read',
      outcome: { kind: 'passed' },
      output: [
        printable(`${verdict(target)} ${basis(target)}`),
        ...snapshotAges(target.notes),
      ].join('\n'),
    },
    ...driftIssues([target])
      .filter(({ code }) => code === 'drift-opens-to-internet')
      .map(({ code, message }) => failed('access', { type: code, message, lines: [] })),
    ...groups.map((group) => {
      const count = plural(Math.max(1, group.differences.length), 'difference');
      const lines = [groupHeading(group), ...linesOf(group)];
      return failed(`group ${group.group}`, { type: 'drift', message: count, lines });
    }),
    ...[...held, ...leftOut].map((group): JunitCase => ({
      name: printable(`group ${group.group}`),
      outcome: { kind: 'skipped', message: printable(group.message) },
      output: [groupHeading(group), ...linesOf(group)].join('\n'),
    })),
  ];
}

function linesOf(group: Parameters<typeof differenceMarks>[0]): readonly string[] {
  const known = 'observed' in group && group.message !== undefined ? [group.message] : [];
  const marked = differenceMarks(group).map(({ mark, text }) => `${mark} ${text}`);
  return [...known.map(printable), ...marked];
}

function failed(
  name: string,
  {
    type,
    message,
    lines,
  }: { readonly type: string; readonly message: string; readonly lines: readonly string[] },
): JunitCase {
  const shown = printable(message);
  const text = [shown, ...lines].join('\n');
  return { name: printable(name), outcome: { kind: 'failure', type, message: shown, text } };
}
