// A SARIF 2.1.0 log, which code scanning takes: rules are the codes, results what was found.
import { isOfCommit, type Source } from '../../model/source.ts';
import { jsonText } from '../json-text.ts';
import { printable } from '../printable.ts';

export interface SarifRule {
  readonly id: string;
  readonly summary?: string;
  /** From 0.1 to 10, as code scanning sorts by it; absent where it is no matter of security. */
  readonly securitySeverity?: number;
}

export interface SarifResult {
  readonly ruleId: string;
  readonly level: 'error' | 'warning' | 'note';
  readonly message: string;
  /** Where it is shown; code scanning wants a file for every result. */
  readonly source: Source;
  readonly otherSources?: readonly Source[];
  /** What it is about, apart from where that is written: such as a group. */
  readonly about?: string;
  /** What stays the same while lines move; absent where nothing is known to. */
  readonly fingerprint?: string;
  /** Whether somebody has accepted it in the files. */
  readonly isWaived?: boolean;
}

export interface SarifOptions {
  readonly toolVersion: string;
  /** The path from the root of the repository. */
  readonly fileOf: (file: string) => string;
}

/** Results in their order. */
export function sarifLog(
  rules: readonly SarifRule[],
  results: readonly SarifResult[],
  options: SarifOptions,
): string {
  const known = rules.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const driver = {
    name: 'sluice',
    semanticVersion: options.toolVersion,
    rules: known.map(ruleJson),
  };
  const indexes = new Map(known.map(({ id }, index) => [id, index]));
  return jsonText({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver },
        columnKind: 'utf16CodeUnits',
        results: results.map((result) => resultJson(result, indexes, options)),
      },
    ],
  });
}

function ruleJson({ id, summary, securitySeverity }: SarifRule): object {
  const properties = {
    'security-severity': securitySeverity?.toFixed(1),
    tags: ['security'],
  };
  return {
    id,
    ...(summary === undefined ? {} : { shortDescription: { text: summary } }),
    helpUri: `urn:sluice:rule:${id}`,
    ...(securitySeverity === undefined ? {} : { properties }),
  };
}

function resultJson(
  { ruleId, level, message, source, otherSources = [], about, fingerprint, isWaived }: SarifResult,
  indexes: ReadonlyMap<string, number>,
  { fileOf }: SarifOptions,
): object {
  const related = otherSources.filter((one) => !isOfCommit(one));
  const logical = about === undefined ? {} : { logicalLocations: [{ name: printable(about) }] };
  return {
    ruleId,
    ruleIndex: indexes.get(ruleId),
    level,
    message: { text: message.split('\n').map(printable).join('\n') },
    locations: [{ ...locationOf(source, fileOf), ...logical }],
    ...(related.length === 0
      ? {}
      : { relatedLocations: related.map((one) => locationOf(one, fileOf)) }),
    ...(fingerprint === undefined
      ? {}
      : { partialFingerprints: { 'sluiceAddress/v1': fingerprint } }),
    ...(isWaived === true ? { suppressions: [{ kind: 'inSource' }] } : {}),
  };
}

function locationOf({ file, line, column }: Source, fileOf: SarifOptions['fileOf']): object {
  const uri = fileOf(file).replace(/\p{Cs}/gu, '\ufffd');
  return {
    physicalLocation: {
      artifactLocation: {
        uri: uri.split('/').map(encodeURIComponent).join('/'),
        uriBaseId: '%SRCROOT%',
      },
      region: { startLine: line, startColumn: column },
    },
  };
}
