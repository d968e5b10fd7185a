// A written rule → the rules that it stands for: the product of its lists.
import { cidrFamily } from '../../model/cidr.ts';
import { peerFamily } from '../../model/peer.ts';
import type { WrittenRule } from '../../model/rule.ts';
import type { Source } from '../../model/source.ts';
import { isPorted, type Traffic } from '../../model/traffic.ts';
import { familiesAgree, protocolFamily } from './families.ts';
import { whenAll, type NetworkBlock, type When } from './read-address.ts';
import type { RuleParts, ServicePart } from './rule-parts.ts';
import type { Sourced } from '../yaml/sourced.ts';

export interface Expanded {
  readonly rule: WrittenRule;
  /** Of a rule that has expired, and of one by way of an entry that is not in force. */
  readonly when: When;
  /** Whether it takes the place of a rule of a ruleset. */
  readonly overrides: boolean;
}

/** Every combination whose parts are of one address family, in the order in which they are written. */
export function expandRule(parts: RuleParts, nowMs: number): readonly Expanded[] {
  const { direction, policy, priority, description, expires, owner, ticket, source } = parts;
  const isOver = expires !== undefined && expires.endMs <= nowMs;
  const expanded: Expanded[] = [];
  for (const service of parts.services) {
    const family = protocolFamily(service.protocol.value);
    for (const traffic of trafficOf(service, parts)) {
      for (const { value: part } of parts.peers) {
        for (const local of valuesOrNone(parts.locals)) {
          const localFamily = local && cidrFamily(local.cidr);
          if (!familiesAgree([family, peerFamily(part.peer), localFamily])) continue;
          const via = placesOf(parts, service, [part, local]);
          const rule: WrittenRule = {
            direction,
            policy,
            traffic,
            peer: part.peer,
            ...(local === undefined ? {} : { local: local.cidr }),
            priority,
            ...(description === undefined ? {} : { description }),
            ...(expires === undefined ? {} : { expires }),
            ...(owner === undefined ? {} : { owner }),
            ...(ticket === undefined ? {} : { ticket }),
            source,
            ...(via.length === 0 ? {} : { via }),
          };
          const when = whenAll([part.when, local?.when ?? 'now', isOver ? 'over' : 'now']);
          expanded.push({ rule, when, overrides: parts.overrides });
        }
      }
    }
  }
  return expanded;
}

function placesOf(
  { via }: RuleParts,
  service: ServicePart,
  blocks: readonly (Pick<NetworkBlock, 'via'> | undefined)[],
): readonly Source[] {
  const byBlocks = blocks.flatMap((block) => block?.via ?? []);
  return [...via, ...(service.via === undefined ? [] : [service.via]), ...byBlocks];
}

function trafficOf(
  { protocol: { value: protocol }, ports }: ServicePart,
  { sourcePorts }: RuleParts,
): readonly Traffic[] {
  if (!isPorted(protocol)) return [{ protocol }];
  return ports.flatMap(({ value }) =>
    valuesOrNone(sourcePorts).map((from) =>
      from === undefined
        ? { protocol, ports: value }
        : { protocol, ports: value, sourcePorts: from },
    ),
  );
}

function valuesOrNone<Value>(parts: readonly Sourced<Value>[]): readonly (Value | undefined)[] {
  return parts.length === 0 ? [undefined] : parts.map(({ value }) => value);
}
