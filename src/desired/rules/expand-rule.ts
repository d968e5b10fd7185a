// A written rule → the rules that it stands for: the product of its lists.
import { cidrFamily } from '../../model/cidr.ts';
import { peerFamily } from '../../model/peer.ts';
import type { WrittenRule } from '../../model/rule.ts';
import { isPorted, type Protocol, type Traffic } from '../../model/traffic.ts';
import { familiesAgree, protocolFamily } from './families.ts';
import type { RuleParts } from './rule-parts.ts';
import type { Sourced } from '../yaml/sourced.ts';

/** Every combination whose parts are of one address family, in the order in which they are written. */
export function expandRule(parts: RuleParts): readonly WrittenRule[] {
  const { direction, policy, priority, description, expires, source } = parts;
  const rules: WrittenRule[] = [];
  for (const { value: protocol } of parts.protocols) {
    for (const traffic of trafficOf(protocol, parts)) {
      for (const { value: peer } of parts.peers) {
        for (const local of valuesOrNone(parts.locals)) {
          const localFamily = local && cidrFamily(local);
          if (!familiesAgree([protocolFamily(protocol), peerFamily(peer), localFamily])) continue;
          rules.push({
            direction,
            policy,
            traffic,
            peer,
            ...(local === undefined ? {} : { local }),
            priority,
            ...(description === undefined ? {} : { description }),
            ...(expires === undefined ? {} : { expires }),
            source,
          });
        }
      }
    }
  }
  return rules;
}

function trafficOf(protocol: Protocol, { ports, sourcePorts }: RuleParts): readonly Traffic[] {
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
