// What a report of drift says of one target, in lines that text and Markdown share.
import type { AccessLines } from '../access-lines.ts';
import { accessLines } from '../access-lines.ts';
import { alignColumns } from '../columns.ts';
import { plural, readCounts } from '../counts.ts';
import { differenceRow } from '../differences.ts';
import type { MarkedLine } from '../group-lines.ts';
import { printable, quoted } from '../printable.ts';
import type {
  Coverage,
  DriftedGroup,
  GroupDifference,
  HeldGroup,
  LeftOutGroup,
  ReadTarget,
  UnmanagedGroup,
  UnreadTarget,
} from '../../model/drift.ts';
import type { Note } from '../../model/plan.ts';
import { formatSource } from '../../model/source.ts';
import { unreachable } from '../../model/unreachable.ts';

/** `Drift: 3 differences in 2 groups.`, or `No drift.`, and what is left alone. */
export function verdict({ groups, held, leftOut }: ReadTarget): string {
  const all = countIn(groups);
  const observed = groups.filter((group) => group.observed);
  const seen =
    observed.length === 0
      ? ''
      : `, ${countIn(observed)} of them in ${plural(observed.length, 'group')} only observed`;
  const what =
    groups.length === 0
      ? 'No drift.'
      : `Drift: ${plural(all, 'difference')} in ${plural(groups.length, 'group')}${seen}.`;
  const left = [...held, ...leftOut].filter(({ differences }) => differences.length > 0);
  if (left.length === 0) return what;
  return `${what} Left alone: ${plural(countIn(left), 'difference')} in ${plural(left.length, 'group')}.`;
}

/** `It could not be read (exit 1), so nobody knows.` */
export function unreadVerdict({ exitCode, refusals }: UnreadTarget): string {
  const what = refusals.length === 0 ? 'read' : 'planned';
  return `It could not be ${what} (exit ${exitCode}), so nobody knows.`;
}

/** Why, and what to do about it, a line for each refusal or what was said. */
export function unreadLines({ refusals, said }: UnreadTarget): readonly string[] {
  const refused = refusals.map(({ code, message, source }) => {
    const place = source === undefined ? '' : `${formatSource(source)}: `;
    return `${place}${message} [${code}]`;
  });
  return [...refused, ...said].map(printable);
}

/** How much was read, and how much of it the files have. */
export function basis({ read, coverage }: ReadTarget): string {
  return `${readCounts(read)}. ${coverageText(coverage)}`;
}

function coverageText({ groups, rules }: Coverage): string {
  const share = groups.all === 0 ? '' : `, ${Math.floor((100 * groups.managed) / groups.all)} %`;
  return `Managed: ${groups.managed} of ${plural(groups.all, 'group')}${share}; ${rules.managed} of ${plural(rules.all, 'rule')}.`;
}

/** Where it cannot be told what differs, that is one difference. */
function countIn(groups: readonly { readonly differences: readonly GroupDifference[] }[]): number {
  return groups.reduce((sum, { differences }) => sum + Math.max(1, differences.length), 0);
}

/** `group web (sg-…), groups/web.yaml:1:1`. */
export function groupHeading({ group, id, source }: DriftedGroup | LeftOutGroup): string {
  const where = id === undefined ? '' : ` (${id})`;
  const place = source === undefined ? '' : `, ${formatSource(source)}`;
  return printable(`group ${group}${where}${place}`);
}

export function differenceMarks({
  group,
  differences,
}: DriftedGroup | HeldGroup | LeftOutGroup): readonly MarkedLine[] {
  const rows = differences.map((difference) => differenceRow(group, difference));
  const texts = alignColumns(rows.map(({ cells }) => cells));
  return rows.map(({ mark }, index) => ({ mark, text: texts[index] ?? '' }));
}

/** Undefined where drift changed nothing that decides about traffic. */
export function driftAccessLines({ access, groups }: ReadTarget): AccessLines | undefined {
  const lines = accessLines({ steps: [], access: { ...access, steps: {} } });
  const title = `What drift opened (+) and closed (-) for new sessions (risk: ${access.risk}):`;
  if (lines !== undefined) return { ...lines, title };
  const differences = groups.flatMap((group) => (group.observed ? [] : group.differences));
  if (!differences.some(isAboutTraffic)) return undefined;
  return {
    title: 'Drift opened and closed no traffic, whatever other groups are on an interface.',
    lines: [],
    rest: [],
  };
}

function isAboutTraffic(difference: GroupDifference): boolean {
  if (difference.kind === 'attribute') return difference.name === 'innerAccessPolicy';
  return /^(rule|member)/.test(difference.kind);
}

/** A line for each, with columns. */
export function unmanagedLines(groups: readonly UnmanagedGroup[]): readonly string[] {
  return alignColumns(
    groups.map((group) => [group.id, quoted(group.cloudName), printable(whose(group))]),
  );
}

function whose(group: UnmanagedGroup): string {
  switch (group.kind) {
    case 'orphan':
      return `ours, as "${group.group ?? ''}", and in no file`;
    case 'otherOwner':
      return `of the owner "${group.owner ?? ''}"`;
    case 'service':
      return 'kept by a cloud service';
    case 'foreign':
      return 'no owner in its tags';
    default:
      return unreachable(group.kind);
  }
}

export function unmanagedTitle({ unmanaged }: ReadTarget): string {
  const kinds = (['orphan', 'otherOwner', 'service', 'foreign'] as const).flatMap((kind) => {
    const count = unmanaged.filter((group) => group.kind === kind).length;
    return count === 0 ? [] : [`${count} ${kindNouns[kind]}`];
  });
  return `In no file: ${plural(unmanaged.length, 'group')} of the VPC (${kinds.join(', ')})`;
}

const kindNouns = {
  orphan: 'ours',
  otherOwner: 'of other owners',
  service: 'kept by cloud services',
  foreign: 'foreign',
} as const;

/** Of a target without drift only what limits what that means: ignoring silences no report. */
export function shownNotes({ drift, notes }: ReadTarget): readonly Note[] {
  return drift ? notes : notes.filter(({ code }) => alwaysTold.has(code));
}

const alwaysTold: ReadonlySet<Note['code']> = new Set([
  'from-snapshot',
  'hold-expired',
  'ignored',
  'not-written',
]);
