// Whether traffic passes from one end to another, with all that there is to say about it.
import {
  verdictOfAll,
  type DescribedTraffic,
  type ExplainedFlow,
  type ExplainedPlace,
  type ExplainedSide,
  type Explanation,
} from '../../model/explanation.ts';
import type { TrafficSet } from '../../model/traffic-window.ts';
import type { AccessState, StateGroup } from '../ends/access-state.ts';
import type { AskedTraffic } from '../ends/asked-traffic.ts';
import type { Place } from '../ends/place.ts';
import type { End } from '../ends/resolve-end.ts';
import { formatTrafficSet } from '../../model/traffic-set-text.ts';
import { assumptions } from './assumptions.ts';
import { changesFor } from './changes.ts';
import { decideFlow, type EndDecision, type Flow } from './decide-flow.ts';
import { unknownText } from './unknown-text.ts';

export interface Question {
  readonly target: string;
  readonly from: End;
  readonly to: End;
  readonly traffic: AskedTraffic;
}

export function explain(question: Question, state: AccessState): Explanation {
  const { target, from, to, traffic } = question;
  const all = from.places.flatMap((here) =>
    to.places.map((there) => decideFlow({ from: here, to: there, traffic }, state)),
  );
  // Between families nothing goes, which is worth a word only where that is all.
  const possible = all.filter(({ verdict }) => verdict !== 'impossible');
  const flows = (possible.length > 0 ? possible : all).map(explainedFlow);
  const verdict = verdictOfAll(flows.map((flow) => flow.verdict));
  return {
    ...{ target, state: state.kind },
    from: { kind: from.kind, name: from.name },
    to: { kind: to.kind, name: to.name },
    traffic,
    verdict,
    assumed: assumptions([from, to], verdict, state),
    flows,
  };
}

function explainedFlow({ from, to, verdict, allowed, ends }: Flow): ExplainedFlow {
  return {
    from: explainedPlace(from),
    to: explainedPlace(to),
    verdict,
    allowed: allowed.map((set) => described(set, askedOf(ends, set), groupsOf(ends, set))),
    ends: ends.map(explainedSide),
  };
}

function explainedPlace({ groups, interfaces, blocks, except, memberOf }: Place): ExplainedPlace {
  return {
    ...(groups === undefined ? {} : { groups }),
    ...(interfaces === undefined ? {} : { interfaces }),
    ...{ blocks, except, memberOf },
  };
}

function explainedSide(end: EndDecision): ExplainedSide {
  const { direction, groups, asked, verdict, unknown } = end;
  return {
    ...{ direction, groups: groups.map(({ name }) => name), verdict },
    unknown: unknown.map(unknownText),
    decisions: end.decisions.map((decision) => ({
      policy: decision.policy,
      decidedBy: decision.decidedBy,
      overruled: decision.overruled,
      traffic: decision.traffic.map(({ traffic }) => described(traffic, asked, groups)),
      changes: changesFor(decision, end),
    })),
  };
}

function askedOf(ends: readonly EndDecision[], { direction }: TrafficSet): TrafficSet | undefined {
  return ends.find((end) => end.direction === direction)?.asked;
}

function groupsOf(ends: readonly EndDecision[], { direction }: TrafficSet): readonly StateGroup[] {
  return ends.find((end) => end.direction === direction)?.groups ?? [];
}

/** What was asked anyway is left out of the words; our own side too, where no rule looks at it. */
function described(
  traffic: TrafficSet,
  asked: TrafficSet | undefined,
  groups: readonly StateGroup[],
): DescribedTraffic {
  const looksAtLocals = groups.some(({ rules }) => rules.some(({ local }) => local !== undefined));
  const { direction, protocols, ports, sourcePorts, peers, peersExcept, ...rest } = traffic;
  const within = rest.within?.filter((name) => asked?.within?.includes(name) !== true) ?? [];
  const exceptions = peersExcept?.filter((block) => asked?.peersExcept?.includes(block) !== true);
  const without = rest.without?.filter((name) => asked?.without?.includes(name) !== true) ?? [];
  const text = formatTrafficSet({
    ...{ direction, protocols },
    ...(ports === undefined ? {} : { ports }),
    ...(sourcePorts === undefined ? {} : { sourcePorts }),
    ...(peers === undefined ? {} : { peers }),
    ...(exceptions === undefined || exceptions.length === 0 ? {} : { peersExcept: exceptions }),
    ...(looksAtLocals && rest.locals !== undefined ? { locals: rest.locals } : {}),
    ...(looksAtLocals && rest.localsExcept !== undefined
      ? { localsExcept: rest.localsExcept }
      : {}),
    ...(within.length === 0 ? {} : { within }),
    ...(without.length === 0 ? {} : { without }),
  });
  return { traffic, text };
}
