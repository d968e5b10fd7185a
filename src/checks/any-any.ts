// Groups that filter nothing that comes in.
import type { Finding } from '../model/finding.ts';
import type { PresentGroup } from '../model/group.ts';
import type { WrittenRule } from '../model/rule.ts';
import { formatSource } from '../model/source.ts';
import type { Check, Known } from './check.ts';
import { byWrittenRule, lets, quoted } from './rule-words.ts';

export const anyAny: Check = {
  name: 'any-any',
  severity: 'error',
  summary:
    'Every protocol is accepted from every address of IPv4 or of IPv6, so that the group filters nothing.',
  next: 'Name the protocols and addresses that are needed; a group that filters nothing may as well go.',
  *find({ name }: PresentGroup, known: Known): Generator<Finding> {
    const rules = (['ipv4', 'ipv6'] as const).flatMap((family) => known.acceptedWhole(family));
    for (const [source, own] of byWrittenRule(unique(rules))) {
      const what = lets(own.map(({ rule }) => rule));
      yield {
        severity: anyAny.severity,
        code: anyAny.name,
        source,
        message: `the group "${name}" filters nothing: ${what} everybody in with everything; expected a rule for each service`,
        example: '{ protocol: tcp, ports: 443, source: [0.0.0.0/0, "::/0"] }',
      };
    }
  },
};

function unique(rules: readonly WrittenRule[]): readonly { readonly rule: WrittenRule }[] {
  return [
    ...new Map(
      rules.map((rule) => [`${formatSource(rule.source)} ${quoted(rule)}`, { rule }]),
    ).values(),
  ];
}
