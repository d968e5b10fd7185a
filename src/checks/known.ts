// What is known of one group, worked out when the first check asks.
import type { PresentGroup } from '../model/group.ts';
import type { Quotas } from '../model/quota.ts';
import type { Direction, WrittenRule } from '../model/rule.ts';
import { acceptedWhole } from '../reach/access/accepted-whole.ts';
import type { Incomplete } from '../reach/access/analysis.ts';
import type { AccessGroup } from '../reach/access/contender.ts';
import { contradictions } from '../reach/access/contradictions.ts';
import { exposure } from '../reach/access/exposure.ts';
import { internetOpenings } from '../reach/access/internet-openings.ts';
import { lint } from '../reach/access/lint.ts';
import type { Known } from './check.ts';

export interface WorkedOut extends Known {
  /** Directions of which a question would take too long, as far as anybody has asked. */
  incomplete(): readonly Direction[];
}

export interface KnownOptions extends Pick<Known, 'typeOfPeer'> {
  readonly nowMs: number;
  readonly quotas: Quotas;
  /** Nodes of diagrams that one answer may take. */
  readonly nodesMax: number;
}

export function knownOf(
  group: PresentGroup,
  { nowMs, quotas, nodesMax, typeOfPeer }: KnownOptions,
): WorkedOut {
  const incomplete = new Set<Direction>();
  const ask = <Answer extends { readonly kind: 'complete' }>(
    direction: Direction,
    question: (asked: AccessGroup<WrittenRule>) => Answer | Incomplete,
  ): Answer | undefined => {
    const answer = question(askedOf(group, direction));
    if (answer.kind !== 'incomplete') return answer;
    incomplete.add(direction);
    return undefined;
  };
  return {
    nowMs,
    quotas,
    typeOfPeer,
    openings: once((direction: Direction) => {
      if (group[direction] === undefined) return [];
      const found = ask(direction, (own) => internetOpenings([own], { direction, nodesMax }));
      return found?.openings ?? [];
    }),
    idle: once((direction: Direction) => {
      const found = ask(direction, (own) => lint([own], { direction, nodesMax }));
      const idle = new Map(found?.idle.map((one) => [one.rule, one]));
      return group[direction]?.flatMap((rule) => idle.get(rule) ?? []) ?? [];
    }),
    contradictions: once((direction: Direction) => {
      const found = ask(direction, (own) => contradictions(own, { direction, nodesMax }));
      return found?.contradictions ?? [];
    }),
    acceptedWhole: (family) =>
      ask('ingress', (own) => acceptedWhole([own], { family, nodesMax }))?.rules ?? [],
    acceptsAny: (protocol) => {
      const within = [{ direction: 'ingress', protocols: [String(protocol)] }] as const;
      const found = ask('ingress', (own) =>
        exposure([own], { direction: 'ingress', within, nodesMax }),
      );
      return found === undefined || found.allowed.length > 0;
    },
    incomplete: () => [...incomplete].sort(),
  };
}

/** Checks are about rules: whether members reach each other besides makes no difference to anybody else. */
function askedOf(group: PresentGroup, direction: Direction): AccessGroup<WrittenRule> {
  const { name, type } = group;
  return { name, type, innerAccessPolicy: 'drop', rules: group[direction] ?? [] };
}

function once<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    const value = known.get(key) ?? make(key);
    known.set(key, value);
    return value;
  };
}
