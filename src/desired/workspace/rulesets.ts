// The named lists of rules of a workspace, for groups that use them.
import { directions } from '../../model/rule.ts';
import { fault, type Report, type Words } from '../fault.ts';
import { fillParameters, parametersIn, type ArgumentOf } from '../rules/fill-parameters.ts';
import { closest } from '../shape/closest.ts';
import { isSound } from '../shape/shape.ts';
import { textOf, valueAt, type Located, type LocatedMap } from '../yaml/located.ts';
import { listNames } from './list-names.ts';

export interface Ruleset {
  /** By name; undefined for a parameter that has no default, so that it must be given. */
  readonly parameters: ReadonlyMap<string, Located | undefined>;
  /** The directions that it has. */
  readonly body: LocatedMap;
}

export interface Rulesets {
  readonly names: readonly string[];
  /** `unknown`, or `faulty` where its faults are reported already. */
  readonly find: (name: string) => Ruleset | 'unknown' | 'faulty';
}

export const noRulesets: Rulesets = { names: [], find: () => 'unknown' };
export const unreadRulesets: Rulesets = { names: [], find: () => 'faulty' };

/** Reads all of them, used or not, and reports what is wrong with their parameters. */
export function readRulesets(
  node: Located | undefined,
  faulty: ReadonlySet<Located>,
  report: Report,
): Rulesets {
  if (node === undefined) return noRulesets;
  if (node.kind !== 'map') return unreadRulesets;
  const read = new Map(
    [...node.entries].map(([name, { value }]) => [
      name,
      isSound(value, faulty) && value.kind === 'map' ? readRuleset(name, value, report) : undefined,
    ]),
  );
  return {
    names: [...read.keys()],
    find: (name) => (read.has(name) ? (read.get(name) ?? 'faulty') : 'unknown'),
  };
}

/** Its rules as those of a group that gives these values for its parameters. */
export function rulesAsGroup({ body }: Ruleset, argumentOf: ArgumentOf): Located {
  const { source } = body;
  const name: Located = { kind: 'scalar', source, value: 'ruleset', text: 'ruleset' };
  const filled = fillParameters(body, argumentOf);
  const entries = filled.kind === 'map' ? filled.entries : body.entries;
  return { ...body, entries: new Map([['name', { key: source, value: name }], ...entries]) };
}

function readRuleset(name: string, node: LocatedMap, report: Report): Ruleset | undefined {
  const entries = directions.flatMap((direction) => {
    const entry = node.entries.get(direction);
    return entry === undefined ? [] : [[direction, entry] as const];
  });
  const body: LocatedMap = { ...node, entries: new Map(entries) };
  if (entries.length === 0) report(fault(node.source, withoutRules(name)));
  const declared = valueAt(node, 'parameters');
  const parameters = declared?.kind === 'map' ? declared.entries : new Map<string, never>();
  const used = parametersIn(body);
  const unknown = used.filter((one) => !parameters.has(textOf(one)));
  for (const one of unknown) {
    report(fault(one.source, unknownParameter(textOf(one), [...parameters.keys()])));
  }
  const names = new Set(used.map(textOf));
  // Of a name that is misspelt in the rules, this would be an echo.
  const idle = unknown.length > 0 ? [] : [...parameters].filter(([key]) => !names.has(key));
  for (const [key, place] of idle) report(fault(place.key, idleParameter(key)));
  if (entries.length === 0 || unknown.length > 0) return undefined;
  const defaults = [...parameters].map(
    ([key, { value }]) => [key, valueAt(value, 'default')] as const,
  );
  return { parameters: new Map(defaults), body };
}

function withoutRules(name: string): Words {
  const message = `the ruleset "${name}" has neither ingress nor egress; expected rules of one direction or of both`;
  return { code: 'empty-ruleset', message, example: 'ingress: []' };
}

/** Also said of a group that gives a value for none. */
export function unknownParameter(name: string, names: readonly string[]): Words {
  const meant = closest(name, names);
  const known =
    names.length === 0
      ? 'expected none, since the ruleset declares none'
      : `expected one of ${listNames(names)}`;
  const hint = meant === undefined ? known : `did you mean "${meant}"?`;
  return { code: 'unknown-parameter', message: `no parameter is named "${name}"; ${hint}` };
}

function idleParameter(name: string): Words {
  const message = `no rule of the ruleset has { parameter: ${name} }; expected one, or that the parameter goes`;
  return { code: 'idle-parameter', message, example: `source: { parameter: ${name} }` };
}
