// What can be wrong between groups: names that are taken, and peers that cannot be peers.
import type { DesiredGroup, PresentGroup } from '../../model/group.ts';
import type { GroupName } from '../../model/group-identity.ts';
import { formatSource } from '../../model/source.ts';
import { closest } from '../shape/closest.ts';
import { fault, type Report, type Words } from '../fault.ts';
import { unknownTarget as noSuchTarget } from '../workspace/unknown-target.ts';
import { listNames, targetExample } from '../workspace/list-names.ts';
import type { Targets } from '../workspace/read-targets.ts';
import { reportOtherTarget } from './other-target-faults.ts';
import type { GroupReading } from './read-group.ts';
import type { GroupReference } from './references.ts';

export interface Readings {
  readonly readings: readonly GroupReading[];
  /** Every name of a group could be read, so that a name that is not among them is unknown. */
  readonly namesKnown: boolean;
  readonly targets: Targets;
}

export function reportGroupFaults(
  { readings, namesKnown, targets }: Readings,
  report: Report,
): void {
  const places = placesOf(readings);
  reportRepeated(readings, report);
  for (const reading of readings) {
    if (reading.group?.state !== 'present') continue;
    const { group, references } = reading;
    for (const reference of references) {
      const ownTargets = targetsOf(reading);
      if (reference.group !== undefined && reference.target !== undefined) {
        const { group: name, target, isAbsent = false } = reference;
        const around = { ownTargets, targets, places, namesKnown, report };
        const found = reportOtherTarget(group, { name, target }, around);
        const isOwn = name === group.name && ownTargets.includes(target.name);
        const own = isAbsent ? undefined : ownPeer(name);
        const words = isOwn ? own : peerWords(found, { isAbsent });
        if (words !== undefined) report(fault(reference.source, words));
        continue;
      }
      const context = { targets: ownTargets, places, namesKnown };
      for (const words of referenceWords(group, reference, context)) {
        report(fault(reference.source, words));
      }
    }
  }
}

/** Names that no group of any target has. */
export function reportUnknownGroups(
  references: readonly GroupReference[],
  { readings, namesKnown, targets }: Readings,
  report: Report,
): void {
  const names = new Set(readings.flatMap(({ group }) => (group ? [group.name] : [])));
  for (const { group, target, source } of references) {
    if (target !== undefined && targets.names?.includes(target.name) === false) {
      report(fault(target.source, noSuchTarget(target.name, targets.names)));
    }
    if (group === undefined || !namesKnown || names.has(group)) continue;
    report(fault(source, unknownGroup(group, names)));
  }
}

/** Stands for the targets of a group where these cannot be told. */
const unknownTarget = '';

/** The groups of each target by name. */
type Places = ReadonlyMap<string, ReadonlyMap<GroupName, DesiredGroup>>;

function instancesOf({
  group,
  instances,
}: GroupReading): readonly (readonly [string, DesiredGroup])[] {
  if (group === undefined) return [];
  return instances === undefined ? [[unknownTarget, group]] : [...instances];
}

function targetsOf(reading: GroupReading): readonly string[] {
  return instancesOf(reading).map(([target]) => target);
}

function placesOf(readings: readonly GroupReading[]): Places {
  const places = new Map<string, Map<GroupName, DesiredGroup>>();
  for (const [target, group] of readings.flatMap(instancesOf)) {
    const place = places.get(target) ?? new Map<GroupName, DesiredGroup>();
    places.set(target, place.set(group.name, group));
  }
  return places;
}

function reportRepeated(readings: readonly GroupReading[], report: Report): void {
  const names = new Map<string, DesiredGroup>();
  const adopted = new Map<string, DesiredGroup>();
  for (const [target, group] of readings.flatMap(instancesOf)) {
    const nameKey = `${target} ${group.name}`;
    const first = names.get(nameKey);
    if (first === undefined) names.set(nameKey, group);
    else report(fault(group.source, sameName(group, first)));
    if (group.state !== 'present' || group.adopt === undefined) continue;
    const adoptKey = `${target} ${group.adopt}`;
    const owner = adopted.get(adoptKey);
    if (owner === undefined) adopted.set(adoptKey, group);
    else report(fault(group.source, sameAdoption(group.adopt, owner)));
  }
}

function sameName({ name }: DesiredGroup, first: DesiredGroup): Words {
  const message = `a group named "${name}" is written already at ${formatSource(first.source)}; expected another name`;
  return { code: 'duplicate-group', message, example: `name: ${name}-2` };
}

function sameAdoption(id: string, owner: DesiredGroup): Words {
  const message = `${id} is adopted already by the group "${owner.name}" at ${formatSource(owner.source)}; expected another id`;
  return { code: 'adopted-twice', message };
}

interface ReferenceContext {
  /** Those of the group that refers. */
  readonly targets: readonly string[];
  readonly places: Places;
  readonly namesKnown: boolean;
}

/** A peer is looked for in each target of the group that names it, and found in that target alone. */
function referenceWords(
  group: PresentGroup,
  reference: GroupReference,
  { targets, places, namesKnown }: ReferenceContext,
): readonly Words[] {
  const name = reference.group;
  const { isAbsent = false } = reference;
  if (name === undefined) return [];
  if (name === group.name) return isAbsent ? [] : [ownPeer(name)];
  const homes = [...places].flatMap(([target, groups]) => (groups.has(name) ? [target] : []));
  if (homes.length === 0) {
    const names = new Set([...places.values()].flatMap((groups) => [...groups.keys()]));
    return namesKnown ? [unknownGroup(name, names)] : [];
  }
  const words = targets.flatMap(
    (target) => peerWords(places.get(target)?.get(name), { isAbsent }) ?? [],
  );
  if (isAbsent) return words;
  const missing = targets.filter((target) => !homes.includes(target));
  const isSure = ![...homes, ...targets].includes(unknownTarget);
  if (missing.length === 0 || !isSure || !namesKnown) return words;
  return [...words, elsewhere(group, name, { homes, missing })];
}

/** Of what must be absent, or is ignored, the peer may go, but not be let go: it is told by its tags. */
function peerWords(
  peer: DesiredGroup | undefined,
  { isAbsent }: { readonly isAbsent: boolean },
): Words | undefined {
  if (peer?.state === 'absent' && !isAbsent) {
    return absentPeer(peer.name, formatSource(peer.source));
  }
  if (peer?.state === 'released') return releasedPeer(peer.name, formatSource(peer.source));
  return undefined;
}

/** Groups of one VPC only can name each other. */
function elsewhere(
  group: PresentGroup,
  name: GroupName,
  { homes, missing }: { readonly homes: readonly string[]; readonly missing: readonly string[] },
): Words {
  const targets = missing.length === 1 ? 'the target' : 'the targets';
  const message = `the group "${name}" is in ${listNames(homes)} and not in ${targets} ${listNames(missing)}, where "${group.name}" is; expected it there too`;
  return { code: 'peer-not-in-target', message, example: targetExample([...homes, ...missing]) };
}

function ownPeer(name: GroupName): Words {
  const message = `the group "${name}" is its own peer; to let its members reach each other, expected innerAccessPolicy: accept`;
  return { code: 'own-peer', message, example: 'innerAccessPolicy: accept' };
}

function unknownGroup(name: GroupName, names: Iterable<GroupName>): Words {
  const meant = closest(name, names);
  const hint =
    meant === undefined
      ? 'expected a group of these files, or { groupId: sg-… } for another'
      : `did you mean "${meant}"?`;
  const example =
    meant === undefined ? '{ groupId: sg-bp1example0000000001 }' : `{ group: ${meant} }`;
  return { code: 'unknown-group', message: `no group is named "${name}"; ${hint}`, example };
}

function absentPeer(name: GroupName, where: string): Words {
  const message = `the group "${name}" is to be absent (${where}); expected a group that is present`;
  return { code: 'absent-peer', message };
}

/** Once the tags are off, nobody knows any more which group is meant. */
function releasedPeer(name: GroupName, where: string): Words {
  const message = `the group "${name}" is to be released (${where}), and then has no name here; expected { groupId: sg-… }, or a group that is present`;
  return { code: 'released-peer', message, example: '{ groupId: sg-bp1example0000000001 }' };
}
