// What decides about a packet as the cells of a line.
import type { ExplainedDecider } from '../model/explanation.ts';
import { printable } from './printable.ts';
import { ruleCells } from './rule-cells.ts';
import { sourceText } from './source-text.ts';

type RuleDecider = Extract<ExplainedDecider, { kind: 'rule' }>;

/** A rule as it stands in a plan, and whose it is where `isShared`: several groups decide together. */
export function deciderCells(
  decider: ExplainedDecider,
  { isShared }: { readonly isShared: boolean },
): readonly string[] {
  switch (decider.kind) {
    case 'rule': {
      const cells = ruleCells(decider.rule);
      return [...(isShared ? [printable(decider.group)] : []), ...cells, ruleMark(decider)];
    }
    case 'innerAccessPolicy':
      return [`innerAccessPolicy accept of ${printable(decider.group)}`];
    case 'default':
      return [`the default: ${decider.policy}`];
  }
}

/** Where a rule is written, or what the cloud calls it. */
export function ruleMark({ rule: { source, id } }: RuleDecider): string {
  if (source !== undefined) return sourceText(source);
  return `live rule ${printable(id ?? 'without an id')} (in no file)`;
}
