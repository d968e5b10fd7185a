// What can be wrong between groups: names that are taken, and peers that cannot be peers.
import type { DesiredGroup, PresentGroup } from '../../model/group.ts';
import type { GroupName } from '../../model/group-identity.ts';
import { formatSource } from '../../model/source.ts';
import { closest } from '../shape/closest.ts';
import { fault, type Report, type Words } from '../fault.ts';
import type { GroupReading } from './read-group.ts';
import type { GroupReference } from './references.ts';

export interface Readings {
  readonly readings: readonly GroupReading[];
  /** Every name of a group could be read, so that a name that is not among them is unknown. */
  readonly namesKnown: boolean;
}

export function reportGroupFaults({ readings, namesKnown }: Readings, report: Report): void {
  const groups = readings.flatMap(({ group }) => group ?? []);
  reportRepeated(groups, report);
  const byName = new Map(groups.map((group) => [group.name, group]));
  for (const { group, references } of readings) {
    if (group?.state !== 'present') continue;
    for (const reference of references) {
      const words = referenceWords(group, reference, { byName, namesKnown });
      if (words !== undefined) report(fault(reference.source, words));
    }
  }
}

function reportRepeated(groups: readonly DesiredGroup[], report: Report): void {
  const names = new Map<string, DesiredGroup>();
  const adopted = new Map<string, DesiredGroup>();
  for (const group of groups) {
    const first = names.get(group.name);
    if (first === undefined) names.set(group.name, group);
    else report(fault(group.source, sameName(group, first)));
    if (group.state === 'absent' || group.adopt === undefined) continue;
    const owner = adopted.get(group.adopt);
    if (owner === undefined) adopted.set(group.adopt, group);
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

interface Known {
  readonly byName: ReadonlyMap<GroupName, DesiredGroup>;
  readonly namesKnown: boolean;
}

function referenceWords(
  group: PresentGroup,
  reference: GroupReference,
  { byName, namesKnown }: Known,
): Words | undefined {
  const name = reference.group;
  if (group.type === 'enterprise') return enterprisePeer;
  if (name === undefined) return undefined;
  if (name === group.name) return ownPeer(name);
  const peer = byName.get(name);
  if (peer === undefined) return namesKnown ? unknownGroup(name, byName.keys()) : undefined;
  if (peer.state === 'absent') return absentPeer(peer.name, formatSource(peer.source));
  return peer.type === 'enterprise' ? peerIsEnterprise(name) : undefined;
}

const enterprisePeer: Words = {
  code: 'enterprise-peer',
  message: 'an enterprise group cannot have groups as peers; expected addresses or a prefix list',
  example: '10.0.0.0/8',
};

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

function peerIsEnterprise(name: GroupName): Words {
  const message = `the group "${name}" is an enterprise group, which cannot be a peer; expected a normal group, addresses or a prefix list`;
  return { code: 'enterprise-peer', message, example: '10.0.0.0/8' };
}
