// What a group is, against what it should be: rule by rule and attribute by attribute.
import type { GroupContent, Places } from './group.ts';
import { tagValue, withoutMarks, type Tags } from './group-identity.ts';
import type { MemberId } from './member.ts';
import { matchBy } from './match.ts';
import { contentKey, sortRules, type Rule } from './rule.ts';

export type Difference =
  | { readonly kind: 'groupMissing' }
  | { readonly kind: 'groupUnexpected' }
  | {
      readonly kind: 'attribute';
      readonly name: (typeof attributes)[number] | 'resourceGroup';
      readonly expected: string;
      readonly found: string;
    }
  /** Undefined where there is no such tag. */
  | {
      readonly kind: 'tag';
      readonly key: string;
      readonly expected: string | undefined;
      readonly found: string | undefined;
    }
  | { readonly kind: 'ruleMissing'; readonly rule: Rule }
  | { readonly kind: 'ruleUnexpected'; readonly rule: Rule }
  | { readonly kind: 'memberMissing'; readonly member: MemberId }
  | { readonly kind: 'memberUnexpected'; readonly member: MemberId }
  /** It is in other groups; in none that is known where it is not there. */
  | {
      readonly kind: 'memberElsewhere';
      readonly member: MemberId;
      readonly expected: readonly string[];
      readonly found: readonly string[];
    };

const attributes = ['cloudName', 'description', 'type', 'innerAccessPolicy'] as const;

/** Sorted; none where both have one digest. */
export function differencesOf(
  expected: GroupContent | undefined,
  found: GroupContent | undefined,
): readonly Difference[] {
  if (expected === undefined) return found === undefined ? [] : [{ kind: 'groupUnexpected' }];
  if (found === undefined) return [{ kind: 'groupMissing' }];
  const { leftOver, rightOver } = matchBy<Rule, Rule, Rule>(
    contentKey,
    expected.rules,
    found.rules,
  );
  return [
    ...attributes
      .filter((name) => expected[name] !== found[name])
      .map((name) => {
        return { kind: 'attribute', name, expected: expected[name], found: found[name] } as const;
      }),
    ...resourceGroupDifferences(expected, found),
    ...tagDifferences(withoutMarks(expected.tags), withoutMarks(found.tags)),
    ...sortRules(leftOver).map((rule) => ({ kind: 'ruleMissing', rule }) as const),
    ...sortRules(rightOver).map((rule) => ({ kind: 'ruleUnexpected', rule }) as const),
    ...memberDifferences(expected.members ?? [], found.members ?? []),
    ...placeDifferences(expected.places ?? {}, found.places ?? {}),
  ];
}

/** Only where it is known of both. */
function resourceGroupDifferences(
  { resourceGroup: expected }: GroupContent,
  { resourceGroup: found }: GroupContent,
): readonly Difference[] {
  if (expected === undefined || found === undefined || expected === found) return [];
  return [{ kind: 'attribute', name: 'resourceGroup', expected, found }];
}

function memberDifferences(
  expected: readonly MemberId[],
  found: readonly MemberId[],
): readonly Difference[] {
  const missing = expected.filter((member) => !found.includes(member));
  const unexpected = found.filter((member) => !expected.includes(member));
  return [
    ...missing.map((member) => ({ kind: 'memberMissing', member }) as const),
    ...unexpected.map((member) => ({ kind: 'memberUnexpected', member }) as const),
  ];
}

function placeDifferences(expected: Places, found: Places): readonly Difference[] {
  const members = new Set([...Object.keys(expected), ...Object.keys(found)]) as Set<MemberId>;
  return [...members].toSorted().flatMap((member): Difference[] => {
    const [wanted, is] = [expected[member] ?? [], found[member] ?? []];
    if (wanted.join(' ') === is.join(' ')) return [];
    return [{ kind: 'memberElsewhere', member, expected: wanted, found: is }];
  });
}

function tagDifferences(expected: Tags, found: Tags): readonly Difference[] {
  const keys = new Set([...Object.keys(expected), ...Object.keys(found)]);
  return [...keys].toSorted().flatMap((key): Difference[] => {
    const [wanted, is] = [tagValue(expected, key), tagValue(found, key)];
    return wanted === is ? [] : [{ kind: 'tag', key, expected: wanted, found: is }];
  });
}
