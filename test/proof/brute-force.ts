// What traffic sees while a plan runs, by brute force: parts of each wave, decided by the oracle.
import type { Rule } from '../../src/model/rule.ts';
import type { Step } from '../../src/model/step.ts';
import type { TrafficFault } from '../../src/proof/prove-traffic.ts';
import { matches, Oracle, type Packet, type Verdict, type WireGroup } from '../oracle.ts';
import { wavesOf, type MicroStep } from '../planner/micro-steps.ts';
import type { Moment, Nic } from '../planner/moments.ts';
import { seededId } from '../planner/names.ts';
import { packets } from '../planner/packets.ts';
import { matchText, wireOfRule } from '../planner/wire-words.ts';

/** A packet that is decided otherwise than both ends agree, on an interface, during a wave. */
export interface Seen {
  readonly packet: Packet;
  readonly nic: Nic;
  readonly wave: number;
  readonly effect: TrafficFault['effect'];
}

/** Undefined where a step changes what is not there. */
export function endOf(before: Moment, steps: readonly Step[]): Moment | undefined {
  return afterAll(before, wavesOf({ steps }).flat());
}

/**
 * What is seen first in some part of a wave: all parts of it where it is small, else some, and
 * `drawn` says which.
 */
export function surprisesDuring(
  steps: readonly Step[],
  { before, nics, drawn }: { before: Moment; nics: readonly Nic[]; drawn: readonly number[] },
): readonly Seen[] {
  const states = statesOf(steps, { before, drawn });
  const end = endOf(before, steps) ?? before;
  const told = toldApart([before, end, ...states.map(({ moment }) => moment)]);
  const oracle = new Oracle(told);
  return nics.flatMap((nic) => {
    const decide = remembering(nic, (groups) => oracle.decide({ type: nic.type, groups }));
    const [first, last] = [decide(before), decide(end)];
    return states.flatMap(({ wave, start, moment }) => {
      const [earlier, verdicts] = [decide(start), decide(moment)];
      if (verdicts === earlier) return [];
      return told.flatMap((packet, index): Seen[] => {
        const [one, now, other] = [first[index], verdicts[index], last[index]];
        if (one !== other || now === one || earlier[index] === now) return [];
        return [{ packet, nic, wave, effect: effectOf(now) }];
      });
    });
  });
}

/**
 * Whether the packet can be decided otherwise during the wave than both ends agree: in some part of
 * what of the wave touches it, on an interface with just these groups, and in one of the contexts.
 */
export function canSurprise(
  { packet, nic, wave, effect }: Seen,
  steps: readonly Step[],
  { before, contexts }: { before: Moment; contexts: readonly (readonly WireGroup[])[] },
): boolean {
  const earlier = steps.filter((step) => step.wave < wave);
  const felt = steps.filter((step) => step.wave === wave).flatMap((step) => feltBy(packet, step));
  const [start, end] = [endOf(before, earlier) ?? before, endOf(before, steps) ?? before];
  const parts = partsOf(wavesOf({ steps: felt }).flat(), []);
  const moments = parts.flatMap((part) => afterAll(start, part) ?? []);
  const oracle = new Oracle([packet]);
  return contexts.some((context) => {
    const decide = (moment: Moment) =>
      oracle.decide({ type: nic.type, groups: [...on(nic, moment), ...context] })[0];
    const first = decide(before);
    const isSurprising = (now: Verdict | undefined) => now !== first && effectOf(now) === effect;
    return decide(end) === first && moments.some((moment) => isSurprising(decide(moment)));
  });
}

/** A rule of somebody else that matches everything of the packet's family and direction. */
export function contextOf(packet: Packet, policy: 'Accept' | 'Drop', priority: number): WireGroup {
  const end = packet.direction === 'ingress' ? 'Source' : 'Dest';
  const peer = packet.peer.includes(':')
    ? { [`Ipv6${end}CidrIp`]: '::/0' }
    : { [`${end}CidrIp`]: '0.0.0.0/0' };
  const rule = {
    Direction: packet.direction,
    Policy: policy,
    IpProtocol: 'ALL',
    PortRange: '-1/-1',
    ...peer,
    Priority: priority,
  };
  return {
    SecurityGroupId: 'sg-context',
    InnerAccessPolicy: 'Drop',
    Permissions: { Permission: [rule] },
  };
}

interface State {
  readonly wave: number;
  /** Where the wave starts. */
  readonly start: Moment;
  readonly moment: Moment;
}

function statesOf(
  steps: readonly Step[],
  { before, drawn }: { before: Moment; drawn: readonly number[] },
): readonly State[] {
  const numbers = [...new Set(steps.map(({ wave }) => wave))];
  const states: State[] = [];
  let start = before;
  for (const [index, microSteps] of wavesOf({ steps }).entries()) {
    const wave = numbers[index] ?? 0;
    for (const part of partsOf(microSteps, drawn)) {
      const moment = afterAll(start, part);
      if (moment !== undefined) states.push({ wave, start, moment });
    }
    start = afterAll(start, microSteps) ?? start;
  }
  return states;
}

const wholeMax = 4;

/** Of more than so many, all of them, those without one, those with only one, and some that are drawn. */
function partsOf(
  steps: readonly MicroStep[],
  drawn: readonly number[],
): readonly (readonly MicroStep[])[] {
  if (steps.length <= wholeMax || drawn.length === 0) {
    return Array.from({ length: 2 ** steps.length }, (_, bits) => chosen(steps, bits));
  }
  return [
    steps,
    ...steps.map((step) => [step]),
    ...steps.map((step) => steps.filter((other) => other !== step)),
    ...drawn.map((bits) => chosen(steps, bits)),
  ];
}

function chosen(steps: readonly MicroStep[], bits: number): readonly MicroStep[] {
  return steps.filter((_, index) => (bits >> (index % 30)) & 1);
}

/** Undefined where a step changes what is not there: nobody ever sees that. */
function afterAll(start: Moment, steps: readonly MicroStep[]): Moment | undefined {
  const moment = new Map(start);
  for (const { id, run } of steps) {
    const group = moment.get(id);
    if (group === undefined) continue;
    try {
      moment.set(id, run(group));
    } catch {
      return undefined;
    }
  }
  return moment;
}

/** The part of a step that touches the packet. */
function feltBy(packet: Packet, step: Step): readonly Step[] {
  const isFelt = (rule: Rule) => matches(wireOfRule(rule, seededId), packet);
  switch (step.kind) {
    case 'authorize':
    case 'revoke':
      return [{ ...step, rules: step.rules.filter(isFelt) }];
    case 'modifyRule':
      return isFelt(step.before) || isFelt(step.after) ? [step] : [];
    default:
      return [step];
  }
}

/** One packet of all those that no rule of any moment, and no membership that counts, tells apart. */
function toldApart(moments: readonly Moment[]): readonly Packet[] {
  const groups = new Set(moments.flatMap((moment) => [...moment.values()]));
  const rules = new Set<Uint8Array>();
  const friendly = new Set<string>();
  for (const { Permissions, InnerAccessPolicy, SecurityGroupId } of groups) {
    for (const rule of Permissions.Permission) rules.add(matchedBy(rule));
    if (InnerAccessPolicy === 'Accept') friendly.add(SecurityGroupId);
  }
  const told = new Map<string, Packet>();
  for (const [index, packet] of packets.entries()) {
    const bits = [...rules].map((matched) => matched[index]).join('');
    const inside = packet.peerGroups.filter((id) => friendly.has(id)).join(' ');
    told.set(`${packet.direction} ${bits} ${inside}`, packet);
  }
  return [...told.values()];
}

const matched = new Map<string, Uint8Array>();

/** By the number of the packet. */
function matchedBy(rule: Parameters<typeof matches>[0]): Uint8Array {
  const key = matchText(rule);
  const known = matched.get(key);
  if (known !== undefined) return known;
  const found = Uint8Array.from(packets, (packet) => Number(matches(rule, packet)));
  matched.set(key, found);
  return found;
}

function on({ ids }: Nic, moment: Moment): readonly WireGroup[] {
  return ids.flatMap((id) => moment.get(id) ?? []);
}

/** Most states differ in groups that are not on the interface. */
function remembering<Result>(
  nic: Nic,
  decide: (groups: readonly WireGroup[]) => Result,
): (moment: Moment) => Result {
  const numbers = new Map<WireGroup, number>();
  const known = new Map<string, Result>();
  return (moment) => {
    const groups = on(nic, moment);
    for (const group of groups) if (!numbers.has(group)) numbers.set(group, numbers.size);
    const key = groups.map((group) => numbers.get(group)).join(' ');
    const result = known.get(key) ?? decide(groups);
    known.set(key, result);
    return result;
  };
}

function effectOf(now: Verdict | undefined): Seen['effect'] {
  return now === 'accept' ? 'open' : 'cut';
}
