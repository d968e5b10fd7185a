// Reading the live state, unfiltered and whole: the groups, and what decides how they may be changed.
import type { GroupId, GroupName } from '../model/group-identity.ts';
import type { DesiredGroup, ListedGroup, LiveGroup } from '../model/group.ts';
import { withChangedGroups } from '../model/changed-groups.ts';
import type { Interfaces } from '../model/interfaces.ts';
import { listsNamedBy, unknownLists, type ListIds } from '../model/lists.ts';
import { memberIdOf } from '../model/member.ts';
import { ownedNames, type LiveState } from '../model/live.ts';
import { listKinds, type ListNames } from '../model/named-lists.ts';
import { listNamesIn, resolveNames, saysListName } from '../model/resolve-names.ts';
import type { Rule } from '../model/rule.ts';
import type { DesiredState } from '../model/target.ts';
import { ifPermitted } from './permission.ts';
import { findResourceGroups } from './find-resource-groups.ts';
import { listGroups, readGroup, readGroups } from './read-groups.ts';
import { readInterfaces } from './read-interfaces.ts';
import { readListNames } from './read-list-names.ts';
import { readListSizes } from './read-list-sizes.ts';
import { readLists } from './read-lists.ts';
import { readMany } from './read-many.ts';
import type { Read } from './read-pages.ts';
import { readReferences } from './read-references.ts';
import type { Transport } from './transport.ts';

export interface ReadLiveOptions {
  /** The live groups whose rules are needed. */
  readonly concernedIds: (
    desired: DesiredState,
    listed: readonly ListedGroup[],
  ) => ReadonlySet<GroupId>;
  /** The groups of other targets that rules name, by target; whoever asks has read them. */
  readonly peerGroups?: LiveState['peerGroups'];
  /** Reads in flight. */
  readonly atOnce: number;
}

/**
 * All that a plan is made from. What the credentials may not read beside the groups themselves is not
 * a failure; the state says that it is not known.
 */
export async function readLive(
  desired: DesiredState,
  send: Transport,
  options: ReadLiveOptions,
): Promise<Read<LiveState>> {
  const [ours, seen] = await Promise.all([
    readOurs(desired, send, options),
    readInterfaces(send, desired.target.vpc),
  ]);
  if (!ours.ok) return ours;
  const found = ifPermitted(seen);
  if (!found.ok) return found;
  const interfaces: Interfaces =
    found.value.kind === 'read' ? { kind: 'read', all: found.value.value } : found.value;
  const { listed, groups } = ours.value;
  const { account } = desired.target;
  const beside = neighboursOf(interfaces, { listed, groups, moving: movingIn(desired) });
  const written = withChangedGroups(desired, { listed }).groups;
  const listNames = listNamesIn(written);
  const [around, references, called] = await Promise.all([
    readNeighbours(send, beside, { ...options, account }),
    readReferences(send, leavingIds(desired, listed), account),
    readListNames(send, {
      prefixLists: listNames.prefixLists.length > 0,
      portLists: listNames.portLists.length > 0,
    }),
  ]);
  if (!around.ok) return around;
  if (!called.ok) return called;
  const asked = ifPermitted(references);
  if (!asked.ok) return asked;
  const neighbours = around.value;
  const live = [...groups, ...neighbours].flatMap(({ rules }) => rules);
  const { peerGroups } = options;
  const known = {
    ...{ listed, listNames: called.value, lists: unknownLists },
    ...(peerGroups && { peerGroups }),
  };
  const resolved = resolveNames({ ...desired, groups: written }, known);
  const rules = [...live, ...writtenRules(resolved.groups).filter((rule) => !saysListName(rule))];
  const [listSizes, lists] = await Promise.all([
    readListSizes(send, rules),
    readLists(send, withNamesakes(listsNamedBy(rules), listNames, called.value), options),
  ]);
  if (!listSizes.ok) return listSizes;
  if (!lists.ok) return lists;
  const { notFound, ...entries } = lists.value;
  return {
    ok: true,
    value: {
      listed,
      groups,
      interfaces,
      neighbours,
      references:
        asked.value.kind === 'read' ? { kind: 'read', to: asked.value.value } : asked.value,
      listSizes: listSizes.value,
      lists: entries,
      ...(notFound.length > 0 && { listsNotFound: new Set(notFound) }),
      ...(peerGroups && { peerGroups }),
      ...(Object.keys(called.value).length > 0 && { listNames: called.value }),
    },
  };
}

async function readOurs(
  desired: DesiredState,
  send: Transport,
  { concernedIds, atOnce }: ReadLiveOptions,
): Promise<Read<Pick<LiveState, 'listed' | 'groups'>>> {
  const shown = await listGroups(send);
  if (!shown.ok) return shown;
  const listed = await findResourceGroups(send, shown.value, writtenIn(desired, shown.value));
  if (!listed.ok) return listed;
  const concerned = concernedIds(desired, listed.value);
  const wanted = listed.value.filter(({ id }) => concerned.has(id));
  const groups = await readGroups(send, wanted, { account: desired.target.account, atOnce });
  if (!groups.ok) return groups;
  return { ok: true, value: { listed: listed.value, groups: groups.value } };
}

/** The resource group that was written of each live group. */
function writtenIn(
  { owner, target: { vpc }, groups }: DesiredState,
  listed: readonly ListedGroup[],
): ReadonlyMap<GroupId, readonly string[]> {
  const written = groups.flatMap((group) =>
    group.state === 'present' && group.resourceGroup !== undefined ? [group] : [],
  );
  if (written.length === 0) return new Map();
  const owned = ownedNames(listed, { owner, vpc });
  const idByName = new Map([...owned].map(([id, name]) => [name, id]));
  return new Map(
    written.flatMap(({ name, adopt, resourceGroup = '' }) => {
      const id = idByName.get(name) ?? adopt;
      return id === undefined ? [] : [[id, [resourceGroup]] as const];
    }),
  );
}

/** The ids of whoever may have to join a group. */
export function movingIn({ groups }: DesiredState): ReadonlySet<string> {
  const present = groups.flatMap((group) => (group.state === 'present' ? [group] : []));
  return new Set(present.flatMap(({ members }) => members?.all.map(({ id }) => id) ?? []));
}

/**
 * Listed groups that are not concerned, and share an interface with one that is, or with whoever is to
 * be a member of one.
 */
export function neighboursOf(
  interfaces: Interfaces,
  {
    listed,
    groups,
    moving = new Set(),
  }: Pick<LiveState, 'listed' | 'groups'> & { readonly moving?: ReadonlySet<string> },
): readonly ListedGroup[] {
  if (interfaces.kind === 'unreadable') return [];
  const concerned = new Set(groups.map(({ id }) => id));
  const together = new Set(
    interfaces.all
      .filter((one) => one.groups.some((id) => concerned.has(id)) || moving.has(memberIdOf(one)))
      .flatMap((one) => one.groups),
  );
  return listed.filter(({ id }) => together.has(id) && !concerned.has(id));
}

/** A policy may let us read our own groups and no others: those are then left out. */
async function readNeighbours(
  send: Transport,
  neighbours: readonly ListedGroup[],
  { account, atOnce }: { readonly account: string; readonly atOnce: number },
): Promise<Read<readonly LiveGroup[]>> {
  const read = await readMany(neighbours, atOnce, async (group) =>
    ifPermitted(await readGroup(send, group, account)),
  );
  if (!read.ok) return read;
  return { ok: true, value: read.value.flatMap((one) => (one.kind === 'read' ? one.value : [])) };
}

/** The live groups of ours that are to go: because the files say so, or because they say nothing. */
function leavingIds(
  { owner, target: { vpc }, groups, prune }: DesiredState,
  listed: readonly ListedGroup[],
): readonly GroupId[] {
  const gone = new Set(groups.flatMap(({ state, name }) => (state === 'absent' ? [name] : [])));
  const written = new Set(groups.map(({ name }) => name));
  const isLeaving = (name: GroupName) => gone.has(name) || (prune === true && !written.has(name));
  return [...ownedNames(listed, { owner, vpc })].flatMap(([id, name]) =>
    isLeaving(name) ? [id] : [],
  );
}

/** Also every list that a name could mean: where it could mean several, people want to tell them apart. */
function withNamesakes(ids: ListIds, names: ListIds, called: ListNames): ListIds {
  const [prefixLists = [], portLists = []] = listKinds.map((kind) => {
    const known = called[kind];
    const all = known?.kind === 'read' ? known.all : [];
    const meant = all.filter(({ name }) => names[kind].includes(name));
    return [...new Set([...ids[kind], ...meant.map(({ id }) => id)])].toSorted();
  });
  return { prefixLists, portLists };
}

function writtenRules(groups: readonly DesiredGroup[]): readonly Rule[] {
  return groups.flatMap((group) =>
    group.state === 'present' ? [...(group.ingress ?? []), ...(group.egress ?? [])] : [],
  );
}
