// What a plan comes to: in a word for programs, and in a few for people.
import { isCertain } from '../../model/assertion-result.ts';
import { worstRisk, type Risk } from '../../model/access.ts';
import { consentCodes } from '../../model/hazard.ts';
import type { Plan } from '../../model/plan.ts';
import { plural } from '../counts.ts';
import { plansOf, type TargetReport } from './target-report.ts';

/** From harmless to grave; several targets have the gravest of theirs. */
const kinds = ['clean', 'ready', 'consent', 'refused', 'unplanned'] as const;
export type VerdictKind = (typeof kinds)[number];

export function verdictOf(target: TargetReport): VerdictKind {
  if (target.kind === 'unplanned') return 'unplanned';
  const { steps, hazards, breaches } = target.plan;
  if (breaches !== undefined) return 'refused';
  if (steps.length === 0) return 'clean';
  return hazards.length === 0 ? 'ready' : 'consent';
}

export function worstVerdict(targets: readonly TargetReport[]): VerdictKind {
  const found = targets.map(verdictOf);
  return kinds.findLast((kind) => found.includes(kind)) ?? 'clean';
}

/** Such as `needs consent to 2 hazards`, without anything of other people's making. */
export function verdictText(target: TargetReport): string {
  if (target.kind === 'unplanned') return `no plan (${target.why})`;
  const { hazards, breaches = [] } = target.plan;
  switch (verdictOf(target)) {
    case 'refused':
      return breaches.some(isCertain)
        ? `refused, it breaks ${plural(breaches.length, 'protected flow')}`
        : `refused, nobody can tell whether it breaks ${plural(breaches.length, 'protected flow')}`;
    case 'consent':
      return `needs consent to ${plural(hazards.length, 'hazard')}`;
    case 'ready':
      return 'ready to apply';
    case 'clean':
    case 'unplanned':
      return 'no changes';
  }
}

/** Of all targets together; null where there is one, which says it all. */
export function overallText(targets: readonly TargetReport[]): string {
  const count = (kind: VerdictKind) => targets.filter((one) => verdictOf(one) === kind).length;
  const words = {
    unplanned: 'without a plan',
    refused: 'refused',
    consent: 'needing consent',
    ready: 'ready to apply',
    clean: 'without changes',
  } as const;
  const parts = kinds
    .toReversed()
    .flatMap((kind) => (count(kind) === 0 ? [] : [`${count(kind)} ${words[kind]}`]));
  return `${plural(targets.length, 'target')}: ${parts.join(', ')}`;
}

export interface PlanFacts {
  readonly changes: boolean;
  readonly risk: Risk;
  /** Whether something is to be applied, and nothing stands in the way of any of it. */
  readonly applyable: boolean;
  readonly hazards: number;
}

/** What a pipeline decides by. */
export function factsOf(targets: readonly TargetReport[]): PlanFacts {
  const plans = plansOf(targets);
  const changing = plans.filter(({ steps }) => steps.length > 0);
  return {
    changes: changing.length > 0,
    risk: worstRisk(plans.map(({ access }) => access.risk)),
    applyable:
      changing.length > 0 &&
      plans.length === targets.length &&
      changing.every(({ applyable }) => applyable),
    hazards: plans.reduce((sum, { hazards }) => sum + hazards.length, 0),
  };
}

/** `--allow-hazards A,B` for all plans that could be applied with it; nothing where none needs it. */
export function consentsOf(plans: readonly Plan[]): readonly string[] {
  return consentCodes(plans.flatMap(({ hazards }) => hazards));
}
