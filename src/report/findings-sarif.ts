// Findings as SARIF 2.1.0, which code scanning takes: rules are the codes, results the findings.
import { compareFindings, type Finding } from '../model/finding.ts';
import type { Validation } from '../model/validation.ts';

export interface SarifOptions {
  readonly toolVersion: string;
  /** What codes mean that are those of checks. */
  readonly summaries: ReadonlyMap<string, string>;
  /** The path from the root of the repository. */
  readonly fileOf: (file: string) => string;
}

const levels = { error: 'error', warning: 'warning', info: 'note' } as const;

/** What is waived is there too, as suppressed in the source. */
export function renderSarif(
  { findings, waived }: Pick<Validation, 'findings' | 'waived'>,
  { toolVersion, summaries, fileOf }: SarifOptions,
): string {
  const all = [
    ...findings.map((finding) => ({ finding, isWaived: false })),
    ...waived.map((finding) => ({ finding, isWaived: true })),
  ].toSorted((one, other) => compareFindings(one.finding, other.finding));
  const codes = [...new Set(all.map(({ finding }) => finding.code))].toSorted();
  const rules = codes.map((id) => {
    const summary = summaries.get(id);
    return { id, ...(summary === undefined ? {} : { shortDescription: { text: summary } }) };
  });
  const results = all.map(({ finding, isWaived }) => ({
    ruleId: finding.code,
    ruleIndex: codes.indexOf(finding.code),
    level: levels[finding.severity],
    message: { text: textOf(finding) },
    locations: [locationOf(finding, fileOf)],
    ...(isWaived && { suppressions: [{ kind: 'inSource' }] }),
  }));
  const driver = { name: 'sluice', semanticVersion: toolVersion, rules };
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results }],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function textOf({ message, example }: Finding): string {
  return example === undefined ? message : `${message}\nright: ${example.trimEnd()}`;
}

function locationOf({ source }: Finding, fileOf: SarifOptions['fileOf']): object {
  const uri = fileOf(source.file).split('/').map(encodeURIComponent).join('/');
  return {
    physicalLocation: {
      artifactLocation: { uri, uriBaseId: '%SRCROOT%' },
      region: { startLine: source.line, startColumn: source.column },
    },
  };
}
