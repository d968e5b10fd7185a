// The limits of a workspace: how much one plan may change.
import { limitNames, parseAmount, type ChangeLimits } from '../../model/change-limits.ts';
import { textOf, valueAt, type Located } from '../yaml/located.ts';

/** `node` has the shape of the schema, which says all that may be wrong with it. */
export function readLimits(node: Located): ChangeLimits {
  const written = limitNames.flatMap((name) => {
    const value = valueAt(node, name);
    const amount = value && parseAmount(textOf(value));
    return value && amount ? [[name, { amount, source: value.source }] as const] : [];
  });
  return Object.fromEntries(written);
}
