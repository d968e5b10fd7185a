// The rules of a direction as the planner compares them: peers that are ours go by our names.
import { namedPeer, type NamesById } from '../model/live.ts';
import type { GroupName } from '../model/group-identity.ts';
import type { Refusal } from '../model/refusal.ts';
import { rankedKey, ruleKey, type WrittenRule } from '../model/rule.ts';
import { formatSource } from '../model/source.ts';

export interface NamedRules {
  readonly rules: readonly WrittenRule[];
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
  const rules = new Map<string, WrittenRule>();
  const refusals: Refusal[] = [];
  for (const rule of written) {
    const named = { ...rule, peer: namedPeer(rule.peer, names) };
    const first = rules.get(ruleKey(named));
    if (named.peer.kind === 'group' && named.peer.group === group) {
      const message = `${group} is its own peer; write \`innerAccessPolicy: accept\` instead`;
      refusals.push({ code: 'own-peer', message, source: rule.source });
    } else if (first !== undefined && rankedKey(first) !== rankedKey(named)) {
      const message = `the same rule as at ${formatSource(first.source)}, at another priority`;
      refusals.push({ code: 'two-priorities', message, source: rule.source });
    } else if (first === undefined) {
      rules.set(ruleKey(named), named);
    }
  }
  return { rules: [...rules.values()], refusals };
}
