// The rules of a direction as the planner compares them: peers that are ours go by our names.
import { withPeerName, type NamesById } from '../../model/live.ts';
import type { GroupName } from '../../model/group-identity.ts';
import type { Refusal } from '../../model/refusal.ts';
import { ruleKey, type RuleKey, type WrittenRule } from '../../model/rule.ts';
import { formatSource } from '../../model/source.ts';

export interface NamedRules {
  /** In the order in which they are written; no two of them match and do the same. */
  readonly byKey: ReadonlyMap<RuleKey, WrittenRule>;
  readonly refusals: readonly Refusal[];
}

/**
 * A group written by its id may turn out to be one of ours, and then the same rule may stand twice,
 * or the group may be its own peer. Only the live state can tell.
 */
export function nameWrittenPeers(
  group: GroupName,
  written: readonly WrittenRule[],
  names: NamesById,
): NamedRules {
  const byKey = new Map<RuleKey, WrittenRule>();
  const refusals: Refusal[] = [];
  for (const rule of written) {
    const named = withPeerName(rule, names);
    const key = ruleKey(named);
    const first = byKey.get(key);
    if (named.peer.kind === 'group' && named.peer.group === group) {
      const message = `${group} is its own peer; write \`innerAccessPolicy: accept\` instead`;
      refusals.push({ code: 'own-peer', message, source: rule.source });
    } else if (first === undefined) {
      byKey.set(key, planned(named));
    } else if (first.priority !== named.priority) {
      const message = `the same rule as at ${formatSource(first.source)}, at another priority`;
      refusals.push({ code: 'two-priorities', message, source: rule.source });
    }
  }
  return { byKey, refusals };
}

/** Without what people alone need to know of it, which stands in no plan. */
function planned(rule: WrittenRule): WrittenRule {
  // Most say none of it, and need no copy.
  if (!('expires' in rule || 'owner' in rule || 'ticket' in rule)) return rule;
  const { expires, owner, ticket, ...rest } = rule;
  return expires === undefined && owner === undefined && ticket === undefined ? rule : rest;
}
