// Groups of which the internet reaches most ports.
import type { Finding } from '../model/finding.ts';
import type { PresentGroup } from '../model/group.ts';
import type { Check, Known } from './check.ts';
import { lets } from './rule-words.ts';
import { wideOpenings } from './wide-openings.ts';

export const publicEverything: Check = {
  name: 'public-everything',
  severity: 'error',
  summary: 'The internet reaches most ports of TCP or UDP, whatever will listen there tomorrow.',
  next: 'Name the ports that are meant to be public.',
  *find(_group: PresentGroup, known: Known): Generator<Finding> {
    for (const { rules, what } of wideOpenings(known.openings('ingress'))) {
      const [rule] = rules;
      if (rule === undefined) continue;
      yield {
        severity: publicEverything.severity,
        code: publicEverything.name,
        source: rule.source,
        message: `${lets(rules)} the internet reach ${what}; expected the ports of the service`,
        example: 'ports: [80, 443]',
      };
    }
  },
};
