// The same change in many places is one change: an address that goes from 150 groups is one line.
import { risks, type AccessCause, type AccessChange } from '../../model/access.ts';
import { groupBy } from '../../model/group-by.ts';
import { rankedKey } from '../../model/rule.ts';
import type { BlastRadius } from './blast-radius.ts';
import { touchesOf } from './touches.ts';
import { riskOf } from './risk.ts';
import type { ScopeChange } from './changes-on.ts';

/** The gravest first; of one gravity in the order in which they were found. */
export function mergeChanges(
  found: readonly ScopeChange[],
  blastRadius: BlastRadius,
): readonly AccessChange[] {
  const merged = [...groupBy(found, keyOf).values()].flatMap((same): AccessChange[] => {
    const [first] = same;
    if (first === undefined) return [];
    const { effect, traffic, but, internet } = first;
    const scopes = same.map(({ scope }) => scope);
    const causes = new Map(
      same.flatMap((one) => one.causes).map((cause) => [JSON.stringify(cause), cause] as const),
    );
    const touches = touchesOf(scopes, blastRadius);
    return [
      {
        ...{ effect, traffic, ...(but === undefined ? {} : { but }), internet, scopes },
        ...(touches === undefined ? {} : { touches }),
        causes: [...causes.values()],
      },
    ];
  });
  return byGravity(merged);
}

export function byGravity(changes: readonly AccessChange[]): readonly AccessChange[] {
  return changes.toSorted((one, other) => gravityOf(other) - gravityOf(one));
}

/** Equal for those that the same rules of different groups bring about. */
function keyOf({ effect, traffic, but, causes }: ScopeChange): string {
  return JSON.stringify([effect, traffic, but, [...new Set(causes.map(causeKey))].sort()]);
}

function causeKey({ change, rule }: AccessCause): string {
  return `${change} ${rule === undefined ? 'inside' : rankedKey(rule)}`;
}

function gravityOf(change: AccessChange): number {
  const isSure = change.effect === 'opens' || change.effect === 'closes';
  return 2 * risks.indexOf(riskOf(change)) + Number(isSure);
}
