// Where a group names other groups as peers: by our names for them, or by ids of the cloud.
import type { GroupName } from '../../model/group-identity.ts';
import { directions } from '../../model/rule.ts';
import type { Source } from '../../model/source.ts';
import { itemsOf, textOf, valueAt, type Located } from '../yaml/located.ts';
import { sideKeys } from '../rules/rule-parts.ts';
import { isSound } from '../shape/shape.ts';

export interface GroupReference {
  /** Undefined for a group that is named by its id. */
  readonly group: GroupName | undefined;
  /** The target in which it is, where one is written. */
  readonly target?: { readonly name: string; readonly source: Source };
  /** In a rule that should be absent, or is ignored: its peer may be going too, or be the group itself. */
  readonly isAbsent?: true;
  readonly source: Source;
}

/** In every rule that can be understood so far, whatever else is wrong with it. */
export function groupReferences(
  root: Located,
  faulty: ReadonlySet<Located>,
): readonly GroupReference[] {
  const absent = valueAt(root, 'absent');
  const inAbsent = absent === undefined ? [] : referencesIn(absent, faulty);
  return [
    ...referencesIn(root, faulty),
    ...inAbsent.map((reference) => ({ ...reference, isAbsent: true as const })),
  ];
}

function referencesIn(root: Located, faulty: ReadonlySet<Located>): readonly GroupReference[] {
  return directions.flatMap((direction) => {
    const [peerKey] = sideKeys(direction);
    return listAt(root, direction)
      .flatMap((rule) => listAt(rule, peerKey))
      .filter((peer) => isSound(peer, faulty))
      .flatMap(referenceOf);
  });
}

/** Of a peer that names a group. */
export function targetOf(peer: Located): Pick<GroupReference, 'target'> {
  const target = valueAt(peer, 'target');
  return target === undefined ? {} : { target: { name: textOf(target), source: target.source } };
}

function listAt(node: Located, key: string): readonly Located[] {
  const list = valueAt(node, key);
  return list === undefined ? [] : itemsOf(list);
}

function referenceOf(peer: Located): readonly GroupReference[] {
  const [group, groupId] = [valueAt(peer, 'group'), valueAt(peer, 'groupId')];
  if (group !== undefined) {
    const source = group.source;
    return [{ group: textOf(group) as GroupName, ...targetOf(peer), source }];
  }
  return groupId === undefined ? [] : [{ group: undefined, source: groupId.source }];
}
