// The drift of a run in the format that somebody asks for.
import picocolors from 'picocolors';
import { isRead, type Drift, type TargetDrift } from '../../model/drift.ts';
import { renderDriftMarkdown } from '../../report/drift/drift-markdown.ts';
import { unreadLines, unreadVerdict, verdict } from '../../report/drift/drift-sections.ts';
import { renderDrift } from '../../report/drift/drift-text.ts';
import { renderDriftGithub } from '../../report/github/drift-github.ts';
import { jsonText } from '../../report/json-text.ts';
import { renderDriftJunit } from '../../report/junit/drift-junit.ts';
import { printable } from '../../report/printable.ts';
import { renderDriftSarif } from '../../report/sarif/drift-sarif.ts';
import { targetHeading } from '../../report/targets-text.ts';
import { unreachable } from '../../model/unreachable.ts';
import type { ReportFormat } from '../reports/formats.ts';
import type { ReportPlaces } from '../reports/report-places.ts';

export interface RenderDriftOptions extends ReportPlaces {
  readonly toolVersion: string;
  /** Commands that a reader may want to run on that target. */
  readonly nextOf: (target: TargetDrift) => readonly string[];
}

export function renderDriftReport(
  format: ReportFormat,
  document: Drift,
  options: RenderDriftOptions,
): string {
  const { targets } = document;
  switch (format) {
    case 'text':
      return textOf(targets, options);
    case 'markdown':
      return markdownOf(targets, options);
    case 'json':
      return jsonText(document);
    case 'sarif':
      return renderDriftSarif(targets, options);
    case 'junit':
      return renderDriftJunit(targets);
    case 'github':
      return `${renderDriftGithub(targets, options)}${targets.map(lineOf).join('')}`;
    default:
      return unreachable(format);
  }
}

/** A body for each target. */
function markdownOf(
  targets: readonly TargetDrift[],
  { nextOf, workspaceFile }: RenderDriftOptions,
): string {
  const bodies = targets.map((target) =>
    renderDriftMarkdown(target, { next: nextOf(target), workspaceFile }),
  );
  return bodies.join('\n');
}

/** In a file there is no colour, and nothing is said beside it. */
function textOf(targets: readonly TargetDrift[], { nextOf }: RenderDriftOptions): string {
  const plain = picocolors.createColors(false);
  const texts = targets.map((target) => {
    const heading = targets.length === 1 ? '' : targetHeading(target.target.name, plain);
    const text = isRead(target)
      ? renderDrift(target, plain, { next: nextOf(target) })
      : [unreadVerdict(target), ...unreadLines(target), ''].join('\n');
    return `${heading}${text}`;
  });
  return texts.join('\n');
}

function lineOf(target: TargetDrift): string {
  const said = isRead(target) ? verdict(target) : unreadVerdict(target);
  return `${printable(`${target.target.name}: ${said}`)}\n`;
}
