// A SARIF 2.1.0 log, which code scanning takes: rules are the codes, results what was found.
import { isOfCommit, type Source } from '../../model/source.ts';
import { jsonText } from '../json-text.ts';
import { printable } from '../printable.ts';
import type { RuleMeaning } from '../rule-meaning.ts';

export interface SarifRule extends RuleMeaning {
  readonly id: string;
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
  /** Where somebody has accepted it. */
  readonly suppression?: Suppression;
}

export interface Suppression {
  /** In the files that are looked at, or elsewhere, such as by a tag in the cloud. */
  readonly kind: 'inSource' | 'external';
  readonly justification?: string;
}

export interface SarifOptions {
  readonly toolVersion: string;
  /** The path from the root of the repository. */
  readonly fileOf: (file: string) => string;
  /** What limits all results, such as that it was not the cloud which was asked. */
  readonly notices?: readonly string[];
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
        ...invocationsJson(options.notices ?? []),
        columnKind: 'utf16CodeUnits',
        results: results.map((result) => resultJson(result, indexes, options)),
      },
    ],
  });
}

function invocationsJson(notices: readonly string[]): object {
  if (notices.length === 0) return {};
  const toolExecutionNotifications = notices.map((notice) => {
    return { level: 'note', message: { text: printable(notice) } };
  });
  return { invocations: [{ executionSuccessful: true, toolExecutionNotifications }] };
}

function ruleJson({ id, summary, next, securitySeverity }: SarifRule): object {
  const properties = {
    'security-severity': securitySeverity?.toFixed(1),
    tags: ['security'],
  };
  const plain = (text: string) => text.replaceAll('`', '');
  return {
    id,
    shortDescription: { text: plain(summary) },
    help: {
      text: `${plain(summary)}.\n\nWhat to do: ${plain(next)}`,
      markdown: `${summary}.\n\n**What to do:** ${next}`,
    },
    ...(securitySeverity === undefined ? {} : { properties }),
  };
}

function resultJson(
  {
    ruleId,
    level,
    message,
    source,
    otherSources = [],
    about,
    fingerprint,
    suppression,
  }: SarifResult,
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
    suppressions: suppression === undefined ? [] : [suppressionJson(suppression)],
  };
}

function suppressionJson({ kind, justification }: Suppression): object {
  return {
    kind,
    ...(justification === undefined ? {} : { justification: printable(justification) }),
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
