// An assertion in one state: whether it holds, fails, or depends on what is not known there.
import type { AssertionVerdict } from '../../model/assertion-result.ts';
import type { AssertionMode, FlowAssertion } from '../../model/flow-assertion.ts';
import type { Rule } from '../../model/rule.ts';
import type { Cidr } from '../../model/cidr.ts';
import type { AccessState, StateGroup } from '../ends/access-state.ts';
import { unaskedLists, unaskedText, withListsFor } from '../ends/unasked-lists.ts';
import { breachOf, flowsOf } from './breach.ts';
import type { AssertedFlow } from './flow-part.ts';
import type { GroupsAt } from './one-side.ts';
import { groupsIn } from './places.ts';

export function judge(assertion: FlowAssertion, state: AccessState): AssertionVerdict {
  const mode = modeIn(assertion, state);
  if (mode === 'inventory' && state.interfaces.kind === 'unknown') {
    return unknown(`who is in the groups today is not known: ${state.interfaces.why}`);
  }
  const flows = flowsOf(assertion, { mode, state });
  const missing = missingGroups(assertion, state);
  if (assertion.expects === 'allow' && missing.length > 0) {
    return unknown(`there is no group ${missing.join(' and no group ')} yet`);
  }
  if (flows.length === 0) return unknown(whyNobody(assertion, mode));
  const names = groupsOfFlows(flows);
  const [least, most] = (['drop', 'accept'] as const).map((policy): GroupsAt => {
    const filled = new Map<string, StateGroup>();
    for (const name of names) {
      const group = state.groups.get(name);
      if (group !== undefined) filled.set(name, filledWith(policy, group));
    }
    return (name) => filled.get(name);
  });
  const isDeny = assertion.expects === 'deny';
  const [worse, better] = isDeny ? [most, least] : [least, most];
  const unread = [...names].filter((name) => !state.groups.has(name) && !missing.includes(name));
  const read = flows.filter((flow) =>
    [...groupsOfFlows([flow])].every((one) => !unread.includes(one)),
  );
  const possible = worse && breachOf(assertion, read, { now: worse });
  if (possible === undefined) {
    return unread.length === 0 ? { kind: 'ok' } : unknown(whyUnread(unread));
  }
  const lists = possible.kind === 'packet' ? unaskedLists([possible.traffic], state) : [];
  const open = [...unwrittenOf(names, state), ...(lists.length === 0 ? [] : [unaskedText(lists)])];
  if (open.length === 0) return { kind: 'failed', breach: possible };
  const best = (name: string) => {
    const group = better?.(name);
    const isRead = state.kind !== 'desired' || group === undefined;
    return isRead ? group : withListsFor(isDeny ? 'drop' : 'accept', group);
  };
  const sure = breachOf(assertion, read, { now: best });
  return sure === undefined ? unknown(open.join(', ')) : { kind: 'failed', breach: sure };
}

/** By inventory only where there is one. */
export function modeIn(
  { mode, expects, from, to }: FlowAssertion,
  { interfaces }: AccessState,
): AssertionMode {
  if (mode !== undefined) return mode;
  if (expects === 'deny' || interfaces.kind === 'unknown') return 'symbolic';
  const hasMembers = (name: string) => interfaces.all.some(({ groups }) => groups.includes(name));
  return groupsIn([...from, ...to]).every(hasMembers) ? 'inventory' : 'symbolic';
}

/** The groups whose rules decide about flows. */
export function groupsOfFlows(flows: readonly AssertedFlow[]): ReadonlySet<string> {
  return new Set(flows.flatMap(({ from, to }) => [...(from.groups ?? []), ...(to.groups ?? [])]));
}

function missingGroups({ from, to }: FlowAssertion, { groups }: AccessState): readonly string[] {
  return groupsIn([...from, ...to]).filter((name) => !groups.has(name));
}

function whyNobody({ from, to }: FlowAssertion, mode: AssertionMode): string {
  const names = groupsIn([...from, ...to]).join(', ');
  return mode === 'inventory'
    ? `no interface of today is in them: ${names}`
    : 'no sender is left that is no exception';
}

function whyUnread(names: readonly string[]): string {
  return `the rules of ${names.join(', ')}, on an interface with these groups, may not be read`;
}

function unwrittenOf(names: ReadonlySet<string>, { groups }: AccessState): readonly string[] {
  return [...names].flatMap((name) => {
    const what = groups.get(name)?.unwritten ?? [];
    return what.length === 0 ? [] : [`${what.join(' and ')} of ${name} is not written`];
  });
}

/** What nobody wrote does all that it could do. */
function filledWith(policy: Rule['policy'], group: StateGroup): StateGroup {
  const { unwritten } = group;
  if (unwritten.length === 0) return group;
  const everything = (['ingress', 'egress'] as const)
    .filter((direction) => unwritten.includes(direction))
    .flatMap((direction) =>
      (['0.0.0.0/0', '::/0'] as Cidr[]).map((cidr): Rule => {
        const peer = { kind: 'cidr', cidr } as const;
        return { direction, policy, traffic: { protocol: 'all' }, peer, priority: 1 };
      }),
    );
  return {
    ...group,
    innerAccessPolicy: unwritten.includes('innerAccessPolicy') ? policy : group.innerAccessPolicy,
    rules: [...group.rules, ...everything],
  };
}

function unknown(why: string): AssertionVerdict {
  return { kind: 'unknown', why };
}
