// How often a group names what is written elsewhere, by kind.
import { directions } from '../../model/rule.ts';
import type { ReferenceCounts } from '../../model/validation.ts';
import { isNetworkName } from '../rules/read-address.ts';
import { sideKeys } from '../rules/rule-parts.ts';
import { itemsOf, valueAt, type Located } from '../yaml/located.ts';

/** `roots` are the group and the rulesets that it uses, read as parts of it; a list may name several. */
export function countReferences(
  own: Located,
  roots: readonly Located[],
): Omit<ReferenceCounts, 'groups'> {
  const counts = roots.map(countIn);
  return {
    networks: counts.reduce((sum, { networks }) => sum + networks, 0),
    services: counts.reduce((sum, { services }) => sum + services, 0),
    rulesets: listAt(own, 'use').length,
  };
}

function countIn(root: Located): Pick<ReferenceCounts, 'networks' | 'services'> {
  const lists = [root, ...listAt(root, 'absent')];
  const sided = directions.flatMap((direction) =>
    lists.flatMap((node) => listAt(node, direction)).map((rule) => ({ direction, rule })),
  );
  const addresses = sided.flatMap(({ direction, rule }) =>
    sideKeys(direction).flatMap((key) => listAt(rule, key)),
  );
  return {
    networks: addresses.filter(isNetwork).length,
    services: sided.flatMap(({ rule }) => listAt(rule, 'service')).length,
  };
}

function isNetwork(node: Located): boolean {
  return node.kind === 'scalar' && typeof node.value === 'string' && isNetworkName(node.value);
}

function listAt(node: Located, key: string): readonly Located[] {
  const list = valueAt(node, key);
  return list === undefined ? [] : itemsOf(list);
}
