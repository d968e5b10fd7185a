// What to say, and to do, where a rule names a group of another target that is not there yet.
import type { GroupName } from './group-identity.ts';
import { ownedNames } from './live.ts';
import { taggedIds } from './named-id.ts';
import type { PeerFacts, PeerTarget } from './peer-targets.ts';
import { formatSource } from './source.ts';
import { applyOrder, wayBetween, type Naming, type NamingsOfPair } from './target-cycle.ts';

export function notThereYet(group: GroupName, there: PeerTarget, facts: PeerFacts): string {
  const { name } = there.target;
  const missing = `the group "${group}" of target "${name}" is not there yet`;
  const own = facts.desired.target.name;
  const missed = there.namings.all.filter((naming) => isMissed(naming, facts) !== false);
  const way = wayBetween({ from: name, to: own }, missed);
  if (way === undefined)
    return `${missing}; apply that target first: sluice apply --target ${name}`;
  // None of them can be planned: one of them is made without its rules for the next.
  const cycle = [own, ...way.map(([{ from }]) => from)];
  const first = there.namings.order.find((target) => cycle.includes(target)) ?? own;
  const cut = way.find(([{ from }]) => from === first);
  const steps = applyOrder(cycle, first).map((target) => `sluice apply --target ${target}`);
  const [rules, back] = cut === undefined ? ['this rule', 'it'] : rulesText(cut, way);
  const advice = `comment ${rules} out, run ${steps.join(', then ')}, and put ${back} back`;
  return `${missing}, and ${circleText(way, cycle, facts)} ${advice}`;
}

/** Whether the group is not there; undefined where nobody has asked its target. */
function isMissed({ to, group }: Naming, facts: PeerFacts): boolean | undefined {
  const { owner, target, peerTargets = [] } = facts.desired;
  if (to === target.name) return !isHere(group, facts);
  const listed = facts.live.peerGroups?.get(to);
  const there = peerTargets.find((one) => one.target.name === to);
  if (listed === undefined || there === undefined) return undefined;
  const { vpc } = there.target;
  const adopt = there.adopted.get(group);
  const isThere = listed.some(({ id }) => id === adopt);
  return taggedIds(group, listed, { owner, vpc }).length === 0 && !isThere;
}

function circleText(
  way: readonly NamingsOfPair[],
  cycle: readonly string[],
  facts: PeerFacts,
): string {
  const [own = ''] = cycle;
  const named = way.map((pair) => {
    const [{ from, to }] = pair;
    const whose = to === own ? 'this target' : `target "${to}"`;
    return {
      text: `${groupsText(pair)} of ${whose}, which "${from}" names (${placesOf(pair).join(', ')})`,
      pair,
    };
  });
  const [only, ...more] = named;
  if (only !== undefined && more.length === 0) return `${only.text}, is not there either;`;
  const unasked = named.filter(({ pair: [one] }) => isMissed(one, facts) === undefined);
  const circle = [...cycle, own].join(' → ');
  const all = `the targets wait for each other (${circle}): for ${named.map(({ text }) => text).join(', and for ')};`;
  if (unasked.length === 0) return all;
  const texts = unasked.map(({ pair }) => groupsText(pair)).join(' or ');
  return `${all} where ${texts} is there already, apply ${JSON.stringify(way[0]?.[0].from)} first, else`;
}

/** What to comment out and, of it, what to put back; with one pair its places have just been said. */
function rulesText(
  pair: NamingsOfPair,
  { length }: readonly NamingsOfPair[],
): readonly [string, string] {
  const places = placesOf(pair);
  const at = ` at ${places.join(', ')}`;
  if (places.length === 1) return [length === 1 ? 'that rule' : `the rule${at}`, 'it'];
  return [length === 1 ? 'those rules' : `the rules${at}`, 'them'];
}

function groupsText(pair: NamingsOfPair): string {
  return [...new Set(pair.map(({ group }) => `"${group}"`))].join(' and ');
}

function placesOf(pair: NamingsOfPair): readonly string[] {
  return [...new Set(pair.map(({ source }) => formatSource(source)))];
}

/** By its tags, or by the id that is to be adopted. */
function isHere(
  name: GroupName,
  { desired: { owner, target, groups }, live: { listed } }: PeerFacts,
): boolean {
  if ([...ownedNames(listed, { owner, vpc: target.vpc }).values()].includes(name)) return true;
  const written = groups.find((group) => group.name === name);
  if (written?.state !== 'present' || written.adopt === undefined) return false;
  return listed.some(({ id }) => id === written.adopt);
}
