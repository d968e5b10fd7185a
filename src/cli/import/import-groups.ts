// Live groups → the texts of their files, and what is left out of them: everything of an import before
// its first effect.
import path from 'node:path';
import { groupFileName, nameGroups } from '../../desired/import/name-groups.ts';
import { sayGroup, type SaidGroup } from '../../desired/import/say-group.ts';
import {
  shareNetworks,
  type AddressPlace,
  type SharedOptions,
} from '../../desired/import/shared-networks.ts';
import { inLists, writeGroup } from '../../desired/write.ts';
import type { Cidr } from '../../model/cidr.ts';
import type { ListedGroup, LiveGroup } from '../../model/group.ts';
import { ownedName, ownerTag, type GroupName } from '../../model/group-identity.ts';
import { ownedNames, type NamesById } from '../../model/live.ts';
import type { DesiredState } from '../../model/target.ts';

export interface LeftOut {
  readonly group: ListedGroup;
  readonly why: string;
}

export interface ImportedGroup extends SaidGroup {
  readonly name: GroupName;
  readonly live: LiveGroup;
  /** The whole path. */
  readonly file: string;
  readonly text: string;
}

export interface SaidGroups {
  readonly imported: readonly ImportedGroup[];
  readonly leftOut: readonly LeftOut[];
  /** What the workspace has to say besides. */
  readonly networks: ReadonlyMap<string, readonly Cidr[]>;
}

/** What the files say already, and where new ones go. */
export interface Existing {
  readonly desired: DesiredState;
  readonly hasOneTarget: boolean;
  readonly defaultPriority: number;
  /** The whole path of the folder for new files. */
  readonly out: string;
}

export interface SayOptions {
  /** A line above each rule with the ids of the rules that it stands for. */
  readonly ruleIds: boolean;
  readonly fold: boolean;
  /** The groups are only looked at. */
  readonly observe: boolean;
  /** Where shared addresses are to go into networks: those of the target, and names that no new one may have. */
  readonly networks: Pick<SharedOptions, 'known' | 'taken'> | undefined;
}

export interface Sorted {
  readonly wanted: readonly ListedGroup[];
  readonly leftOut: readonly LeftOut[];
}

/** Groups that no plan may touch, and those that a file has already, are left out. */
export function sortGroups(
  chosen: readonly ListedGroup[],
  {
    desired,
    isReplaced,
    observe,
  }: Pick<Existing, 'desired'> & {
    /** Nothing of them will be changed, so that those of cloud services may be among them. */
    readonly observe: boolean;
    /** Whether the file of this group of ours is to be written anew. */
    readonly isReplaced: (name: GroupName) => boolean;
  },
): Sorted {
  const inFiles = namesInFiles(desired, chosen);
  const whyNot = (group: ListedGroup): string | undefined => {
    const { id, tags, serviceManaged } = group;
    const name = inFiles.get(id);
    if (name !== undefined && !isReplaced(name)) return `it is in the files already, as "${name}"`;
    if (serviceManaged && !observe)
      return 'it belongs to a cloud service, which alone may change it';
    const owner = tags[ownerTag];
    const isOthers = owner !== undefined && ownedName(tags, desired.owner) === undefined;
    return isOthers ? `its tags say that it belongs to the owner "${owner}"` : undefined;
  };
  const leftOut = chosen.flatMap((group) => {
    const why = whyNot(group);
    return why === undefined ? [] : [{ group, why }];
  });
  const out = new Set(leftOut.map(({ group }) => group.id));
  return { wanted: chosen.filter(({ id }) => !out.has(id)), leftOut };
}

export function sayGroups(
  groups: readonly LiveGroup[],
  listed: readonly ListedGroup[],
  existing: Existing,
  { ruleIds, fold, observe, networks }: SayOptions,
): SaidGroups {
  const { desired, hasOneTarget, defaultPriority, out } = existing;
  const { owner, target } = desired;
  const inFiles = namesInFiles(desired, listed);
  const isNew = ({ id }: ListedGroup) => !inFiles.has(id);
  const taken = desired.groups.map(({ name }) => name);
  const names = new Map([...inFiles, ...nameGroups(groups.filter(isNew), { owner, taken })]);
  const peers = peerNames(names, desired, listed);
  const owned = ownedNames(listed, { owner, vpc: target.vpc });
  const options = { defaultPriority, fold, ruleIds };
  const said: Omit<ImportedGroup, 'text'>[] = [];
  const leftOut: LeftOut[] = [];
  for (const live of groups) {
    const name = names.get(live.id);
    if (name === undefined) continue;
    const isOurs = owned.has(live.id);
    const one = sayGroup(live, {
      ...{ name, target, names: peers, isOurs, saysTarget: !hasOneTarget, observe, options },
    });
    const file = path.join(out, groupFileName(name));
    if (one.kind === 'said') said.push({ ...one, name, live, file });
    else leftOut.push({ group: live, why: one.why });
  }
  // The API lists the newest first.
  said.sort((one, other) => (one.file < other.file ? -1 : 1));
  const shared =
    networks &&
    shareNetworks(
      said.flatMap((one) => placesIn(one, { fold })),
      { known: networks.known, taken: [...networks.taken, ...taken, ...names.values()] },
    );
  const nameBlocks = shared && { nameBlocks: shared.nameBlocks };
  const imported = said.map((one): ImportedGroup => {
    const { written, heading } = one;
    return { ...one, text: writeGroup(written, { ...options, heading, ...nameBlocks }) };
  });
  return { imported, leftOut, networks: shared?.added ?? new Map() };
}

/** The blocks of each rule as it is written. */
function placesIn(
  { written: { name, ingress = [], egress = [] } }: Pick<ImportedGroup, 'written'>,
  { fold }: Pick<SayOptions, 'fold'>,
): readonly AddressPlace[] {
  return [ingress, egress].flatMap((rules) =>
    inLists(rules, { fold }).map(({ description, peers }) => {
      const blocks = peers.flatMap((peer) => (peer.kind === 'cidr' ? [peer.cidr] : []));
      return { group: name, description, blocks };
    }),
  );
}

/** The live groups that the files have: by our tags, or because a file adopts them. */
function namesInFiles(
  { owner, target, groups }: DesiredState,
  listed: readonly ListedGroup[],
): NamesById {
  const owned = ownedNames(listed, { owner, vpc: target.vpc });
  const written = new Set(groups.map(({ name }) => name));
  const adopted = groups.flatMap((group) =>
    group.state === 'present' && group.adopt !== undefined
      ? [[group.adopt, group.name] as const]
      : [],
  );
  return new Map([...adopted, ...[...owned].filter(([, name]) => written.has(name))]);
}

/** Files name no enterprise group as a peer, and none that is to be absent. */
function peerNames(
  names: NamesById,
  { groups }: DesiredState,
  listed: readonly ListedGroup[],
): NamesById {
  const absent = new Set(groups.flatMap(({ state, name }) => (state === 'absent' ? [name] : [])));
  const normal = new Set(listed.filter(({ type }) => type === 'normal').map(({ id }) => id));
  return new Map([...names].filter(([id, name]) => normal.has(id) && !absent.has(name)));
}
