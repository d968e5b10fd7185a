// What can be wrong between assertions and groups: names and tags that nothing has, names twice.
import type { DesiredGroup, PresentGroup } from '../../model/group.ts';
import { formatSource } from '../../model/source.ts';
import type { Finding } from '../../model/finding.ts';
import { fault, type Report, type Words } from '../fault.ts';
import { lackingNetwork } from '../rules/read-address.ts';
import { closest } from '../shape/closest.ts';
import { assertionIn, groupsWithTag } from './assertions-in.ts';
import type { WrittenAssertion, WrittenEnd } from './read-assertion.ts';

export interface AssertionSurroundings {
  /** By target. */
  readonly groups: ReadonlyMap<string, readonly DesiredGroup[]>;
  /** Every name of a group could be read, so that another name is unknown. */
  readonly namesKnown: boolean;
}

export function reportAssertionFaults(
  assertions: readonly WrittenAssertion[],
  { groups, namesKnown }: AssertionSurroundings,
  report: Report,
): void {
  const names = new Map<string, WrittenAssertion>();
  const all = [...groups.values()].flat();
  for (const assertion of assertions) {
    const { name, source } = assertion;
    const first = names.get(name);
    if (first === undefined) names.set(name, assertion);
    else report(fault(source, sameName(first)));
    if (!namesKnown) continue;
    const ends = [...assertion.from, ...assertion.to, ...assertion.except];
    const wrong = ends.flatMap((end) => {
      const words = endWords(end, all);
      return words === undefined ? [] : [fault(end.source, words)];
    });
    wrong.forEach(report);
    const there = [...groups].flatMap(([target, own]) =>
      assertionIn(assertion, { target, groups: own }) === undefined ? [] : [target],
    );
    if (wrong.length === 0 && there.length === 0) report(fault(source, inNoTarget));
    lackingNetworks(ends, there, [...groups.keys()]).forEach(report);
  }
}

function lackingNetworks(
  ends: readonly WrittenEnd[],
  targets: readonly string[],
  all: readonly string[],
): readonly Finding[] {
  return ends.flatMap((end) => {
    if (end.kind !== 'addresses') return [];
    const lackedBy = targets.filter((target) => end.blocksIn(target) === undefined);
    const heldBy = all.filter((target) => end.blocksIn(target) !== undefined);
    if (lackedBy.length === 0) return [];
    return [fault(end.source, lackingNetwork(end.text, { lackedBy, heldBy }))];
  });
}

function endWords(end: WrittenEnd, groups: readonly DesiredGroup[]): Words | undefined {
  const present = groups.filter((group): group is PresentGroup => group.state === 'present');
  if (end.kind === 'tag') {
    return groupsWithTag(end, present).length > 0 ? undefined : unknownTag(end, present);
  }
  if (end.kind !== 'group' || present.some(({ name }) => name === end.group)) return undefined;
  const leaving = groups.find(({ name }) => name === end.group);
  if (leaving === undefined) {
    return unknownGroup(
      end.group,
      present.map(({ name }) => name),
    );
  }
  const message = `the group "${end.group}" is to be ${leaving.state} (${formatSource(leaving.source)}); expected a group that is present`;
  return { code: `${leaving.state}-group`, message, example: '{ group: web }' };
}

function unknownGroup(name: string, names: readonly string[]): Words {
  const meant = closest(name, names);
  const hint = meant === undefined ? 'expected a group of these files' : `did you mean "${meant}"?`;
  const example = `{ group: ${meant ?? names[0] ?? 'web'} }`;
  return { code: 'unknown-group', message: `no group is named "${name}"; ${hint}`, example };
}

function unknownTag(
  { key, value }: { readonly key: string; readonly value: string },
  groups: readonly PresentGroup[],
): Words {
  const written = groups.flatMap(({ tags }) => Object.entries(tags ?? {}));
  const values = written.flatMap(([other, one]) => (other === key ? [one] : []));
  const meant = closest(value, values) ?? values[0];
  const [tag = ['team', 'edge']] = meant === undefined ? written : [[key, meant]];
  const message = `no group has the tag ${key}: ${value} in its file; expected a tag of at least one`;
  return { code: 'unknown-tag', message, example: `{ tag: { ${tag[0]}: ${tag[1]} } }` };
}

function sameName({ name, source }: WrittenAssertion): Words {
  const message = `an assertion named "${name}" is written already at ${formatSource(source)}; expected another name`;
  return { code: 'duplicate-assertion', message };
}

const inNoTarget: Words = {
  code: 'assertion-without-target',
  message:
    'the groups of this assertion are never all in one target; expected groups of one target at least',
};
