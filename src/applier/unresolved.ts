// Whether everything that the steps name can be found, before the first of them is sent.
import { contentKey, type Rule } from '../model/rule.ts';
import type { GroupName } from '../model/group-identity.ts';
import { exchanged } from '../model/moves.ts';
import { rulesSentBy } from '../model/sent-by.ts';
import type { Step } from '../model/step.ts';
import type { StaleGroup } from './events.ts';
import type { TouchedGroups } from './live-groups.ts';

/** Groups that rules refer to, or interfaces come into, and that are not there any more, or more than once. */
export function unresolvedPeers(
  steps: readonly Step[],
  { ids, contested }: TouchedGroups,
): readonly StaleGroup[] {
  const made = new Set(steps.flatMap((step) => (step.kind === 'createGroup' ? step.group : [])));
  const named = new Set([
    ...steps.flatMap(rulesSentBy).flatMap(({ peer }) => peerNames(peer)),
    ...steps.flatMap((step) => (step.kind === 'replaceGroups' ? exchanged(step).joins : [])),
  ]);
  return [...named].flatMap((group): StaleGroup[] => {
    if (contested.has(group))
      return [{ group, id: ids.get(group), why: 'contested', differences: [] }];
    return ids.has(group) || made.has(group)
      ? []
      : [{ group, id: undefined, why: 'gone', differences: [] }];
  });
}

/** Groups with rules that must be named by an id which the cloud did not tell. */
export function withoutRuleIds(
  steps: readonly Step[],
  { groups }: TouchedGroups,
): readonly GroupName[] {
  const unnamed = steps.filter((step) => {
    const rules = groups.get(step.group)?.rules.filter(({ id }) => id === '') ?? [];
    const keys = new Set(rules.map(contentKey));
    return rules.length > 0 && rulesToFind(step).some((rule) => keys.has(contentKey(rule)));
  });
  return [...new Set(unnamed.map(({ group }) => group))];
}

function rulesToFind(step: Step): readonly Rule[] {
  if (step.kind === 'modifyRule') return [step.before];
  return step.kind === 'revoke' ? step.rules : [];
}

function peerNames(peer: Rule['peer']): readonly GroupName[] {
  return peer.kind === 'group' ? [peer.group] : [];
}
