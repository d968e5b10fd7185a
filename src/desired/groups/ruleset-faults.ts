// What is wrong with the rules of rulesets, whether or not a group uses them: they are read as those of a
// group that gives nothing for their parameters.
import { directions } from '../../model/rule.ts';
import { parametersIn } from '../rules/fill-parameters.ts';
import { readDirection } from '../rules/read-direction.ts';
import type { RuleContext } from '../rules/read-rule.ts';
import { checkShape } from '../shape/shape.ts';
import { rulesAsGroup, type Rulesets } from '../workspace/rulesets.ts';
import type { Located, LocatedEntry } from '../yaml/located.ts';

export function reportRulesetFaults(
  { names, find }: Rulesets,
  context: Omit<RuleContext, 'faulty' | 'account'>,
): void {
  for (const name of names) {
    const ruleset = find(name);
    if (ruleset === 'unknown' || ruleset === 'faulty') continue;
    const byDefault = rulesAsGroup(ruleset, (one) => ruleset.parameters.get(one));
    const root = withoutOpenRules(byDefault);
    const { findings, faulty } = checkShape(root, 'group');
    findings.forEach(context.report);
    const rules = { own: { root, faulty }, used: [], complete: true };
    for (const direction of directions) {
      readDirection(rules, direction, { ...context, account: undefined });
    }
  }
}

/** Of rules with a parameter that only groups give, nothing is known yet. */
function withoutOpenRules(root: Located): Located {
  if (root.kind !== 'map') return root;
  const entries = [...root.entries].map(([key, entry]): [string, LocatedEntry] => {
    const { key: place, value } = entry;
    if (value.kind !== 'list') return [key, entry];
    const items = value.items.filter((item) => parametersIn(item).length === 0);
    return [key, { key: place, value: { ...value, items } }];
  });
  return { ...root, entries: new Map(entries) };
}
