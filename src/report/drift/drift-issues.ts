// Drift as a list of things to look at, each with its place in the files, for formats that show such lists.
import type { AccessChange } from '../../model/access.ts';
import {
  isRead,
  type GroupDifference,
  type ReadTarget,
  type TargetDrift,
  type UnreadTarget,
} from '../../model/drift.ts';
import type { GroupName } from '../../model/group-identity.ts';
import type { RefusalCode } from '../../model/refusal.ts';
import type { Source } from '../../model/source.ts';
import { differenceRow } from '../differences.ts';
import { openingText } from '../opening-text.ts';

const codes = {
  groupMissing: 'drift-group-missing',
  groupUnexpected: 'drift-group-unexpected',
  groupNotReleased: 'drift-group-not-released',
  attribute: 'drift-attribute',
  tag: 'drift-tag',
  ruleMissing: 'drift-rule-missing',
  ruleUnexpected: 'drift-rule-unexpected',
  ruleChanged: 'drift-rule-changed',
  memberMissing: 'drift-member-missing',
  memberUnexpected: 'drift-member-unexpected',
} as const satisfies Record<GroupDifference['kind'], string>;

export type DriftIssueCode =
  | (typeof codes)[GroupDifference['kind']]
  | 'drift-unknown'
  | 'drift-opens-to-internet'
  | 'drift-not-read'
  | RefusalCode;

export interface DriftIssue {
  /** `error`: traffic from the internet is let in, or nobody knows what there is. */
  readonly level: 'error' | 'warning';
  readonly code: DriftIssueCode;
  /** May have several lines. */
  readonly message: string;
  readonly target: string;
  readonly group?: string;
  readonly source?: Source;
  /** Why the group is left alone, where somebody asked for that: then it is no drift. */
  readonly leftAlone?: string;
}

/** Of all targets, errors first. */
export function driftIssues(targets: readonly TargetDrift[]): readonly DriftIssue[] {
  const all = targets.flatMap((one) => (isRead(one) ? readIssues(one) : unreadIssues(one)));
  return (['error', 'warning'] as const).flatMap((level) =>
    all.filter((issue) => issue.level === level),
  );
}

function unreadIssues({ target, refusals, said, exitCode }: UnreadTarget): readonly DriftIssue[] {
  const shared = { level: 'error', target: target.name } as const;
  if (refusals.length > 0) {
    return refusals.map(({ code, message, source }) => {
      return { ...shared, code, message, ...(source === undefined ? {} : { source }) };
    });
  }
  const message = [`it could not be read (exit ${exitCode})`, ...said].join('\n');
  return [{ ...shared, code: 'drift-not-read', message }];
}

function readIssues(read: ReadTarget): readonly DriftIssue[] {
  const { target, groups, held, leftOut, access } = read;
  const { name } = target;
  return [
    ...access.changes.filter(isOpening).map((change) => openingIssue(change, read)),
    ...groups.flatMap((group) => groupIssues(group, name)),
    ...[...held, ...leftOut].flatMap(({ message, ...group }) =>
      groupIssues(group, name).map((issue) => ({ ...issue, leftAlone: message })),
    ),
  ];
}

function isOpening({ effect, internet, traffic }: AccessChange): boolean {
  const isOpened = effect === 'opens' || effect === 'mayOpen';
  return isOpened && internet && traffic.direction === 'ingress';
}

/** Where the group is written that lets it in: who did it in the console left no line. */
function openingIssue(change: AccessChange, { target, groups }: ReadTarget): DriftIssue {
  const group = change.causes[0]?.group;
  const source = groups.find((one) => one.group === group)?.source;
  const verb = change.effect === 'opens' ? 'opened' : 'may, beside other groups, have opened';
  return {
    level: 'error',
    code: 'drift-opens-to-internet',
    message: `drift ${verb} ${openingText(change)}`,
    target: target.name,
    ...(group === undefined ? {} : { group }),
    ...(source === undefined ? {} : { source }),
  };
}

interface Differing {
  readonly group: GroupName;
  readonly source?: Source;
  readonly message?: string;
  readonly differences: readonly GroupDifference[];
}

function groupIssues(
  { group, source, message, differences }: Differing,
  target: string,
): readonly DriftIssue[] {
  const shared = { level: 'warning', target, group } as const;
  const placed = source === undefined ? shared : { ...shared, source };
  if (differences.length === 0 && message !== undefined) {
    return [{ ...placed, code: 'drift-unknown', message }];
  }
  return differences.map((difference): DriftIssue => {
    const { cells } = differenceRow(group, difference);
    const text = cells.filter((cell) => cell !== '').join(' ');
    const place = placeOf(difference) ?? source;
    return {
      ...shared,
      ...(place === undefined ? {} : { source: place }),
      code: codes[difference.kind],
      message: `group ${group}: ${text}`,
    };
  });
}

/** Of a rule that is written; all else of a group is where the group is. */
function placeOf(difference: GroupDifference): Source | undefined {
  const { kind } = difference;
  return kind === 'ruleMissing' || kind === 'ruleChanged' ? difference.rule.source : undefined;
}
