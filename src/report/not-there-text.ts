// An apply that was refused for the sake of something that it names and that is not there: what that is,
// and where somebody asks for it.
import { notThereBy, type NotThere } from '../model/not-there.ts';
import { listsNamedBy } from '../model/lists.ts';
import { formatPeer } from '../model/peer.ts';
import { resourceGroupSentBy, rulesSentBy } from '../model/sent-by.ts';
import { formatSource } from '../model/source.ts';
import type { PlannedRule, Step } from '../model/step.ts';
import { printable } from './printable.ts';

/**
 * A sentence for each kind of thing; undefined where these steps failed for other reasons. Of several in
 * one call the API does not say which it means.
 */
export function notThereText(
  failed: readonly { readonly step: Step; readonly failure: { readonly code: string } }[],
): string | undefined {
  const sentences = failed.flatMap(({ step, failure: { code } }) => {
    const kind = notThereBy(code);
    const things = kind === undefined ? [] : thingsNamed(step, kind);
    return kind === undefined || things.length === 0 ? [] : [sentence(kind, things)];
  });
  return sentences.length === 0 ? undefined : [...new Set(sentences)].join('');
}

function sentence(kind: NotThere, things: readonly string[]): string {
  const all = printable(things.join(', '));
  const isOne = things.length === 1;
  if (kind === 'otherVpc') {
    return `The API takes no peer of another VPC, and ${isOne ? 'this' : 'one of these'} is one: ${all}.\n`;
  }
  return isOne
    ? `The API does not find ${all}, and would not the next time.\n`
    : `The API does not find one of these, and would not the next time: ${all}.\n`;
}

/** Groups of ours are not among them: that one is gone, planning again shows. */
function thingsNamed(step: Step, kind: NotThere): readonly string[] {
  if (kind === 'resourceGroup') {
    const id = resourceGroupSentBy(step);
    return id === undefined ? [] : [`the resource group ${id} of ${step.group}`];
  }
  const byThing = new Map<string, readonly PlannedRule[]>();
  for (const rule of rulesSentBy(step)) {
    for (const thing of namedBy(rule, kind)) {
      byThing.set(thing, [...(byThing.get(thing) ?? []), rule]);
    }
  }
  return [...byThing].map(([thing, rules]) => `${thing}${placesOf(rules)}`);
}

function namedBy(rule: PlannedRule, kind: NotThere): readonly string[] {
  const { prefixLists, portLists } = listsNamedBy([rule]);
  if (kind === 'prefixList') return prefixLists.map((id) => `the prefix list ${id}`);
  if (kind === 'portList') return portLists.map((id) => `the port list ${id}`);
  return rule.peer.kind === 'foreignGroup' ? [`the group ${formatPeer(rule.peer)}`] : [];
}

/** ` (groups/web.yaml:4:5 and 1 more)`; rules that come back have none. */
function placesOf(rules: readonly PlannedRule[]): string {
  const [first, ...others] = rules.flatMap(({ source }) => source ?? []);
  if (first === undefined) return '';
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return ` (${formatSource(first)}${more})`;
}
