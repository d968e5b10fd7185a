// A rule without what the cloud alone knows of it: its id, and how it keeps its peer.
import type { Rule } from '../../model/rule.ts';

/** Steps name rules by content, never by rule id: ids come from fresh reads at apply. */
export function bareRule(rule: Rule): Rule {
  const { direction, policy, traffic, peer, local, priority, description } = rule;
  return {
    direction,
    policy,
    traffic,
    peer,
    ...(local === undefined ? {} : { local }),
    priority,
    ...(description === undefined ? {} : { description }),
  };
}
