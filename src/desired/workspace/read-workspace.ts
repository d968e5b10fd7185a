// The workspace file → whose groups, where they live, and what their files may refer to.
import type { ChangeLimits } from '../../model/change-limits.ts';
import { priorityMin } from '../../model/limits.ts';
import type { Lock } from '../../model/lock.ts';
import { defaultQuotas, type Quotas } from '../../model/quota.ts';
import type { Source } from '../../model/source.ts';
import type { WrittenAssertion } from '../assertions/read-assertion.ts';
import { readAssertions } from '../assertions/read-test-file.ts';
import { fault, type Report } from '../fault.ts';
import type { WrittenIgnore } from '../groups/read-ignore.ts';
import { textOf, valueAt, type Located } from '../yaml/located.ts';
import { notAllowed, notAllowedText, nothingSaid, readAllowed, type Allowed } from './allowed.ts';
import { readLimits } from './read-limits.ts';
import { readLock } from './read-lock.ts';
import { readRulesets, unreadRulesets, type Rulesets } from './rulesets.ts';
import { readServices, unreadServices, type Services } from './services.ts';
import { readTargets, unreadTargets, type Targets } from './read-targets.ts';
import { readWaves, type Waves } from './read-waves.ts';
import {
  readTargetNetworks,
  unreadTargetNetworks,
  type TargetNetworks,
} from './target-networks.ts';
import { writtenTargets, type WrittenTarget } from './written-targets.ts';
import { parseYaml } from '../yaml/parse-yaml.ts';
import { checkShape, isSound } from '../shape/shape.ts';
import type { TextFile } from '../files/text-file.ts';

/** Each part is undefined where it has a fault, so that the other parts can still be used. */
export interface Workspace {
  readonly owner: string | undefined;
  readonly targets: Targets;
  readonly waves: Waves;
  /** The endpoints and roles that targets may name. */
  readonly allowed: Allowed;
  readonly groups: string | undefined;
  readonly groupsSource: Source;
  /** A glob of test files. */
  readonly tests: string | undefined;
  readonly testsSource: Source;
  readonly protect: readonly WrittenAssertion[];
  readonly defaultPriority: number;
  /** Those that are written, by target. */
  readonly quotas: ReadonlyMap<string, Partial<Quotas>>;
  /** Those that are written. */
  readonly limits: ChangeLimits | undefined;
  readonly lock: Lock | undefined;
  /** What others keep in any group. */
  readonly ignore: WrittenIgnore | undefined;
  readonly networks: TargetNetworks;
  readonly services: Services;
  readonly rulesets: Rulesets;
}

export interface ReadWorkspaceOptions {
  /** When the files are read: entries of networks begin and end, and rules expire. */
  readonly nowMs: number;
}

export function readWorkspace(
  file: TextFile,
  { nowMs }: ReadWorkspaceOptions,
  report: Report,
): Workspace {
  const root = onlyDocument(file, report);
  if (root === undefined) return unread(file);
  const { findings, faulty } = checkShape(root, 'workspace');
  findings.forEach(report);
  const sound = (key: string): Located | undefined => {
    const node = valueAt(root, key);
    return node !== undefined && isSound(node, faulty) ? node : undefined;
  };
  const [owner, groups] = [sound('owner'), sound('groups')];
  const defaults = sound('defaults');
  const [limits, lock] = [sound('limits'), sound('lock')];
  const written = writtenTargets(root, faulty);
  const targets = readTargets(written, report);
  const priority = defaults && valueAt(defaults, 'priority');
  const networks = readTargetNetworks(root, written, { faulty, nowMs, report });
  const [tests, ignore] = [sound('tests'), valueAt(root, 'ignore')];
  return {
    owner: owner && textOf(owner),
    targets,
    allowed: readAllowedOf({ targets, node: sound('allow') }, report),
    waves: readWaves(sound('waves'), targets.names, report),
    groups: groups && textOf(groups),
    groupsSource: groups?.source ?? root.source,
    tests: tests && textOf(tests),
    testsSource: tests?.source ?? root.source,
    protect: readAssertions(valueAt(root, 'protect'), { networks, faulty, report }),
    defaultPriority: priority === undefined ? priorityMin : Number(textOf(priority)),
    quotas: readQuotas(sound('quotas'), written),
    limits: limits && readLimits(limits),
    lock: lock && readLock(lock, report),
    ignore: ignore && { node: ignore, faulty },
    networks,
    services: readServices(valueAt(root, 'services'), faulty, report),
    rulesets: readRulesets(valueAt(root, 'rulesets'), faulty, report),
  };
}

function onlyDocument(file: TextFile, report: Report): Located | undefined {
  const { documents, complete } = parseYaml(file, report);
  const [root, second] = documents;
  if (second !== undefined) {
    const message = 'the workspace file has several documents; expected one';
    report(fault(second.source, { code: 'bad-document', message }));
  } else if (root === undefined && complete) {
    const message = 'the file is empty; expected a workspace: version, owner, groups and targets';
    const source = { file: file.file, line: 1, column: 1 };
    report(fault(source, { code: 'empty-file', message, example: 'version: 1' }));
  }
  return root;
}

function readAllowedOf(
  { targets, node }: { readonly targets: Targets; readonly node: Located | undefined },
  report: Report,
): Allowed {
  if (node === undefined) return nothingSaid;
  const allowed = readAllowed(node);
  for (const use of notAllowed({ uses: targets.uses, allowed })) {
    const message = `${notAllowedText(use, allowed, 'this file')}; expected what is allowed`;
    report(fault(use.source, { code: 'not-allowed', message }));
  }
  return allowed;
}

/** What a target says holds in the place of what the workspace says. */
function readQuotas(
  shared: Located | undefined,
  targets: readonly WrittenTarget[] | undefined,
): Workspace['quotas'] {
  const each = (targets ?? []).map(({ name, value }) => {
    const own = value && valueAt(value, 'quotas');
    return [name, { ...quotasIn(shared), ...quotasIn(own) }] as const;
  });
  return new Map(each.filter(([, quotas]) => Object.keys(quotas).length > 0));
}

function quotasIn(quotas: Located | undefined): Partial<Quotas> {
  if (quotas === undefined) return {};
  const written = Object.keys(defaultQuotas).flatMap((name) => {
    const value = valueAt(quotas, name);
    return value === undefined ? [] : [[name, Number(textOf(value))] as const];
  });
  return Object.fromEntries(written);
}

/**
 * The files are still found and read, so that their faults are told in the same run. Names may all be
 * those of networks and targets: nobody knows.
 */
function unread(file: TextFile): Workspace {
  const [groups, tests] = [globAt(file, 'groups'), globAt(file, 'tests')];
  return {
    owner: undefined,
    targets: unreadTargets,
    waves: [],
    allowed: nothingSaid,
    groups: groups.glob,
    groupsSource: groups.source,
    tests: tests.glob,
    testsSource: tests.source,
    protect: [],
    defaultPriority: priorityMin,
    quotas: new Map(),
    limits: undefined,
    lock: undefined,
    ignore: undefined,
    networks: unreadTargetNetworks,
    services: unreadServices,
    rulesets: unreadRulesets,
  };
}

/** Of a text that is no YAML as a whole, the value of one line of its own. */
function globAt(
  { file, text }: TextFile,
  key: 'groups' | 'tests',
): { readonly glob: string | undefined; readonly source: Source } {
  const line = text.split('\n').findIndex((one) => one.startsWith(`${key}: `));
  const written = text.split('\n')[line]?.slice(key.length + 2) ?? '';
  const [, glob] = /^\s*["']?([\w./*{},-]+)["']?\s*(?:#.*)?$/.exec(written) ?? [];
  return { glob, source: { file, line: Math.max(1, line + 1), column: 1 } };
}
