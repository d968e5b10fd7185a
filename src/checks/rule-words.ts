// How checks speak of rules: what they match, where they stand, and one finding a written rule.
import { groupBy } from '../model/group-by.ts';
import { formatPeer } from '../model/peer.ts';
import type { Rule, WrittenRule } from '../model/rule.ts';
import { formatSource, type Source } from '../model/source.ts';
import { formatTraffic } from '../model/traffic.ts';
import type { Decider } from '../reach/access/contender.ts';

/** `"tcp 22 from 10.0.0.0/8"`. */
export function quoted({ traffic, peer, direction }: Rule): string {
  const from = direction === 'ingress' ? 'from' : 'to';
  return `"${formatTraffic(traffic)} ${from} ${formatPeer(peer)}"`;
}

/** ` (owner edge-team, ticket NET-4711)`; empty where the rule says neither. */
export function askedFor({ owner, ticket }: WrittenRule): string {
  const said = [
    ...(owner === undefined ? [] : [`owner ${owner}`]),
    ...(ticket === undefined ? [] : [`ticket ${ticket}`]),
  ];
  return said.length === 0 ? '' : ` (${said.join(', ')})`;
}

const shownMax = 3;

/** `"all from 10.0.0.0/8" (groups/web.yaml:4:5) and 2 more`. */
export function listed(rules: readonly WrittenRule[]): string {
  const shown = rules
    .slice(0, shownMax)
    .map((rule) => `${quoted(rule)} (${formatSource(rule.source)})`);
  return withMore(shown, rules.length);
}

/** Each place with those of its rules that something is said of, in the order of the places. */
export function byWrittenRule<Said extends { readonly rule: WrittenRule }>(
  said: readonly Said[],
): readonly (readonly [Source, readonly [Said, ...Said[]]])[] {
  return [...groupBy(said, ({ rule }) => formatSource(rule.source)).values()].flatMap((own) => {
    const [first, ...others] = own;
    return first === undefined ? [] : [[first.rule.source, [first, ...others]] as const];
  });
}

/** `"tcp 22 from 10.0.0.0/8"`, and where a written rule stands for several: `1 of the 6 rules …`. */
export function partOf(
  some: readonly [{ readonly rule: WrittenRule }, ...{ readonly rule: WrittenRule }[]],
  all: readonly WrittenRule[] | undefined,
): string {
  const [{ rule }] = some;
  const count = all?.filter(({ source }) => isSamePlace(source, rule.source)).length ?? 0;
  if (count === 1) return quoted(rule);
  const shown = some.slice(0, shownMax).map((one) => quoted(one.rule));
  const which = count === some.length ? `all ${count}` : `${some.length} of the ${count}`;
  return `${which} rules written here (${withMore(shown, some.length)})`;
}

function isSamePlace(one: Source, other: Source): boolean {
  return one.line === other.line && one.column === other.column && one.file === other.file;
}

/** Rules of one place that let somebody through: `"all from 0.0.0.0/0" lets`, `"…" and "…" let`. */
export function lets(rules: readonly WrittenRule[]): string {
  const texts = [...new Set(rules.map(quoted))];
  const [first = '', second, ...others] = texts;
  if (second === undefined) return `${first} lets`;
  return others.length === 0
    ? `${first} and ${second} let`
    : `${first} and ${texts.length - 1} more let`;
}

/** The rules among those that decide. */
export function rulesOf(deciders: readonly Decider<WrittenRule>[]): readonly WrittenRule[] {
  return deciders.flatMap((decider) => (decider.kind === 'rule' ? [decider.rule] : []));
}

/** `a, b, c and 4 more`. */
export function withMore(shown: readonly string[], count: number): string {
  const more = count - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}
