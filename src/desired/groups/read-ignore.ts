// What others keep in a group: of the group itself, and of its workspace for all groups.
import type { GroupName } from '../../model/group-identity.ts';
import type { Ignore, RulePattern } from '../../model/ignore.ts';
import type { Peer } from '../../model/peer.ts';
import type { Direction, Policy } from '../../model/rule.ts';
import { parseProtocol } from '../../model/traffic.ts';
import { fault, type Report } from '../fault.ts';
import { readAddresses } from '../rules/read-address.ts';
import { oneOf, readEach } from '../rules/read-each.ts';
import { readPeer, type PeerContext } from '../rules/read-peer.ts';
import { readPortRange } from '../rules/read-ports.ts';
import { isSound } from '../shape/shape.ts';
import { itemsOf, textOf, valueAt, type Located } from '../yaml/located.ts';
import { targetOf, type GroupReference } from './references.ts';

/** An `ignore` as it is written. */
export interface WrittenIgnore {
  readonly node: Located;
  readonly faulty: ReadonlySet<Located>;
}

/** Undefined where nothing is ignored; faults are reported. */
export function readIgnore(
  written: readonly (WrittenIgnore | undefined)[],
  context: PeerContext,
): Ignore | undefined {
  const all = written.flatMap((one) => one ?? []);
  const rules = all.flatMap((one) =>
    listAt(one, 'rules').flatMap((item) => readPattern(item, context) ?? []),
  );
  const tags = all.flatMap((one) => listAt(one, 'tags').map(textOf));
  return rules.length + tags.length === 0 ? undefined : { rules, tags };
}

/** Where rules are additive, what is not written stays in any case. */
export function reportIdleIgnore(ignore: Located | undefined, report: Report): void {
  const rules = ignore && valueAt(ignore, 'rules');
  if (rules === undefined) return;
  const message =
    'rules that others made stay anyhow beside rules: additive; expected ignore without rules, or the group without rules: additive';
  report(
    fault(rules.source, { code: 'ignored-and-additive', message, example: 'rules: exclusive' }),
  );
}

/** Groups that are named as peers of what is ignored. */
export function ignoredReferences({ node, faulty }: WrittenIgnore): readonly GroupReference[] {
  const peers = listAt({ node, faulty }, 'rules').flatMap((rule) => {
    const peer = valueAt(rule, 'peer');
    return peer === undefined ? [] : itemsOf(peer);
  });
  return peers.flatMap((peer): readonly GroupReference[] => {
    const group = valueAt(peer, 'group');
    if (group === undefined) return [];
    const name = textOf(group) as GroupName;
    return [{ group: name, ...targetOf(peer), isAbsent: true, source: group.source }];
  });
}

function listAt({ node, faulty }: WrittenIgnore, key: string): readonly Located[] {
  const list = valueAt(node, key);
  if (list === undefined || faulty.has(node) || faulty.has(list)) return [];
  return itemsOf(list).filter((item) => isSound(item, faulty));
}

function readPattern(rule: Located, context: PeerContext): RulePattern | undefined {
  const each = <Value>(key: string, read: (item: Located) => readonly Value[] | undefined) => {
    const node = valueAt(rule, key);
    return node && readEach(node, new Set(), read)?.map(({ value }) => value);
  };
  const text = (key: string): string | undefined => {
    const node = valueAt(rule, key);
    return node && textOf(node);
  };
  const parts = {
    descriptions: each('description', (item) => [textOf(item)]),
    direction: text('direction') as Direction | undefined,
    policy: text('policy') as Policy | undefined,
    protocols: each('protocol', (item) => oneOf(parseProtocol(textOf(item)))),
    ports: each('ports', (item) => oneOf(readPortRange(item, context.report))),
    within: each('within', (item) =>
      readAddresses(item, context)?.flatMap(({ cidr, when }) => (when === 'now' ? [cidr] : [])),
    ),
    peers: each('peer', (item): readonly Peer[] | undefined =>
      readPeer(item, context)?.map(({ peer }) => peer),
    ),
    priorities: each('priority', (item) => [Number(textOf(item))]),
  };
  const isWhole = (['protocol', 'ports', 'within', 'peer'] as const).every((key, index) => {
    const read = [parts.protocols, parts.ports, parts.within, parts.peers][index];
    return valueAt(rule, key) === undefined || read !== undefined;
  });
  if (!isWhole) return undefined;
  const given = Object.fromEntries(
    Object.entries(parts).filter(([, value]) => value !== undefined),
  ) as Omit<RulePattern, 'source'>;
  return { ...given, source: rule.source };
}
