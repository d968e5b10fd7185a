// What drift says on standard output, in the format that was asked for, and beside it on standard error.
import { isRead, type Drift } from '../../model/drift.ts';
import { renderDrift } from '../../report/drift/drift-text.ts';
import { renderDriftMarkdown } from '../../report/drift/drift-markdown.ts';
import { jsonText } from '../../report/json-text.ts';
import { renderOutcomes, targetHeading } from '../../report/targets-text.ts';
import { unreachable } from '../../model/unreachable.ts';
import type { Surroundings } from '../surroundings.ts';
import { withTargetName } from '../targets/record-output.ts';
import { exitCodeText } from '../targets/tell-targets.ts';
import type { FoundTarget } from './read-drift.ts';

export const driftFormats = ['text', 'json', 'markdown'] as const;
export type DriftFormat = (typeof driftFormats)[number];

export interface TellDriftOptions {
  readonly format: DriftFormat;
  readonly document: Drift;
  /** Commands that a reader may want to run on that target. */
  readonly nextOf: (target: FoundTarget) => readonly string[];
}

export function tellDrift(
  targets: readonly FoundTarget[],
  { format, document, nextOf }: TellDriftOptions,
  surroundings: Surroundings,
): void {
  const { out, err } = surroundings;
  switch (format) {
    case 'json':
      out(jsonText(document));
      break;
    case 'markdown':
      out(
        targets
          .map((target) => renderDriftMarkdown(target.drift, { next: nextOf(target) }))
          .join('\n'),
      );
      break;
    case 'text':
      tellText(targets, nextOf, surroundings);
      return;
    default:
      unreachable(format);
  }
  for (const target of targets) err(beside(target, targets.length));
}

function tellText(
  targets: readonly FoundTarget[],
  nextOf: TellDriftOptions['nextOf'],
  { out, err, colours }: Surroundings,
): void {
  const isOne = targets.length === 1;
  for (const target of targets) {
    const { name, drift } = target;
    if (!isOne) out(targetHeading(name, colours));
    if (isRead(drift)) out(renderDrift(drift, colours, { next: nextOf(target) }));
    err(beside(target, targets.length));
    if (!isOne) out('\n');
  }
  if (isOne) return;
  const outcomes = targets.map((target) => ({ name: target.name, outcome: outcomeOf(target) }));
  out(renderOutcomes(outcomes, colours));
}

function outcomeOf({ made, drift }: FoundTarget): string {
  if (typeof made === 'number') return `no plan: ${exitCodeText(made)}`;
  return isRead(drift) && drift.drift ? 'drift' : 'no drift';
}

/** What was said meanwhile, and how many calls it took. */
function beside({ name, made, said }: FoundTarget, count: number): string {
  const text = typeof made === 'number' ? said : `${said}${made.calls}`;
  return count === 1 ? text : withTargetName(text, name);
}
