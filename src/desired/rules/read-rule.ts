// One written rule → its parts. Each part is read as far as it is sound, so that a fault in one
// does not hide a fault in another.
import { priorityMax } from '../../model/limits.ts';
import type { Direction, Policy } from '../../model/rule.ts';
import { parseProtocol, type Protocol } from '../../model/traffic.ts';
import { fault } from '../fault.ts';
import { readDeadline } from '../read-deadline.ts';
import { itemsOf, textOf, valueAt, type Located } from '../yaml/located.ts';
import { readAddresses } from './read-address.ts';
import { readPeer, type PeerContext } from './read-peer.ts';
import { readPortRange, readPorts } from './read-ports.ts';
import { portFault } from './rule-faults.ts';
import { sideKeys, type RuleParts } from './rule-parts.ts';
import { isSound } from '../shape/shape.ts';
import type { Sourced } from '../yaml/sourced.ts';

export interface RuleContext extends PeerContext {
  readonly defaultPriority: number;
  readonly faulty: ReadonlySet<Located>;
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

  const protocols = each('protocol', (item) => oneOf(readProtocol(item)));
  const ports = each('ports', (item) => oneOf(readPorts(item, report)));
  const sourcePorts = each('sourcePorts', (item) => oneOf(readPortRange(item, report)));
  const peers = each(peerKey, (item) => readPeer(item, context));
  const locals = each(localKey, (item) => readAddresses(item, context));
  const priority = readPriority(rule, context);
  const expires = readDeadline(valueAt(rule, 'expires'), 'expires', context);

  // With a key that is misspelt, missing ports would be an echo.
  if (!protocols || !ports || !sourcePorts || faulty.has(rule)) return undefined;
  const mismatch = portFault({ protocols, ports, sourcePorts, source: rule.source });
  if (mismatch !== undefined) report(mismatch);
  if (!peers || !locals || mismatch !== undefined || !isSound(rule, faulty)) return undefined;
  const [policy, description] = [valueAt(rule, 'policy'), valueAt(rule, 'description')];
  return {
    direction,
    policy: policy === undefined ? 'accept' : (textOf(policy) as Policy),
    priority,
    description: description && textOf(description),
    expires,
    protocols,
    ports,
    sourcePorts,
    locals,
    peers,
    source: rule.source,
  };
}

/** Empty where the key is missing, undefined where anything in it has a fault. */
function readEach<Value>(
  node: Located | undefined,
  faulty: ReadonlySet<Located>,
  read: (item: Located) => readonly Value[] | undefined,
): readonly Sourced<Value>[] | undefined {
  if (node === undefined) return [];
  const parts = itemsOf(node).map((item) => {
    const values = isSound(item, faulty) ? read(item) : undefined;
    return values?.map((value) => ({ value, source: item.source }));
  });
  const isWhole = !faulty.has(node) && !parts.includes(undefined);
  return isWhole ? parts.flatMap((part) => part ?? []) : undefined;
}

function readProtocol(node: Located): Protocol | undefined {
  return parseProtocol(textOf(node));
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

function oneOf<Value>(value: Value | undefined): readonly Value[] | undefined {
  return value === undefined ? undefined : [value];
}
