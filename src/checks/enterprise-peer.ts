// Groups as peers where an advanced (enterprise) group is at either end: the API makes no such rule.
import type { Finding } from '../model/finding.ts';
import type { PresentGroup } from '../model/group.ts';
import { directions, type Direction } from '../model/rule.ts';
import type { Check, Known } from './check.ts';
import { byWrittenRule, partOf } from './rule-words.ts';

export const enterprisePeer: Check = {
  name: 'enterprise-peer',
  severity: 'error',
  summary:
    'A rule of an enterprise (advanced) group has a group as its peer, or an enterprise group is the peer. The API refuses both, and so do `plan` and `apply`, whatever is waived.',
  next: 'Write addresses or a list in the place of the group, or make both groups basic ones.',
  *find(group: PresentGroup, known: Known): Generator<Finding> {
    for (const direction of directions) {
      const rules = group[direction] ?? [];
      const wrong = rules.flatMap((rule) => {
        const type = known.typeOfPeer(rule.peer);
        const isPeer = ['group', 'groupOfTarget', 'foreignGroup'].includes(rule.peer.kind);
        return isPeer && [group.type, type].includes('enterprise') ? [{ rule }] : [];
      });
      for (const [source, own] of byWrittenRule(wrong)) {
        const isOwn = group.type === 'enterprise';
        const rule = partOf(own, rules);
        const what = isOwn
          ? `a group is the peer of ${rule} in the enterprise group "${group.name}"`
          : `an enterprise group is the peer of ${rule}`;
        const right = isOwn
          ? 'addresses or a prefix list'
          : 'a normal group, addresses or a prefix list';
        yield {
          severity: enterprisePeer.severity,
          code: enterprisePeer.name,
          source,
          message: `${what}, which the API refuses; expected ${right}`,
          example: `${peerKeys[direction]}: 10.0.0.0/8`,
        };
      }
    }
  },
};

const peerKeys: Readonly<Record<Direction, string>> = { ingress: 'source', egress: 'destination' };
