// How one target differs from what was written, as the body of an issue: kept up to date in place, so
// that it begins with a mark by which whoever updates it finds it.
import type { ReadTarget, TargetDrift, UnreadTarget } from '../../model/drift.ts';
import { isRead } from '../../model/drift.ts';
import { formatSource } from '../../model/source.ts';
import { code, fence, hiddenMarker, prose } from '../markdown/escape.ts';
import { refusalRules } from '../plan/refusal-rules.ts';
import { printable } from '../printable.ts';
import {
  basis,
  differenceMarks,
  driftAccessLines,
  groupHeading,
  shownNotes,
  unmanagedLines,
  unmanagedTitle,
  unreadVerdict,
  verdict,
} from './drift-sections.ts';

/** GitHub takes no longer body; all lines count here, also those between bodies. */
const lengthMax = 65_536;
/** What each list shows at most, tried in this order until all of it fits. */
const rowsTried = [1000, 300, 100, 30, 10, 0];

export interface DriftMarkdownOptions {
  /** Commands that a reader may want to run. */
  readonly next: readonly string[];
  /** Whose target it is, from the root of the repository: another workspace may have one of that name. */
  readonly workspaceFile: string;
}

/** The first line of a body, by which it is found. */
export function driftMark(target: string): string {
  return hiddenMarker(`drift:${target}`);
}

/** Below 65,536 characters: rows go first, and the verdict never. */
export function renderDriftMarkdown(target: TargetDrift, options: DriftMarkdownOptions): string {
  const texts = rowsTried.map((rowsMax) => () => body(target, options, rowsMax));
  for (const make of texts.slice(0, -1)) {
    const text = make();
    if (text.length < lengthMax) return text;
  }
  return body(target, options, 0);
}

function body(
  target: TargetDrift,
  { next, workspaceFile }: DriftMarkdownOptions,
  rowsMax: number,
): string {
  const { name, account, region, vpc } = target.target;
  const where = prose(`${vpc} in ${region}, account ${account}`);
  const title = `## Target ${prose(name)}`;
  const sections = isRead(target)
    ? [title, where, ...readSections(target, rowsMax)]
    : [title, where, `**${unreadVerdict(target)}**`, ...whySection(target, rowsMax)];
  const shownNext = isRead(target) && !target.drift ? [] : next;
  const last = [...nextSection(shownNext), hiddenMarker(`workspace:${workspaceFile}`)];
  return `${[driftMark(name), ...sections, ...last].join('\n\n')}\n`;
}

function whySection({ refusals, said }: UnreadTarget, rowsMax: number): readonly string[] {
  const lines = refusals.slice(0, rowsMax).map(({ code: name, message, source }) => {
    const place = source === undefined ? '' : ` (${code(formatSource(source))})`;
    return `- ${code(name)}: ${prose(message)}${place}`;
  });
  const more = refusals.length - lines.length;
  const texts = [...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
  const codes = [...new Set(refusals.map(({ code: name }) => name))];
  const advice = codes.map((name) => `- ${code(name)}: ${refusalRules[name].next}`);
  // Indented, so that no line of it is taken for the mark of another body.
  const shown = said.map((line) => `  ${line}`);
  return [
    ...(texts === '' ? [] : ['### Why', texts, 'What to do:', advice.join('\n')]),
    ...section('Why', shown, { language: 'text', rowsMax }),
  ];
}

function readSections(target: ReadTarget, rowsMax: number): readonly string[] {
  const { groups, held, leftOut } = target;
  const said = `**${prose(verdict(target))}** ${prose(basis(target))}`;
  return [
    said,
    ...section(
      'What differs',
      groups.flatMap((group) => [
        groupHeading(group),
        ...differenceMarks(group).map(({ mark, text }) => `${mark} ${text}`),
      ]),
      { language: 'diff', rowsMax },
    ),
    ...(target.drift ? accessSection(target, rowsMax) : []),
    ...section(
      'Left alone',
      [...held, ...leftOut].flatMap((group) => [
        printable(group.message),
        ...differenceMarks(group).map(({ mark, text }) => `${mark} ${text}`),
      ]),
      { language: 'diff', rowsMax },
    ),
    ...(target.drift ? unmanagedSection(target, rowsMax) : []),
    ...section(
      'Notes',
      shownNotes(target).map(({ message }) => printable(message)),
      { language: 'text', rowsMax },
    ),
  ];
}

function accessSection(target: ReadTarget, rowsMax: number): readonly string[] {
  const access = driftAccessLines(target);
  if (access === undefined) return [];
  const lines = access.lines.map(({ mark, text }) => `${mark} ${text}`);
  const heading = '### Access';
  if (lines.length + access.rest.length === 0) return [heading, prose(access.title)];
  return [
    heading,
    prose(access.title),
    ...rows([...lines, ...access.rest.map((line) => line.trim())], { language: 'diff', rowsMax }),
  ];
}

function unmanagedSection(target: ReadTarget, rowsMax: number): readonly string[] {
  const lines = unmanagedLines(target.unmanaged);
  if (lines.length === 0) return [];
  const title = prose(`${unmanagedTitle(target)}.`);
  return ['### In no file', title, ...rows(lines, { language: 'text', rowsMax })];
}

function nextSection(next: readonly string[]): readonly string[] {
  return next.length === 0 ? [] : ['### Next', fence('sh', next)];
}

interface RowOptions {
  readonly language: 'diff' | 'text';
  readonly rowsMax: number;
}

function section(title: string, lines: readonly string[], options: RowOptions): readonly string[] {
  return lines.length === 0 ? [] : [`### ${title}`, ...rows(lines, options)];
}

/** As many as may be shown, and how many there are besides. */
function rows(lines: readonly string[], { language, rowsMax }: RowOptions): readonly string[] {
  const more = lines.length - Math.min(lines.length, rowsMax);
  const shown = lines.slice(0, rowsMax);
  return [
    ...(shown.length === 0 ? [] : [fence(language, shown)]),
    ...(more > 0 ? [`And ${more} more lines, in the output of the command.`] : []),
  ];
}
