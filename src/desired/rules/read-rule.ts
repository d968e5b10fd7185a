// One written rule → its parts. Each part is read as far as it is sound, so that a fault in one
// does not hide a fault in another.
import { priorityMax } from '../../model/limits.ts';
import type { Direction, Policy } from '../../model/rule.ts';
import type { Source } from '../../model/source.ts';
import { fault } from '../fault.ts';
import { readDeadline } from '../read-deadline.ts';
import { textOf, valueAt, type Located } from '../yaml/located.ts';
import { readAddresses } from './read-address.ts';
import { readPeer, type PeerContext } from './read-peer.ts';
import { oneOf, readEach } from './read-each.ts';
import { readPortRange } from './read-ports.ts';
import { readRuleServices, type ServiceContext } from './read-services.ts';
import { sideKeys, type RuleParts } from './rule-parts.ts';
import { isSound } from '../shape/shape.ts';

export interface RuleContext extends PeerContext, ServiceContext {
  readonly defaultPriority: number;
  /** Rules that have expired by then are over. */
  readonly nowMs: number;
  /** Where the ruleset is used that the rules are of. */
  readonly via?: Source;
}

/** Undefined where there is a fault, which has then been reported. */
export function readRule(
  rule: Located,
  direction: Direction,
  context: RuleContext,
): RuleParts | undefined {
  const { report, faulty } = context;
  const each = <Value>(key: string, read: (item: Located) => readonly Value[] | undefined) =>
    readEach(valueAt(rule, key), faulty, read);
  const [peerKey, localKey] = sideKeys(direction);

  const sourcePorts = each('sourcePorts', (item) => oneOf(readPortRange(item, report)));
  const services = readRuleServices(rule, sourcePorts, context);
  const peers = each(peerKey, (item) => readPeer(item, context));
  const locals = each(localKey, (item) => readAddresses(item, context));
  const priority = readPriority(rule, context);
  const expires = readDeadline(valueAt(rule, 'expires'), 'expires', context);

  if (!services || !sourcePorts || !peers || !locals || !isSound(rule, faulty)) return undefined;
  const text = (key: string): string | undefined => {
    const node = valueAt(rule, key);
    return node && textOf(node);
  };
  return {
    direction,
    policy: (text('policy') ?? 'accept') as Policy,
    priority,
    description: text('description'),
    expires,
    owner: text('owner'),
    ticket: text('ticket'),
    overrides: text('override') === 'true',
    services,
    sourcePorts,
    locals,
    peers,
    source: rule.source,
    via: context.via === undefined ? [] : [context.via],
  };
}

function readPriority(rule: Located, context: RuleContext): number {
  const node = valueAt(rule, 'priority');
  if (node === undefined) return context.defaultPriority;
  const priority = Number(textOf(node));
  if (isSound(node, context.faulty) && priority > priorityMax) {
    const message = `a rule at priority ${priority} can be kept where the cloud has it, never authorized; expected 1 to ${priorityMax}`;
    context.report({
      ...fault(node.source, { code: 'priority-only-kept', message, example: 'priority: 100' }),
      severity: 'warning',
    });
  }
  return priority;
}
