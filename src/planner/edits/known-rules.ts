// Which live rules of a direction are compared with what is written: all of them, or, where rules are
// additive, those that match, name and do what a written rule does, or one that has expired, or one
// that should be absent.
import type { PresentGroup } from '../../model/group.ts';
import { withPeerName, type NamesById } from '../../model/live.ts';
import type { Refusal } from '../../model/refusal.ts';
import { ruleKey, type LiveRule } from '../../model/rule.ts';
import { formatSource } from '../../model/source.ts';
import type { NamedRules } from './written-rules.ts';

export interface KnownRules {
  readonly known: readonly LiveRule[];
  /** Those that stay as they are, because nobody wrote anything of them. */
  readonly kept: readonly LiveRule[];
  readonly refusals: readonly Refusal[];
}

/**
 * Whoever writes a rule says at which priority it is, so its twins at others are known. That a rule is
 * written and should be absent can be told only here where its peer is named once by its id.
 */
export function knownRules(
  { additive, expired = [] }: PresentGroup,
  { byKey }: NamedRules,
  live: readonly LiveRule[],
  names: NamesById,
): KnownRules {
  if (additive === undefined) return { known: live, kept: [], refusals: [] };
  const absent = additive.absent.map((rule) => withPeerName(rule, names));
  const over = expired.map((rule) => withPeerName(rule, names));
  const keys = new Set([...byKey.keys(), ...[...absent, ...over].map(ruleKey)]);
  const isKnown = (rule: LiveRule) => keys.has(ruleKey(rule));
  return {
    known: live.filter(isKnown),
    kept: live.filter((rule) => !isKnown(rule)),
    refusals: absent.flatMap((rule): Refusal[] => {
      const written = byKey.get(ruleKey(rule));
      if (written === undefined) return [];
      const message = `the rule should be absent, and is written at ${formatSource(written.source)}`;
      return [{ code: 'present-and-absent', message, source: rule.source }];
    }),
  };
}
