// Which live rules of a direction are compared with what is written: all but those that are ignored, or,
// where rules are additive, those that match, name and do what a written rule does, or one that has
// expired, or one that should be absent. Whatever is written is ours, and so is never ignored.
import type { PresentGroup } from '../../model/group.ts';
import { withPeerName, type NamesById } from '../../model/live.ts';
import type { Refusal } from '../../model/refusal.ts';
import { ruleKey, type LiveRule } from '../../model/rule.ts';
import { formatSource } from '../../model/source.ts';
import { sortIgnored, type ExposedRule } from './ignored-rules.ts';
import type { NamedRules } from './written-rules.ts';

export interface KnownRules {
  readonly known: readonly LiveRule[];
  /** Those that stay as they are, because nobody wrote anything of them. */
  readonly kept: readonly LiveRule[];
  /** Those that stay because they are ignored. */
  readonly ignored: readonly LiveRule[];
  /** Those that would, were they not open to the internet. */
  readonly exposed: readonly ExposedRule[];
  readonly refusals: readonly Refusal[];
}

/**
 * Whoever writes a rule says at which priority it is, so its twins at others are known. That a rule is
 * written and should be absent can be told only here where its peer is named once by its id.
 */
export function knownRules(
  { additive, ignore, expired = [] }: PresentGroup,
  { byKey }: NamedRules,
  live: readonly LiveRule[],
  names: NamesById,
): KnownRules {
  const none = { kept: [], ignored: [], exposed: [], refusals: [] };
  const hasPatterns = ignore !== undefined && ignore.rules.length > 0;
  if (additive === undefined && !hasPatterns) return { known: live, ...none };
  const absent = (additive?.absent ?? []).map((rule) => withPeerName(rule, names));
  const over = expired.map((rule) => withPeerName(rule, names));
  const keys = new Set([...byKey.keys(), ...[...absent, ...over].map(ruleKey)]);
  const isKnown = (rule: LiveRule) => keys.has(ruleKey(rule));
  if (additive === undefined && hasPatterns) {
    const strange = live.filter((rule) => !isKnown(rule));
    const { ignored, exposed, others } = sortIgnored(strange, ignore, names);
    return { ...none, known: [...live.filter(isKnown), ...others], ignored, exposed };
  }
  return {
    ...none,
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
