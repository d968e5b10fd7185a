// Groups whose members are kept apart, and may call anybody else.
import type { Finding } from '../model/finding.ts';
import type { PresentGroup } from '../model/group.ts';
import type { Check, Known } from './check.ts';
import { lets } from './rule-words.ts';
import { wideOpenings } from './wide-openings.ts';

export const egressWideOpen: Check = {
  name: 'egress-wide-open',
  severity: 'warning',
  summary:
    'The members of a group do not reach each other (`innerAccessPolicy: drop`), and reach most ports of the internet: by a rule, or because a basic group lets out what no rule matches.',
  next: 'Write the destinations that the members need under `egress`, or accept within the group if they may reach each other.',
  *find(group: PresentGroup, known: Known): Generator<Finding> {
    if (group.innerAccessPolicy !== 'drop') return;
    for (const { rules, what } of wideOpenings(known.openings('egress'))) {
      const [rule] = rules;
      const who =
        rule === undefined
          ? `the group "${group.name}" is isolated, and by its default it lets`
          : `the group "${group.name}" is isolated, and ${lets(rules)}`;
      yield {
        severity: egressWideOpen.severity,
        code: egressWideOpen.name,
        source: rule?.source ?? group.source,
        message: `${who} its members reach ${what} on the internet; expected what they need, and a drop behind it`,
        example: '{ policy: drop, protocol: all, destination: [0.0.0.0/0, "::/0"], priority: 100 }',
      };
    }
  },
};
