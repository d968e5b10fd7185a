// What is different from what a plan knows, a line each.
import type { Difference } from '../model/differences.ts';
import { unreachable } from '../model/unreachable.ts';
import { alignColumns } from './columns.ts';
import { printable, quoted } from './printable.ts';
import { placedRuleCells } from './rule-cells.ts';
import { attributeName } from './step-line.ts';

/** A group may differ in a thousand rules; then these are shown, and the others counted. */
const linesMax = 20;

export function differenceLines(differences: readonly Difference[]): readonly string[] {
  const lines = alignColumns(differences.slice(0, linesMax).map(differenceCells));
  const more = differences.length - lines.length;
  return [...lines, ...(more > 0 ? [`… and ${more} more`] : [])];
}

/** Under a line that says which group it is. */
export function indentedDifferences(differences: readonly Difference[]): string {
  return differenceLines(differences)
    .map((line) => `    ${line}\n`)
    .join('');
}

/** `-` for what should be there and is not, `+` for what is there and should not be. */
function differenceCells(difference: Difference): readonly string[] {
  switch (difference.kind) {
    case 'groupMissing':
      return ['- the group is not there'];
    case 'groupUnexpected':
      return ['+ the group is there'];
    case 'attribute': {
      const { name, expected, found } = difference;
      return [`~ ${attributeName(name)} is ${quoted(found)}, not ${quoted(expected)}`];
    }
    case 'tag': {
      const { key, expected, found } = difference;
      if (expected === undefined) return [`+ tag ${printable(key)} ${quoted(found ?? '')}`];
      if (found === undefined) return [`- tag ${printable(key)} ${quoted(expected)}`];
      return [`~ tag ${printable(key)} is ${quoted(found)}, not ${quoted(expected)}`];
    }
    case 'ruleMissing':
      return ['-', ...placedRuleCells(difference.rule)];
    case 'ruleUnexpected':
      return ['+', ...placedRuleCells(difference.rule)];
    case 'memberMissing':
      return [`- member ${printable(difference.member)}`];
    case 'memberUnexpected':
      return [`+ member ${printable(difference.member)}`];
    case 'memberElsewhere': {
      const [is, should] = [difference.found, difference.expected].map((names) =>
        names.length === 0 ? 'no group' : names.map(printable).join(' + '),
      );
      return [`~ member ${printable(difference.member)} is in ${is}, not ${should}`];
    }
    default:
      return unreachable(difference);
  }
}
