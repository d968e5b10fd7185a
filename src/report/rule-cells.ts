// One rule as the cells of a line.
import { formatPeer } from '../model/peer.ts';
import type { Rule } from '../model/rule.ts';
import { formatSource } from '../model/source.ts';
import type { PlannedRule } from '../model/step.ts';
import { formatTraffic } from '../model/traffic.ts';
import { printable, quoted } from './printable.ts';

/** `ingress  accept  tcp 22  from group bastion  priority 10  "SSH"  groups/web.yaml:12:5`. */
export function ruleCells(rule: PlannedRule): readonly string[] {
  return [
    ...matchCells(rule),
    `priority ${rule.priority}`,
    rule.description ? quoted(rule.description) : '',
    rule.source ? formatSource(rule.source) : '',
  ];
}

/** A rule that changes: what stays as it is once, what changes as before → after. */
export function changedRuleCells(before: Rule, after: PlannedRule): readonly string[] {
  const [was, is] = [before.description ?? '', after.description ?? ''];
  return [
    ...matchCells(after),
    `priority ${change(String(before.priority), String(after.priority))}`,
    was === '' && is === '' ? '' : change(quoted(was), quoted(is)),
    after.source ? formatSource(after.source) : '',
  ];
}

export function change(before: string, after: string): string {
  return before === after ? after : `${before} → ${after}`;
}

function matchCells({ direction, policy, traffic, peer, local }: Rule): readonly string[] {
  const preposition = direction === 'ingress' ? 'from' : 'to';
  const own = local === undefined ? '' : ` at ${local}`;
  return [
    direction,
    policy,
    formatTraffic(traffic),
    `${preposition} ${printable(formatPeer(peer))}${own}`,
  ];
}
