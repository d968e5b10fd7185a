// Protected flows that a plan would break: there is no flag that consents to it.
import {
  formatBetweenSteps,
  type BetweenSteps,
  type ProtectedFlowFault,
} from '../../model/assertion-result.ts';
import { formatFlow, type FlowAssertion } from '../../model/flow-assertion.ts';
import {
  formatFlowDecision,
  formatFlowPacket,
  formatUnreadBreach,
  type FlowBreach,
} from '../../model/flow-breach.ts';
import { brokenOnTheWay, type PlannedAccess } from './judge-planned.ts';

/** Of each flow the first state that breaks it, or in which nobody can tell. */
export function protectedFlowFaults(
  protect: readonly FlowAssertion[],
  planned: PlannedAccess,
): readonly ProtectedFlowFault[] {
  return protect.flatMap((assertion): readonly ProtectedFlowFault[] => {
    const broken = brokenOnTheWay(assertion, planned);
    if (broken === undefined) return [];
    const { name, expects, source } = assertion;
    return [{ name, expects, message: messageOf(assertion, broken), source, ...broken }];
  });
}

function messageOf(
  assertion: FlowAssertion,
  { breach, steps }: { readonly breach: FlowBreach; readonly steps: BetweenSteps },
): string {
  const { name, expects } = assertion;
  const when = formatBetweenSteps(steps);
  if (breach.kind === 'noAnswer') {
    return `"${name}": whether ${formatFlow(assertion)} passes ${when} takes more than ${breach.nodesMax} nodes to know`;
  }
  if (breach.kind === 'unread') {
    return `"${name}": ${formatUnreadBreach(breach, when)}`;
  }
  const verb = expects === 'deny' ? 'would pass' : 'would not pass';
  const by = breach.decisions.map(formatFlowDecision).join(', ');
  return `"${name}": ${formatFlowPacket(breach.packet)} ${verb} ${when}, ${by}`;
}
