// One rule as the cells of a line.
import { formatPeer } from '../model/peer.ts';
import type { Rule } from '../model/rule.ts';
import { formatSource } from '../model/source.ts';
import type { PlannedRule } from '../model/step.ts';
import { formatTraffic } from '../model/traffic.ts';
import { printable, quoted } from './printable.ts';

/** `ingress  accept  tcp 22  from group bastion  priority 10  "SSH"`. */
export function ruleCells(rule: Rule): readonly string[] {
  return [
    ...matchCells(rule),
    `priority ${rule.priority}`,
    rule.description ? quoted(rule.description) : '',
  ];
}

/** And where it is written: `groups/web.yaml:12:5`. */
export function placedRuleCells(rule: PlannedRule): readonly string[] {
  return [...ruleCells(rule), rule.source ? printable(formatSource(rule.source)) : ''];
}

/** A rule that changes: what stays as it is once, what changes as before → after. */
export function changedRuleCells(before: Rule, after: Rule): readonly string[] {
  const [was, is] = [before.description ?? '', after.description ?? ''];
  const matched = matchCells(before);
  return [
    ...matchCells(after).map((cell, index) => changedCell(matched[index] ?? '', cell)),
    `priority ${change(String(before.priority), String(after.priority))}`,
    was === '' && is === '' ? '' : change(quoted(was), quoted(is)),
  ];
}

/** A rule that is there on the way only; nobody wrote it. */
export function temporaryRuleCells(rule: Rule): readonly string[] {
  return [...matchCells(rule), `priority ${rule.priority}`, '', 'temporary'];
}

export function change(before: string, after: string): string {
  return before === after ? after : `${before} → ${after}`;
}

/** `from 10.0.0.0/8 → 10.1.0.0/16`: what both begin with stands once. */
function changedCell(before: string, after: string): string {
  const [start = ''] = /^(from|to) /.exec(after) ?? [];
  return `${start}${change(before.slice(start.length), after.slice(start.length))}`;
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
