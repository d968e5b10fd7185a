// Goal: drift can be read in each format by whoever it is for, and by the programs that know it by its schema;
// whatever people call things, a report says it and does nothing else.
// Method: what ten everyday changes would mend, as golden texts; targets of every kind with hostile words. The
// schemas are those that are published, and the readers share no code with the reports.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderDriftReport } from '../../../src/cli/drift/render-drift.ts';
import { reportFormats, type ReportFormat } from '../../../src/cli/reports/formats.ts';
import type { Drift, ReadTarget, TargetDrift, UnreadTarget } from '../../../src/model/drift.ts';
import { driftIssues } from '../../../src/report/drift/drift-issues.ts';
import { targetDrift } from '../../../src/report/drift/target-drift.ts';
import { chaptersOf, everydayChanges } from '../../scenario/everyday.ts';
import { lastChapter } from '../../scenario/scenario.ts';
import { readJunit } from '../junit/read-junit.ts';
import { sarifFault, type ReadSarif } from '../sarif-fault.ts';
import { endings, tenNames } from '../ten-plans.ts';
import { commandsIn } from '../workflow-commands.ts';
import { documentOf, driftSchemaFault } from './drift-schema.ts';
import { hostileWords, readTarget } from './targets.ts';

const options = {
  fileOf: (file: string) => `infra/${file}`,
  workspaceFile: 'infra/sluice.yaml',
  toolVersion: '0.1.0',
  nextOf: () => ['sluice drift --accept'],
};

function told(format: ReportFormat, targets: readonly TargetDrift[]): string {
  return renderDriftReport(format, documentOf(...targets) as Drift, options);
}

test.each(tenNames)('%s, not applied yet, in every format', async (name) => {
  const change = everydayChanges.get(name);
  if (change === undefined) throw new Error(`there is no change ${name}`);
  const { plan, desired, live } = await lastChapter(chaptersOf(change));
  const targets = [targetDrift(plan, desired, live)];
  for (const format of reportFormats) {
    const place = `../golden/${name}/drift.${endings[format]}`;
    await expect(told(format, targets)).toMatchFileSnapshot(place);
  }
  expectValid(targets);
});

const unread: UnreadTarget = {
  target: { ...readTarget('x').target, name: 'edge' },
  complete: false,
  exitCode: 1,
  refusals: [],
  said: ['error: DescribeSecurityGroups failed: Forbidden.RAM: no', 'Mend what it says.'],
};
const refused: UnreadTarget = {
  ...unread,
  target: { ...unread.target, name: 'far' },
  exitCode: 4,
  refusals: [
    {
      code: 'name-taken',
      message: 'sg-1 is called "web" already and is not ours; to take it over write `adopt: sg-1`',
      source: { file: 'groups/web.yaml', line: 1, column: 1 },
    },
  ],
  said: [],
};

test('drift of every kind, and targets that could not be read', async () => {
  const targets = [readTarget('chosen'), unread, refused];
  for (const format of reportFormats) {
    const place = `../golden/drift-of-every-kind/drift.${endings[format]}`;
    await expect(told(format, targets)).toMatchFileSnapshot(place);
  }
  expectValid(targets);
});

test('what somebody asked to be left alone is suppressed with the reason, skipped, and not annotated', () => {
  const { groups, leftOut, ...rest } = readTarget('until Friday: INC-42');
  const targets: readonly ReadTarget[] = [
    {
      ...rest,
      groups: groups.slice(0, 0),
      leftOut: leftOut.slice(0, 0),
      drift: false,
      access: none,
    },
  ];
  const { runs } = JSON.parse(told('sarif', targets)) as ReadSarif;
  expect(runs[0]?.results.map(({ level, suppressions }) => ({ level, suppressions }))).toEqual([
    {
      level: 'note',
      suppressions: [{ kind: 'external', justification: 'until Friday: INC-42' }],
    },
  ]);
  const outcomes = readJunit(told('junit', targets)).map(({ outcome }) => outcome);
  expect(outcomes).toEqual(['', 'skipped']);
  expect(told('github', targets)).not.toContain('::');
});

const none = { risk: 'none', incomplete: [], changes: [] } as const;
const words = fc.oneof(
  fc.constantFrom(...hostileWords),
  fc.string({ unit: 'binary', minLength: 1 }),
);
const plainShape = shapeOf('plain');

test('any word is harmless in every format', () => {
  fc.assert(
    fc.property(words, (word) => {
      expect(shapeOf(word)).toEqual(plainShape);
    }),
    { examples: hostileWords.map((word) => [word]) },
  );
});

/** What readers see of it, apart from the words. */
function shapeOf(word: string): object {
  const named = { ...refused.refusals[0], message: word } as UnreadTarget['refusals'][0];
  const targets = [
    readTarget(word),
    { ...unread, said: [word] },
    { ...refused, refusals: [named] },
  ];
  for (const format of reportFormats) {
    const text = told(format, targets);
    expect(text, format).not.toMatch(/(?![\n\u200d\u200b])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    if (format !== 'github') expect(commandsIn(text), format).toEqual([]);
  }
  expectValid(targets);
  const { runs } = JSON.parse(told('sarif', targets)) as ReadSarif;
  return {
    commands: commandsIn(told('github', targets)).length,
    results: runs[0]?.results.map(({ ruleId }) => ruleId),
    cases: readJunit(told('junit', targets)).map(({ outcome }) => outcome),
  };
}

function expectValid(targets: readonly TargetDrift[]): void {
  const document: unknown = JSON.parse(told('json', targets));
  expect([document, driftSchemaFault(document)]).toEqual([documentOf(...targets), undefined]);
  const log = JSON.parse(told('sarif', targets)) as ReadSarif;
  expect(sarifFault(log)).toBeUndefined();
  expect(log.runs[0]?.results).toHaveLength(driftIssues(targets).length);
  const failed = readJunit(told('junit', targets)).filter(({ outcome }) => /^(f|e)/.test(outcome));
  const differs = targets.some((target) => !target.complete || target.drift);
  expect(failed.length > 0).toBe(differs);
}
