// Reads all that a plan of any files for this target may be made from.
import { ifPermitted } from '../../cloud/permission.ts';
import { readListNames } from '../../cloud/read-list-names.ts';
import { readLive } from '../../cloud/read-live.ts';
import type { Read } from '../../cloud/read-pages.ts';
import { readReferences } from '../../cloud/read-references.ts';
import type { Transport } from '../../cloud/transport.ts';
import type { Lists } from '../../model/lists.ts';
import { ownedNames } from '../../model/live.ts';
import { formatPortRange } from '../../model/ports.ts';
import type { SnapshotList, SnapshotPlace } from '../../model/snapshot.ts';
import type { DesiredState } from '../../model/target.ts';

const readsAtOnce = 8;

/**
 * The rules of every group of the VPC: whoever plans from it may adopt any of them. Lists are those that
 * live rules, and those of today's files, name.
 */
export async function takeSnapshot(
  desired: DesiredState,
  send: Transport,
): Promise<Read<SnapshotPlace>> {
  const { owner, target } = desired;
  const { account, region, vpc } = target;
  const live = await readLive(desired, send, {
    concernedIds: (_, listed) =>
      new Set(listed.filter((group) => group.vpc === vpc).map(({ id }) => id)),
    atOnce: readsAtOnce,
  });
  if (!live.ok) return live;
  const { listed, groups, interfaces, listSizes, lists } = live.value;
  const ours = [...ownedNames(listed, { owner, vpc }).keys()].toSorted();
  const [told, listNames] = await Promise.all([
    readReferences(send, ours, account),
    // Whoever plans from it may name any list.
    readListNames(send, { prefixLists: true, portLists: true }),
  ]);
  if (!listNames.ok) return listNames;
  const asked = ifPermitted(told);
  if (!asked.ok) return asked;
  const references: SnapshotPlace['references'] =
    asked.value.kind === 'read'
      ? { kind: 'read', to: [...asked.value.value].map(([groupId, from]) => ({ groupId, from })) }
      : asked.value;
  return {
    ok: true,
    value: {
      ...{ account, region, vpc, groups, interfaces, references },
      elsewhere: listed.filter((group) => group.vpc !== vpc),
      lists: snapshotLists(lists, listSizes),
      listNames: listNames.value,
    },
  };
}

function snapshotLists(
  { prefixLists, portLists }: Lists,
  sizes: ReadonlyMap<string, number>,
): readonly SnapshotList[] {
  const ids = new Set([...sizes.keys(), ...prefixLists.keys(), ...portLists.keys()]);
  return [...ids].toSorted().map((id) => {
    const [maxEntries, cidrs] = [sizes.get(id), prefixLists.get(id)];
    const ports = portLists.get(id)?.map(formatPortRange);
    return {
      id,
      ...(maxEntries === undefined ? {} : { maxEntries }),
      ...(cidrs === undefined ? {} : { cidrs }),
      ...(ports === undefined ? {} : { ports }),
    };
  });
}
