// Whether what is live and not written stays, and which rules go all the same.
import type { AdditiveRules } from '../../model/group.ts';
import { directions, ruleKey, type WrittenRule } from '../../model/rule.ts';
import { formatSource } from '../../model/source.ts';
import { fault, type Report } from '../fault.ts';
import { isObserved } from './observed-faults.ts';
import { readDirection } from '../rules/read-direction.ts';
import type { RuleContext } from '../rules/read-rule.ts';
import { isSound } from '../shape/shape.ts';
import { itemsOf, textOf, valueAt, type Located } from '../yaml/located.ts';

/** Undefined where what is written is exclusive; faults are reported. */
export function readAdditive(root: Located, context: RuleContext): AdditiveRules | undefined {
  const { faulty, report } = context;
  const [rules, absent] = [valueAt(root, 'rules'), valueAt(root, 'absent')];
  if (rules !== undefined && !isSound(rules, faulty)) return undefined;
  const isAdditive = rules !== undefined && textOf(rules) === 'additive';
  if (absent !== undefined && !isAdditive && !isObserved(root)) {
    const message =
      '"absent" stands beside rules: additive; without it, what is not written goes anyhow';
    report(fault(absent.source, { code: 'absent-without-additive', message, example }));
  }
  const read = directions.flatMap((direction) => {
    const list = absent && valueAt(absent, direction);
    if (absent === undefined || list === undefined) return [];
    for (const rule of itemsOf(list)) reportStrangeKeys(rule, report);
    const own = { root: absent, faulty };
    return readDirection({ own, used: [], complete: true }, direction, context)?.rules ?? [];
  });
  return isAdditive ? { absent: read } : undefined;
}

const example = 'rules: additive';

/** A rule is absent at every priority and for ever, and checks do not look at it. */
function reportStrangeKeys(rule: Located, report: Report): void {
  for (const key of ['priority', 'expires', 'waive']) {
    const node = valueAt(rule, key);
    if (node === undefined) continue;
    const message = `"${key}" says nothing of a rule that should be absent, which goes at every priority; expected the rule without it`;
    report(fault(node.source, { code: 'not-in-absent', message }));
  }
}

/** One rule cannot be there and be absent. */
export function reportBothWays(
  written: readonly WrittenRule[],
  additive: AdditiveRules | undefined,
  report: Report,
): void {
  const places = new Map(written.map((rule) => [ruleKey(rule), rule.source]));
  const told = new Set<string>();
  for (const rule of additive?.absent ?? []) {
    const place = places.get(ruleKey(rule));
    const pair = `${formatSource(rule.source)} ${place && formatSource(place)}`;
    if (place === undefined || told.has(pair)) continue;
    told.add(pair);
    const message = `this rule should be absent, and is written at ${formatSource(place)}; expected one of them`;
    report(fault(rule.source, { code: 'present-and-absent', message }));
  }
}
