// Plans as the body of a comment under a change: the verdict first, then traffic, then what stands in the
// way, then how much changes where, and what to do next. It is never too long for where it goes.
import type { Risk } from '../../model/access.ts';
import type { Note, Plan } from '../../model/plan.ts';
import { plural } from '../counts.ts';
import { planLine } from '../plan-text.ts';
import type { TargetReport } from '../plan/target-report.ts';
import { summedCauses } from '../plan/summed-causes.ts';
import { consentsOf, overallText, verdictText, worstVerdict } from '../plan/verdict.ts';
import { plansOf } from '../plan/target-report.ts';
import { accessSection } from './access-section.ts';
import { fitted, leftOut, type Detail } from './detail.ts';
import { code, hiddenMarker, prose } from './escape.ts';
import { groupsSection } from './groups-section.ts';
import { issuesSection } from './issues-section.ts';
import { stepsSection } from './steps-section.ts';

export interface CommentOptions {
  /** By which the comment is found again; the names of the targets where there is none. */
  readonly commentId: string | undefined;
  /** The commit that was planned. */
  readonly commit: string | undefined;
  /** Commands that are ready to paste: what applies this, and what shows all of it. */
  readonly apply: string;
  readonly show: string;
  /** In UTF-16 units and in bytes of UTF-8. */
  readonly sizeMax: number;
}

/** GitHub takes fewer than 65,536 characters, and does not say of which kind. */
export const commentSizeMax = 65_535;

export function renderComment(targets: readonly TargetReport[], options: CommentOptions): string {
  return fitted((detail) => commentText(targets, detail, options), options.sizeMax);
}

function commentText(
  targets: readonly TargetReport[],
  detail: Detail,
  options: CommentOptions,
): string {
  const [only, ...others] = targets;
  const { commentId = targets.map(({ name }) => name).join(','), commit } = options;
  const isOne = only !== undefined && others.length === 0;
  const verdict = isOne
    ? `Plan for ${code(only.name)}: ${prose(verdictText(only))}`
    : `Plan for ${overallText(targets)}`;
  const what = isOne && only.kind === 'planned' ? [prose(planLine(only.plan))] : [];
  const parts = [
    `### ${verdict}`,
    [
      ...what,
      ...(commit === undefined ? [] : [`Commit ${code(commit.slice(0, commitLength))}.`]),
    ].join(' '),
    ...(detail.causes ? causesParts(plansOf(targets)) : []),
    ...(isOne ? targetParts(only, detail) : severalParts(targets, detail)),
    ...nextParts(targets, options),
    ...leftOutParts(detail, options),
  ].filter((part) => part !== '');
  return `${hiddenMarker(`plan:${commentId}`)}\n${parts.join('\n\n')}\n`;
}

/** Enough to tell commits apart, and short enough to read. */
const commitLength = 12;

/** Before the targets: what one line does in all of them stands in none of their sections. */
function causesParts(plans: readonly Plan[]): readonly string[] {
  const causes = summedCauses(plans);
  const shown = causes.slice(0, causesMax).map((cause) => `- ${code(cause)}`);
  const more = causes.length - shown.length;
  if (shown.length === 0) return [];
  return [
    ['Causes:', '', ...shown, ...(more > 0 ? [`- and ${plural(more, 'more line')}`] : [])].join(
      '\n',
    ),
  ];
}

const causesMax = 10;

function severalParts(targets: readonly TargetReport[], detail: Detail): readonly string[] {
  switch (detail.targets) {
    case 'sections':
      return targets.flatMap((target) => [
        `#### Target ${code(target.name)}: ${prose(verdictText(target))}`,
        ...(target.kind === 'planned' ? [prose(planLine(target.plan))] : []),
        ...targetParts(target, detail),
      ]);
    case 'lines':
      return [targets.map(targetLine).join('\n')];
    case 'none': {
      const codes = consentsOf(plansOf(targets));
      return codes.length === 0 ? [] : [`Hazards: ${codes.map(code).join(', ')}.`];
    }
  }
}

function targetLine(target: TargetReport): string {
  const codes = target.kind === 'planned' ? consentsOf([target.plan]) : [];
  const hazards = codes.length === 0 ? '' : ` (${codes.map(code).join(', ')})`;
  const what = target.kind === 'planned' ? `; ${prose(planLine(target.plan))}` : '';
  return `- ${code(target.name)}: ${prose(verdictText(target))}${hazards}${what}`;
}

function targetParts(target: TargetReport, detail: Detail): readonly string[] {
  if (target.kind === 'unplanned') return issuesSection(target, detail);
  const { plan } = target;
  return [
    ...riskPart(plan),
    ...noteParts(plan.notes),
    ...accessSection(plan, detail),
    ...issuesSection(target, detail),
    ...groupsSection(plan, detail),
    ...(detail.steps ? stepsSection(plan) : []),
  ];
}

function riskPart({ steps, access }: Plan): readonly string[] {
  return steps.length === 0 ? [] : [`Risk: **${riskWords[access.risk]}**.`];
}

const riskWords: Readonly<Record<Risk, string>> = {
  none: 'none, no access changes',
  narrows: 'narrows access',
  widens: 'widens access',
  'opens-to-internet': 'opens to the internet',
};

/** What a reader has to know to judge the rest. */
function noteParts(notes: readonly Note[]): readonly string[] {
  const shown = notes.filter(({ code: name }) => firstNotes.has(name)).slice(0, notesMax);
  return shown.length === 0
    ? []
    : [shown.map(({ message }) => `- Note: ${prose(message)}`).join('\n')];
}

const notesMax = 5;
const firstNotes: ReadonlySet<Note['code']> = new Set([
  'from-snapshot',
  'as-at-commit',
  'interfaces-unknown',
  'lists-unknown',
  'not-found',
  'no-groups-written',
  'not-ignored',
  'hold-expired',
  'groups-replaced',
]);

function nextParts(targets: readonly TargetReport[], { apply }: CommentOptions): readonly string[] {
  switch (worstVerdict(targets)) {
    case 'clean':
      return [];
    case 'ready':
      return [`To apply: ${code(apply)}`];
    case 'consent': {
      const codes = consentsOf(plansOf(targets)).join(',');
      return [`To apply, with that consent: ${code(`${apply} --allow-hazards ${codes}`)}`];
    }
    case 'refused':
      return ['Nothing can be applied before that is mended.'];
    case 'unplanned':
      return ['Mend what stands in the way, and plan again.'];
  }
}

function leftOutParts(detail: Detail, { show }: CommentOptions): readonly string[] {
  const gone = leftOut(detail);
  if (gone.length === 0) return [];
  return [`Left out, for it would be too long here: ${gone.join(', ')}. All of it: ${code(show)}`];
}
