// A workspace file and its group files → the desired state, or every fault in them.
import path from 'node:path';
import type { Cidr } from '../model/cidr.ts';
import { compareFindings, type Finding } from '../model/finding.ts';
import type { FlowAssertion } from '../model/flow-assertion.ts';
import type { DesiredGroup } from '../model/group.ts';
import { formatSource, type Source } from '../model/source.ts';
import type { Namings } from '../model/target-cycle.ts';
import type { DesiredState, Target } from '../model/target.ts';
import type { LoadedCounts, ReferenceCounts } from '../model/validation.ts';
import { fault, withoutRepeats, type Report } from './fault.ts';
import { reportGroupFaults, reportUnknownGroups } from './groups/group-faults.ts';
import { ignoredReferences, readIgnore } from './groups/read-ignore.ts';
import { assertionIn, type TargetGroups } from './assertions/assertions-in.ts';
import { reportAssertionFaults } from './assertions/assertion-faults.ts';
import type { WrittenAssertion } from './assertions/read-assertion.ts';
import { readTestFile } from './assertions/read-test-file.ts';
import { disk } from './files/disk.ts';
import type { FileSource } from './files/file-source.ts';
import {
  readGroupFiles,
  readTextFile,
  type GroupFilePlaces,
  type GroupFiles,
} from './files/read-files.ts';
import { namingsIn, peerTargetsOf } from './groups/peer-targets-of.ts';
import { reportRulesetFaults } from './groups/ruleset-faults.ts';
import { readGroupFile } from './groups/read-group-file.ts';
import { reportLockFaults } from './workspace/read-lock.ts';
import type { GroupReading } from './groups/read-group.ts';
import type { Access } from './workspace/allowed.ts';
import type { Networks } from './workspace/networks.ts';
import {
  readWorkspace,
  type ReadWorkspaceOptions,
  type Workspace,
} from './workspace/read-workspace.ts';
import type { Waves } from './workspace/read-waves.ts';
import { addressesAnywhere, networksOf } from './workspace/target-networks.ts';
import type { TextFile } from './files/text-file.ts';

export interface Loaded {
  /** One for each target, in the order of the waves. */
  readonly states: readonly DesiredState[];
  readonly waves: Waves;
  readonly warnings: readonly Finding[];
  /** The address lists of each target by name, with those that they name. */
  readonly networks: ReadonlyMap<string, ReadonlyMap<string, readonly Cidr[]>>;
  /** Entries of them that are over, or soon begin or end. */
  readonly networkNotes: readonly Finding[];
  /** The network of a target of which an entry stands at a place of the workspace file. */
  readonly networkAt: (target: string, source: Source) => string | undefined;
  /** Of rules that say none. */
  readonly defaultPriority: number;
  /** By target. */
  readonly counts: ReadonlyMap<string, LoadedCounts>;
  /** What the test files say, by target. */
  readonly tests: ReadonlyMap<string, readonly FlowAssertion[]>;
  /** What is protected and tested, before it is known in which target. */
  readonly written: WrittenGuards;
  /** The endpoints and roles that all targets name, and those that they may. */
  readonly access: Access;
}

export interface WrittenGuards {
  readonly protect: readonly WrittenAssertion[];
  readonly tests: readonly WrittenAssertion[];
}

export type LoadResult =
  | { readonly ok: true; readonly loaded: Loaded }
  | { readonly ok: false; readonly findings: readonly Finding[] };

export interface LoadOptions extends ReadWorkspaceOptions {
  /** The disk, where it is missing. */
  readonly files?: FileSource;
  /** Group files besides those that the glob matches, which then may match none. */
  readonly alsoFiles?: readonly string[];
}

/** From the disk, or from a commit. */
export async function load(
  workspaceFile: string,
  { nowMs, files = disk, alsoFiles }: LoadOptions,
): Promise<LoadResult> {
  const folder = path.dirname(path.resolve(workspaceFile));
  const findings: Finding[] = [];
  const report: Report = (finding) => findings.push(finding);
  const name = path.basename(workspaceFile);
  const file = await readTextFile({ files, folder, file: name }, report);
  if (file === undefined) return { ok: false, findings };
  const workspace = readWorkspace(file, { nowMs }, report);
  const place = { files, folder, except: name, also: alsoFiles };
  const groups = await groupFilesOf(workspace, place, report);
  const tests = await testFilesOf(workspace, place, report);
  return desiredOf(workspace, { ...groups, tests, nowMs }, findings);
}

export interface WrittenFiles {
  readonly workspace: TextFile;
  readonly groups: readonly TextFile[];
  readonly tests: readonly TextFile[];
}

/** The texts of a workspace alone, well-formed or not; `findings` are about files that cannot be read. */
export async function readTexts(
  workspaceFile: string,
): Promise<{ readonly files: WrittenFiles | undefined; readonly findings: readonly Finding[] }> {
  const folder = path.dirname(path.resolve(workspaceFile));
  const name = path.basename(workspaceFile);
  const findings: Finding[] = [];
  const report: Report = (finding) => findings.push(finding);
  const workspace = await readTextFile({ files: disk, folder, file: name }, report);
  if (workspace === undefined) return { files: undefined, findings };
  // What is wrong with what it says is for validate to tell.
  const read = readWorkspace(workspace, { nowMs: Date.now() }, () => undefined);
  const place = { files: disk, folder, except: name, also: [] };
  const groups = await groupFilesOf(read, place, report);
  const tests = await testFilesOf(read, place, report);
  return { files: { workspace, groups: groups.files, tests }, findings };
}

/** The same without effects, from texts. */
export function parseDesired(texts: {
  readonly workspace: TextFile;
  readonly groups: readonly TextFile[];
  readonly tests?: readonly TextFile[];
  readonly nowMs: number;
}): LoadResult {
  const findings: Finding[] = [];
  const { groups, tests = [], nowMs } = texts;
  const workspace = readWorkspace(texts.workspace, { nowMs }, (finding) => findings.push(finding));
  return desiredOf(workspace, { files: groups, complete: true, tests, nowMs }, findings);
}

type WorkspacePlace = Pick<GroupFilePlaces, 'files' | 'folder' | 'except' | 'also'>;

async function groupFilesOf(
  { groups, groupsSource }: Workspace,
  place: WorkspacePlace,
  report: Report,
): Promise<GroupFiles> {
  if (groups === undefined) return { files: [], complete: false };
  const found = await readGroupFiles({ ...place, glob: groups, source: groupsSource }, report);
  if (found.complete && found.files.length === 0 && place.also === undefined) {
    const message = `no file matches "${groups}"; expected a glob of group files, relative to this file`;
    const example = 'groups: groups/**/*.yaml';
    report(fault(groupsSource, { code: 'no-group-files', message, example }));
  }
  return found;
}

async function testFilesOf(
  { tests, testsSource }: Workspace,
  place: WorkspacePlace,
  report: Report,
): Promise<readonly TextFile[]> {
  if (tests === undefined) return [];
  const { files } = await readGroupFiles(
    { ...place, also: undefined, glob: tests, source: testsSource },
    report,
  );
  if (files.length === 0) {
    const message = `no file matches "${tests}"; expected a glob of test files, relative to this file`;
    const example = 'tests: tests/**/*.yaml';
    report(fault(testsSource, { code: 'no-test-files', message, example }));
  }
  return files;
}

interface FilesToRead extends GroupFiles, ReadWorkspaceOptions {
  readonly tests: readonly TextFile[];
}

/** `findings` are those so far; the faults of all files come together in the result. */
function desiredOf(
  workspace: Workspace,
  { files, complete, tests, nowMs }: FilesToRead,
  findings: Finding[],
): LoadResult {
  const { owner, targets, waves, lock, networks, services, rulesets, defaultPriority } = workspace;
  const { ignore } = workspace;
  const report: Report = (finding) => findings.push(finding);
  const anywhere = addressesAnywhere(networks);
  const named = { networks, findService: services.find, serviceNames: services.names };
  const context = { ...named, targets, rulesets, defaultPriority, ignore, nowMs, report };
  reportRulesetFaults(rulesets, { ...context, ...anywhere });
  // Read for each group with its account; here for its faults, where there is no group.
  readIgnore([ignore], { ...anywhere, account: undefined, report });
  const parsed = files.map((file) => readGroupFile(file, context));
  const readings = parsed.flatMap((file) => file.readings);
  const namesKnown =
    complete && parsed.every((file) => file.complete) && readings.every(({ group }) => group);
  const around = { readings, namesKnown, targets };
  reportGroupFaults(around, report);
  reportUnknownGroups(ignore ? ignoredReferences(ignore) : [], around, report);
  const groups = readings.flatMap(({ group }) => group ?? []);
  reportLockFaults(lock, { groups, namesKnown }, report);
  const asserted = tests.flatMap((file) => readTestFile(file, { networks, report }));
  const instances = (name: string) => readings.flatMap((one) => one.instances?.get(name) ?? []);
  const targetNames = targets.names ?? [];
  const inTargets = new Map(targetNames.map((name) => [name, instances(name)]));
  const tested = { groups: inTargets, namesKnown: namesKnown && targets.names !== undefined };
  reportAssertionFaults([...workspace.protect, ...asserted], tested, report);

  const all = withoutRepeats(findings).toSorted(compareFindings);
  const isWrong = all.some(({ severity }) => severity === 'error');
  if (isWrong || owner === undefined) return { ok: false, findings: all };
  const ordered = waves.flat().flatMap((name) => targets.byName.get(name) ?? []);
  const namings = { all: namingsIn(readings), order: waves.flat() };
  const states = ordered.map((target) =>
    stateOf(target, { ...workspace, owner }, { readings, namings }),
  );
  const counts = new Map(ordered.map(({ name }) => [name, countIn(name, readings)]));
  const testsIn = new Map(
    states.map(({ target: { name }, groups: own }) => [
      name,
      assertionsIn(asserted, { target: name, groups: own }),
    ]),
  );
  const names = {
    networks: new Map(
      ordered.map(({ name }) => [name, blocksByName(networksOf(name, networks))] as const),
    ),
    networkNotes: [networks.shared, ...networks.own.values()].flatMap(({ notes }) => notes),
    networkAt: (target: string, source: Source) =>
      networksOf(target, networks).entries.get(formatSource(source)),
    tests: testsIn,
    defaultPriority,
  };
  const written = { protect: workspace.protect, tests: asserted };
  const access = { uses: targets.uses, allowed: workspace.allowed };
  return { ok: true, loaded: { states, waves, warnings: all, counts, ...names, written, access } };
}

function blocksByName({ names, find }: Networks): ReadonlyMap<string, readonly Cidr[]> {
  const found = names.flatMap((name): [string, readonly Cidr[]][] => {
    const blocks = find(name);
    if (blocks === 'faulty' || blocks === 'unknown') return [];
    return [[name, blocks.flatMap(({ cidr, when }) => (when === 'now' ? [cidr] : []))]];
  });
  return new Map(found);
}

function stateOf(
  target: Target,
  {
    owner,
    quotas,
    limits,
    lock,
    targets,
    networks,
    protect: written,
    groups: glob,
    groupsSource,
  }: Omit<Workspace, 'owner'> & { readonly owner: string },
  { readings, namings }: { readonly readings: readonly GroupReading[]; readonly namings: Namings },
): DesiredState {
  const groups = readings.flatMap(({ instances }) => instances?.get(target.name) ?? []);
  const protect = assertionsIn(written, { target: target.name, groups });
  const own = quotas.get(target.name);
  const { byName } = targets;
  const peerTargets = peerTargetsOf(groups, { byName, namings, readings });
  const { entries } = networksOf(target.name, networks);
  return {
    ...{ owner, target, groups },
    ...(own && { quotas: own }),
    ...(limits && { limits }),
    ...(glob !== undefined && { groupFiles: { glob, source: groupsSource } }),
    ...(entries.size > 0 && { networkEntries: entries }),
    ...(lock && { lock }),
    ...(protect.length > 0 && { protect }),
    ...(peerTargets.length > 0 && { peerTargets }),
  };
}

function assertionsIn(
  written: readonly WrittenAssertion[],
  there: TargetGroups,
): readonly FlowAssertion[] {
  return written.flatMap((assertion) => assertionIn(assertion, there) ?? []);
}

function countIn(target: string, readings: readonly GroupReading[]): LoadedCounts {
  const own = readings.filter(({ instances }) => instances?.has(target));
  const groups = own.flatMap(({ instances }) => instances?.get(target) ?? []);
  return {
    groups: groups.length,
    writtenRules: sum(own.map(({ writtenRules }) => writtenRules)),
    expandedRules: sum(groups.map(ruleCount)),
    references: {
      groups: sum(own.map(({ references }) => references.length)),
      networks: sumOf('networks', own),
      services: sumOf('services', own),
      rulesets: sumOf('rulesets', own),
    },
  };
}

function sumOf(
  kind: Exclude<keyof ReferenceCounts, 'groups'>,
  readings: readonly GroupReading[],
): number {
  return sum(readings.map(({ otherReferences }) => otherReferences[kind]));
}

function ruleCount(group: DesiredGroup): number {
  if (group.state !== 'present') return 0;
  return (group.ingress?.length ?? 0) + (group.egress?.length ?? 0);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
