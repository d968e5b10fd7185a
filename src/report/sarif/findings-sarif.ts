// Findings as SARIF: what is waived is there too, as suppressed in the source.
import { compareFindings, type Finding, type WaivedFinding } from '../../model/finding.ts';
import type { Validation } from '../../model/validation.ts';
import type { RuleMeaning } from '../rule-meaning.ts';
import { sarifLog, type SarifOptions, type SarifResult } from './log.ts';

export interface FindingsSarifOptions extends SarifOptions {
  /** What codes mean that are those of checks. */
  readonly meanings: ReadonlyMap<string, RuleMeaning>;
}

const levels = { error: 'error', warning: 'warning', info: 'note' } as const;

export function renderSarif(
  { findings, waived }: Pick<Validation, 'findings' | 'waived'>,
  { meanings, ...options }: FindingsSarifOptions,
): string {
  const all = [...findings, ...waived].toSorted(compareFindings);
  const codes = new Set(all.map(({ code }) => code));
  const rules = [...codes].map((id) => ({ id, ...(meanings.get(id) ?? fileFault(id)) }));
  return sarifLog(rules, all.map(resultOf), options);
}

function resultOf(finding: Finding | WaivedFinding): SarifResult {
  const { code, severity, source } = finding;
  const result = { ruleId: code, level: levels[severity], message: textOf(finding), source };
  if (!('waiver' in finding)) return result;
  const { reason, until } = finding.waiver;
  const justification = `${reason} (until ${until})`;
  return { ...result, suppression: { kind: 'inSource', justification } };
}

/** Faults of files are as many as there are things to write, and each says what was expected. */
function fileFault(code: string): RuleMeaning {
  return {
    summary: `The files are not as they should be: ${code.replaceAll('-', ' ')}`,
    next: 'Mend the place that it names: the message says what was expected there. `docs/language.md` says what there is to write, and `sluice schema` prints it for editors.',
  };
}

function textOf({ message, example }: Finding): string {
  return example === undefined ? message : `${message}\nright: ${example.trimEnd()}`;
}
