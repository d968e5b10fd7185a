// Same-rank twins: two rules that together match what one matches, at its priority and with its
// policy. In every context they change nothing beside it, and nothing when they take its place.
import { cidrBits, formatBits, type Cidr } from '../../model/cidr.ts';
import { priorityMax } from '../../model/limits.ts';
import { ruleKey, type Rule, type RuleKey } from '../../model/rule.ts';
import { hasPorts } from '../../model/traffic.ts';

/**
 * The block cut in half, or else the ports; undefined where there is neither to cut, or where one of
 * the halves is there already. At another priority a copy would not do: a rule of another group may
 * stand between the two.
 */
export function twinsOf(
  rule: Rule,
  taken: ReadonlySet<RuleKey>,
): readonly [Rule, Rule] | undefined {
  if (rule.priority > priorityMax) return undefined;
  const bare = { ...rule, description: '' };
  const halves = [...byBlock(bare), ...byPorts(bare)];
  return halves.find((twins) => twins.every((twin) => !taken.has(ruleKey(twin))));
}

function byBlock(rule: Rule): readonly (readonly [Rule, Rule])[] {
  if (rule.peer.kind !== 'cidr') return [];
  const halves = halvesOf(rule.peer.cidr);
  if (halves === undefined) return [];
  const [low, high] = halves;
  return [
    [
      { ...rule, peer: { kind: 'cidr', cidr: low } },
      { ...rule, peer: { kind: 'cidr', cidr: high } },
    ],
  ];
}

function byPorts(rule: Rule): readonly (readonly [Rule, Rule])[] {
  const { traffic } = rule;
  if (!hasPorts(traffic) || traffic.ports.kind === 'list') return [];
  const { first, last } = traffic.ports;
  if (first === last) return [];
  const middle = Math.floor((first + last) / 2);
  const [low, high] = [
    { kind: 'range', first, last: middle } as const,
    { kind: 'range', first: middle + 1, last } as const,
  ];
  return [
    [
      { ...rule, traffic: { ...traffic, ports: low } },
      { ...rule, traffic: { ...traffic, ports: high } },
    ],
  ];
}

function halvesOf(cidr: Cidr): readonly [Cidr, Cidr] | undefined {
  const { bytes, length } = cidrBits(cidr);
  if (length === bytes.length * 8) return undefined;
  const upper = bytes.map((byte, index) =>
    index === Math.floor(length / 8) ? byte | (0x80 >> (length % 8)) : byte,
  );
  return [formatBits(bytes, length + 1), formatBits(upper, length + 1)];
}
