// Whether traffic passes from one place to another: egress where it comes from and ingress where it
// goes must both let it through, wherever groups of ours decide.
import type { Verdict } from '../../model/explanation.ts';
import type { Direction, Policy } from '../../model/rule.ts';
import type { TrafficSet } from '../../model/traffic-window.ts';
import { decisions, type Decision } from '../access/decisions.ts';
import { exposure } from '../access/exposure.ts';
import { askedBetween, type Between } from '../ends/asked-between.ts';
import type { AccessState, StateGroup, StateRule } from '../ends/access-state.ts';
import type { Place } from '../ends/place.ts';
import { unaskedLists, withListsFor } from '../ends/unasked-lists.ts';
import { swapEnds } from './swap-ends.ts';

/** What the groups at one end do with the traffic. */
export interface EndDecision {
  readonly direction: Direction;
  readonly groups: readonly StateGroup[];
  readonly asked: TrafficSet;
  readonly verdict: Verdict;
  /** Why it is not known; without these, or for lists, `decisions` is all that there is to say. */
  readonly unknown: readonly UnknownReason[];
  /** Strongest first. */
  readonly decisions: readonly Decision<StateRule>[];
}

export type UnknownReason =
  /** Nobody wrote it, and only the cloud knows it. */
  | {
      readonly kind: 'unwritten';
      readonly group: string;
      readonly what: StateGroup['unwritten'][0];
    }
  /** Its rules may not be read. */
  | { readonly kind: 'unread'; readonly group: string }
  /** What is in them; `decisions` say what follows. */
  | { readonly kind: 'lists'; readonly lists: readonly string[] }
  | { readonly kind: 'incomplete'; readonly nodesMax: number };

export interface Flow {
  readonly from: Place;
  readonly to: Place;
  readonly verdict: Verdict;
  /** What of it passes both ends; exactly that, where it is allowed or partly so. */
  readonly allowed: readonly TrafficSet[];
  /** Egress first; an end that is outside is not here. */
  readonly ends: readonly EndDecision[];
}

export function decideFlow(between: Between, state: AccessState): Flow {
  const { from, to } = between;
  const egress = from.groups && decideEnd(between, 'egress', { names: from.groups, state });
  const ingress = to.groups && decideEnd(between, 'ingress', { names: to.groups, state });
  const ends = [egress, ingress].flatMap((end) => end ?? []);
  const verdicts = new Set(ends.map(({ verdict }) => verdict));
  const flow = (verdict: Verdict, allowed: readonly TrafficSet[] = []): Flow => {
    return { from, to, verdict, allowed, ends };
  };
  for (const deciding of ['impossible', 'denied', 'unknown'] as const) {
    if (verdicts.has(deciding)) return flow(deciding);
  }
  const last = ends.at(-1);
  if (last === undefined) return flow('unknown');
  if (!verdicts.has('partly')) return flow('allowed', [last.asked]);
  const allowed = passing(ends);
  if (allowed === undefined) return flow('unknown');
  return flow(allowed.length === 0 ? 'denied' : 'partly', allowed);
}

function decideEnd(
  between: Between,
  direction: Direction,
  { names, state }: { readonly names: readonly string[]; readonly state: AccessState },
): EndDecision {
  const groups = names.flatMap((name) => state.groups.get(name) ?? []);
  const asked = askedBetween(between, direction, { groups, state });
  const unread = names.filter((name) => !state.groups.has(name));
  const unwritten = groups.filter((group) => group.unwritten.includes(direction));
  const unknown: readonly UnknownReason[] = [
    ...unread.map((group) => ({ kind: 'unread', group }) as const),
    ...unwritten.map(({ name }) => ({ kind: 'unwritten', group: name, what: direction }) as const),
  ];
  const end = { direction, groups, asked };
  if (unknown.length > 0) return { ...end, verdict: 'unknown', unknown, decisions: [] };
  const found = judgeWithLists(groups, asked, state);
  const open = groups.filter((group) => group.unwritten.includes('innerAccessPolicy'));
  if (open.length === 0 || found.verdict === 'unknown') return { ...end, ...found };
  // Accepting among members can only let more through; where it lets nothing more, it does not matter.
  const accepting = groups.map((group) =>
    open.includes(group) ? { ...group, innerAccessPolicy: 'accept' as const } : group,
  );
  const isSame = sameVerdicts(found, judge(accepting, asked));
  if (isSame) return { ...end, ...found };
  const reasons = open.map(({ name }) => {
    return { kind: 'unwritten', group: name, what: 'innerAccessPolicy' } as const;
  });
  return { ...end, verdict: 'unknown', unknown: reasons, decisions: [] };
}

/** Where it depends on lists that nobody has asked for, it is not known. */
function judgeWithLists(
  groups: readonly StateGroup[],
  asked: TrafficSet,
  state: Pick<AccessState, 'kind'>,
): Judged {
  const found = judge(groups, asked);
  if (found.verdict !== 'partly') return found;
  const sets = found.decisions.flatMap(({ traffic }) => traffic.map((term) => term.traffic));
  const lists = unaskedLists(sets, state);
  if (lists.length === 0) return found;
  const [least, most] = (['drop', 'accept'] as const).map((policy) => {
    return judge(
      groups.map((group) => withListsFor(policy, group)),
      asked,
    );
  });
  if (least?.verdict === most?.verdict) return found;
  return { ...found, verdict: 'unknown', unknown: [{ kind: 'lists', lists }] };
}

type Judged = Pick<EndDecision, 'verdict' | 'unknown' | 'decisions'>;

function judge(groups: readonly StateGroup[], asked: TrafficSet): Judged {
  const found = decisions(groups, { direction: asked.direction, within: [asked] });
  if (found.kind === 'incomplete') {
    const unknown = [{ kind: 'incomplete', nodesMax: found.nodesMax }] as const;
    return { verdict: 'unknown', unknown, decisions: [] };
  }
  const policies = new Set(found.decisions.map(({ policy }) => policy));
  return { verdict: verdictOf(policies), unknown: [], decisions: found.decisions };
}

function verdictOf(policies: ReadonlySet<Policy>): Verdict {
  if (policies.size === 0) return 'impossible';
  if (policies.size === 2) return 'partly';
  return policies.has('accept') ? 'allowed' : 'denied';
}

/** Both allow just the same: the parts that are denied are in one order in either. */
function sameVerdicts(one: Judged, other: Judged): boolean {
  const denied = ({ decisions: parts }: Judged) =>
    JSON.stringify(parts.flatMap(({ policy, traffic }) => (policy === 'drop' ? [traffic] : [])));
  return one.verdict === other.verdict && denied(one) === denied(other);
}

/** What both ends let through; undefined where that takes too many nodes. */
function passing(ends: readonly EndDecision[]): readonly TrafficSet[] | undefined {
  let passed: readonly TrafficSet[] | undefined;
  let before: TrafficSet | undefined;
  // An end that lets everything through need not be asked.
  for (const { groups, asked } of ends.filter(({ verdict }) => verdict === 'partly')) {
    const known = [...(before?.within ?? []), ...(before?.without ?? [])];
    const within = passed?.map((set) => swapEnds(set, { groups, asked }, known)) ?? [asked];
    const found = exposure(groups, { direction: asked.direction, within });
    if (found.kind === 'incomplete') return undefined;
    passed = found.allowed.map(({ traffic }) => traffic);
    before = asked;
  }
  return passed;
}
