// Groups that come near the quotas of their account.
import type { Finding } from '../model/finding.ts';
import type { PresentGroup } from '../model/group.ts';
import { isGroupPeer } from '../model/quota.ts';
import type { Check, Known } from './check.ts';

/** From here on there is little room left to change anything safely. */
const fullShare = 0.8;

export const quotaHeadroom: Check = {
  name: 'quota-headroom',
  severity: 'warning',
  summary:
    'A group uses more than 80 % of a quota of rules. Safe changes add before they remove, and need the room. Only what is written counts, and a list counts once.',
  next: 'Put addresses into a prefix list, write larger blocks, split the group, or raise the quota and write it under `quotas`.',
  *find(
    { name, ingress = [], egress = [], source }: PresentGroup,
    known: Known,
  ): Generator<Finding> {
    const rules = [...ingress, ...egress];
    const { rulesPerGroup, groupPeersPerGroup } = known.quotas;
    const uses = [
      { count: rules.length, limit: rulesPerGroup, what: 'rules' },
      {
        count: rules.filter(isGroupPeer).length,
        limit: groupPeersPerGroup,
        what: 'rules whose peer is a group',
      },
    ];
    for (const { count, limit, what } of uses) {
      if (count <= limit * fullShare) continue;
      yield {
        severity: quotaHeadroom.severity,
        code: quotaHeadroom.name,
        source,
        message: `the group "${name}" has ${count} ${what} of at most ${limit}; expected room to change them: larger blocks, ranges of ports, prefix lists, or a larger quota`,
        example: `quotas: { ${what === 'rules' ? 'rulesPerGroup' : 'groupPeersPerGroup'}: ${limit * 2} }`,
      };
    }
  },
};
