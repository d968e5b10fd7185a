// What validating found, in a line for each target and a verdict.
import type { LoadedCounts, ReferenceCounts, Validation } from '../model/validation.ts';
import { plural } from './counts.ts';

export function renderVerdict({ isValid, findings, waived, targets }: Validation): string {
  const counted = targets.map(({ target, counts }) => ({ target, text: countsText(counts) }));
  const [only, ...others] = counted;
  const isOne = only !== undefined && others.length === 0;
  const lines = isOne ? [] : counted.map(({ target, text }) => `target ${target}: ${text}.\n`);
  const verdict = isValid ? 'Valid.' : 'Not valid.';
  const what = isOne ? only.text : plural(counted.length, 'target');
  const amount = counted.length === 0 ? '' : ` ${what}.`;
  return `${lines.join('')}${verdict}${amount}${foundText({ findings, waived })}\n`;
}

/** ` 1 error, 2 warnings, 4 waived.`; nothing where there is nothing. */
function foundText({ findings, waived }: Pick<Validation, 'findings' | 'waived'>): string {
  const count = (wanted: string) => findings.filter(({ severity }) => severity === wanted).length;
  const [errors, warnings, infos] = [count('error'), count('warning'), count('info')];
  const parts = [
    ...(errors === 0 ? [] : [plural(errors, 'error')]),
    ...(warnings === 0 ? [] : [plural(warnings, 'warning')]),
    ...(infos === 0 ? [] : [`${infos} info`]),
    ...(waived.length === 0 ? [] : [`${waived.length} waived`]),
  ];
  return parts.length === 0 ? '' : ` ${parts.join(', ')}.`;
}

function countsText({ groups, writtenRules, expandedRules, references }: LoadedCounts): string {
  const rules = `${plural(writtenRules, 'written rule')} (${expandedRules} expanded)`;
  return `${plural(groups, 'group')}, ${rules}, ${referencesText(references)}`;
}

/** `12 references (7 to groups, 5 to networks)` */
function referencesText(references: ReferenceCounts): string {
  const kinds = (['groups', 'networks', 'services', 'rulesets'] as const).filter(
    (kind) => references[kind] > 0,
  );
  const total = kinds.reduce((sum, kind) => sum + references[kind], 0);
  const parts = kinds.map((kind) => `${references[kind]} to ${kind}`).join(', ');
  return `${plural(total, 'reference')}${parts === '' ? '' : ` (${parts})`}`;
}
