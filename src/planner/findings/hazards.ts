// What in a plan people must consent to by name.
import { groupBy } from '../../model/group-by.ts';
import type { Hazard } from '../../model/hazard.ts';
import { formatPeer } from '../../model/peer.ts';
import { rankedKey, rankOf, ruleKey, type Rule } from '../../model/rule.ts';
import { formatSource } from '../../model/source.ts';
import type { PlannedRule, Step } from '../../model/step.ts';
import { formatTraffic } from '../../model/traffic.ts';
import { opensToInternet } from '../../reach/internet.ts';

export interface Surroundings {
  readonly owner: string;
  readonly target: string;
  readonly ownsNothingYet: boolean;
}

export function findHazards(
  steps: readonly Step[],
  { owner, target, ownsNothingYet }: Surroundings,
): readonly Hazard[] {
  const first: Hazard = {
    code: 'first-apply',
    message: `owner "${owner}" owns nothing in target "${target}" yet; is this the right place?`,
  };
  return [...(ownsNothingYet && steps.length > 0 ? [first] : []), ...hazardsOfSteps(steps)];
}

/** Those that the steps show by themselves, whatever a file says of them. */
export function hazardsOfSteps(steps: readonly Step[]): readonly Hazard[] {
  const known = new Set<string>();
  const opened: Hazard[] = [];
  for (const step of steps) {
    opened.push(...openings(step, known));
    // A rule that is made anew, or comes back, lets in nobody who was not in before.
    if (step.kind === 'revoke') for (const rule of step.rules) known.add(placeOf(step, rule));
  }
  return [
    ...opened,
    ...steps.flatMap((step): Hazard[] =>
      step.kind === 'deleteGroup'
        ? [{ code: 'deletes-group', group: step.group, message: `deletes group ${step.group}` }]
        : [],
    ),
  ];
}

function placeOf({ group }: Step, rule: Rule): string {
  return `${group} ${rankedKey(rule)}`;
}

/** One hazard for each place in the files that lets everybody in. */
function openings(step: Step, known: ReadonlySet<string>): readonly Hazard[] {
  const opened = strengthenedRules(step).filter(
    (rule) => opensToInternet(rule) && !known.has(placeOf(step, rule)),
  );
  const byPlace = groupBy(opened, ({ source }) => (source ? formatSource(source) : ''));
  return [...byPlace.values()].map((rules) => {
    const traffic = [...new Set(rules.map((rule) => formatTraffic(rule.traffic)))].join(', ');
    const peers = [...new Set(rules.map((rule) => formatPeer(rule.peer)))].join(' and ');
    const source = rules[0]?.source;
    return {
      code: 'opens-to-internet',
      group: step.group,
      message: `opens ${traffic} of ${step.group} to ${peers}`,
      ...(source ? { source } : {}),
    };
  });
}

function strengthenedRules(step: Step): readonly PlannedRule[] {
  if (step.kind === 'authorize') return step.rules;
  if (step.kind !== 'modifyRule') return [];
  const isOther = ruleKey(step.after) !== ruleKey(step.before);
  return isOther || rankOf(step.after) < rankOf(step.before) ? [step.after] : [];
}
