// The rulesets that a group uses → their rules as this group has them.
import { directions } from '../../model/rule.ts';
import type { Source } from '../../model/source.ts';
import { fault, type Report, type Words } from '../fault.ts';
import { expandedRulesMax } from '../rules/rule-faults.ts';
import { closest } from '../shape/closest.ts';
import { checkShape, isSound } from '../shape/shape.ts';
import { listNames } from '../workspace/list-names.ts';
import {
  rulesAsGroup,
  unknownParameter,
  type Ruleset,
  type Rulesets,
} from '../workspace/rulesets.ts';
import { itemsOf, textOf, valueAt, type Located } from '../yaml/located.ts';

/** The rules of a ruleset as a group would have them that writes them itself. */
export interface UsedRuleset {
  readonly root: Located;
  readonly faulty: ReadonlySet<Located>;
  /** Where it is used. */
  readonly via: Source;
}

export interface Uses {
  readonly used: readonly UsedRuleset[];
  /** False where a fault hides the rules of some. */
  readonly complete: boolean;
}

export interface UseContext {
  readonly rulesets: Rulesets;
  readonly faulty: ReadonlySet<Located>;
  readonly report: Report;
}

/** Each is read anew as a part of the group. */
const usesMax = 100;

export function readUses(root: Located, context: UseContext): Uses {
  const list = valueAt(root, 'use');
  if (list === undefined) return { used: [], complete: true };
  if (list.kind !== 'list') return { used: [], complete: false };
  if (list.items.length > usesMax) {
    const message = `the group uses ${list.items.length} rulesets; expected at most ${usesMax}`;
    context.report(fault(list.source, { code: 'too-many-items', message }));
    return { used: [], complete: false };
  }
  const used: UsedRuleset[] = [];
  let [complete, rules] = [true, 0];
  for (const item of itemsOf(list)) {
    const use = readUse(item, context);
    if (use === undefined) complete = false;
    else used.push(use);
    rules += use === undefined ? 0 : ruleCount(use.root);
    if (rules <= expandedRulesMax) continue;
    const message = `the rulesets up to here have more than ${expandedRulesMax} rules; expected fewer`;
    context.report(fault(item.source, { code: 'too-many-rules', message }));
    return { used: [], complete: false };
  }
  return { used, complete };
}

function ruleCount(root: Located): number {
  const lists = directions.flatMap((direction) => valueAt(root, direction) ?? []);
  return lists.reduce((sum, list) => sum + itemsOf(list).length, 0);
}

function readUse(item: Located, { rulesets, faulty, report }: UseContext): UsedRuleset | undefined {
  if (!isSound(item, faulty)) return undefined;
  const nameNode = valueAt(item, 'ruleset') ?? item;
  const ruleset = rulesets.find(textOf(nameNode));
  if (ruleset === 'unknown') {
    report(fault(nameNode.source, unknownRuleset(textOf(nameNode), rulesets.names)));
  }
  if (ruleset === 'unknown' || ruleset === 'faulty') return undefined;
  const given = valueAt(item, 'with');
  const words = argumentFaults(ruleset, { item, given });
  words.forEach(report);
  if (words.length > 0) return undefined;
  const rules = rulesAsGroup(
    ruleset,
    (name) => (given && valueAt(given, name)) ?? ruleset.parameters.get(name),
  );
  const shape = checkShape(rules, 'group');
  shape.findings.forEach(report);
  return { root: rules, faulty: shape.faulty, via: item.source };
}

function argumentFaults(
  { parameters }: Ruleset,
  { item, given }: { readonly item: Located; readonly given: Located | undefined },
) {
  const entries = given?.kind === 'map' ? [...given.entries] : [];
  const names = [...parameters.keys()];
  const unknown = entries.filter(([name]) => !parameters.has(name));
  const missing = names.filter(
    (name) => parameters.get(name) === undefined && !entries.some(([key]) => key === name),
  );
  return [
    ...unknown.map(([name, { key }]) => fault(key, unknownParameter(name, names))),
    // A name that is misspelt is not missing as well.
    ...(unknown.length > 0 ? [] : missing).map((name) => fault(item.source, noArgument(name))),
  ];
}

function unknownRuleset(name: string, names: readonly string[]): Words {
  const meant = closest(name, names);
  const known =
    names.length === 0
      ? 'expected one under "rulesets" in the workspace'
      : `expected one of ${listNames(names)}`;
  const hint = meant === undefined ? known : `did you mean "${meant}"?`;
  const message = `no ruleset is named "${name}"; ${hint}`;
  return { code: 'unknown-ruleset', message, example: `use: [${meant ?? names[0] ?? 'baseline'}]` };
}

function noArgument(name: string): Words {
  const message = `the parameter "${name}" of this ruleset has no default; expected a value for it`;
  return { code: 'missing-argument', message, example: `with: { ${name}: … }` };
}
