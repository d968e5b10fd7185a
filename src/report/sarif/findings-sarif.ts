// Findings as SARIF: what is waived is there too, as suppressed in the source.
import { compareFindings, type Finding } from '../../model/finding.ts';
import type { Validation } from '../../model/validation.ts';
import { sarifLog, type SarifOptions } from './log.ts';

export interface FindingsSarifOptions extends SarifOptions {
  /** What codes mean that are those of checks. */
  readonly summaries: ReadonlyMap<string, string>;
}

const levels = { error: 'error', warning: 'warning', info: 'note' } as const;

export function renderSarif(
  { findings, waived }: Pick<Validation, 'findings' | 'waived'>,
  { summaries, ...options }: FindingsSarifOptions,
): string {
  const all = [
    ...findings.map((finding) => ({ finding, isWaived: false })),
    ...waived.map((finding) => ({ finding, isWaived: true })),
  ].toSorted((one, other) => compareFindings(one.finding, other.finding));
  const codes = new Set(all.map(({ finding }) => finding.code));
  const rules = [...codes].map((id) => {
    const summary = summaries.get(id);
    return { id, ...(summary === undefined ? {} : { summary }) };
  });
  const results = all.map(({ finding, isWaived }) => ({
    ruleId: finding.code,
    level: levels[finding.severity],
    message: textOf(finding),
    source: finding.source,
    isWaived,
  }));
  return sarifLog(rules, results, options);
}

function textOf({ message, example }: Finding): string {
  return example === undefined ? message : `${message}\nright: ${example.trimEnd()}`;
}
