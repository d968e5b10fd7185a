// The plans of a run in the format that somebody asks for.
import picocolors from 'picocolors';
import { renderPlanGithub } from '../../report/github/plan-github.ts';
import { jsonText } from '../../report/json-text.ts';
import { renderPlanJunit } from '../../report/junit/plan-junit.ts';
import { commentSizeMax, renderComment } from '../../report/markdown/plan-comment.ts';
import { planBody, planHeading, planLine, renderPlan } from '../../report/plan-text.ts';
import { printable } from '../../report/printable.ts';
import type { TargetReport } from '../../report/plan/target-report.ts';
import { verdictText } from '../../report/plan/verdict.ts';
import { renderPlanSarif } from '../../report/sarif/plan-sarif.ts';
import type { ReportFormat } from './formats.ts';
import type { ReportPlaces } from './report-places.ts';

export interface RenderOptions extends ReportPlaces {
  /** What `json` prints; undefined where there is no plan. */
  readonly document: object | undefined;
  readonly toolVersion: string;
  readonly commit: string | undefined;
  readonly commentId: string | undefined;
  /** Commands that are ready to paste. */
  readonly apply: string;
  readonly show: string;
}

export function renderPlans(
  format: ReportFormat,
  targets: readonly TargetReport[],
  options: RenderOptions,
): string {
  switch (format) {
    case 'text':
      return textOf(targets);
    case 'markdown':
      return renderComment(targets, { ...options, sizeMax: commentSizeMax });
    case 'json':
      return options.document === undefined ? '' : jsonText(options.document);
    case 'sarif':
      return renderPlanSarif(targets, options);
    case 'junit':
      return renderPlanJunit(targets);
    case 'github':
      return `${renderPlanGithub(targets, options)}${targets.map(lineOf).join('')}`;
  }
}

/** In a file there is no colour. */
function textOf(targets: readonly TargetReport[]): string {
  const plain = picocolors.createColors(false);
  const texts = targets.map((target) => {
    if (target.kind === 'unplanned') return lineOf(target);
    const { plan } = target;
    if (targets.length === 1) return renderPlan(plan, plain);
    return `${planHeading(plan, plain)}${planBody(plan, plain)}`;
  });
  return texts.join('\n');
}

function lineOf(target: TargetReport): string {
  const what = target.kind === 'planned' ? ` ${planLine(target.plan)}` : '';
  return `${printable(`${target.name}: ${verdictText(target)}.${what}`)}\n`;
}
