// What stands in the way of a plan, and what of it a reviewer has to look at, the gravest first.
import { isCertain } from '../../model/assertion-result.ts';
import type { AccessChange } from '../../model/access.ts';
import type { HazardCode } from '../../model/hazard.ts';
import type { Plan } from '../../model/plan.ts';
import type { RefusalCode } from '../../model/refusal.ts';
import type { Source } from '../../model/source.ts';
import { openingText } from '../opening-text.ts';
import type { TargetReport } from './target-report.ts';

export const protectedFlow = 'protected-flow';
export const mayOpenToInternet = 'may-open-to-internet';

export type IssueCode =
  RefusalCode | typeof protectedFlow | HazardCode | typeof mayOpenToInternet | 'no-plan';

export interface PlanIssue {
  /** `error` stops an apply, of which a hazard only until somebody consents. */
  readonly level: 'error' | 'warning';
  readonly kind: 'refusal' | 'breach' | 'hazard' | 'opening';
  readonly code: IssueCode;
  readonly message: string;
  readonly target: string;
  readonly group?: string;
  readonly source?: Source;
  /** Other places that have a part in the same. */
  readonly otherSources: readonly Source[];
}

/** Of all targets together, the gravest first. */
export function allIssues(targets: readonly TargetReport[]): readonly PlanIssue[] {
  return targets.flatMap(issuesOf).toSorted((one, other) => rankOf(one) - rankOf(other));
}

/** Refusals, then flows that nobody can consent to break, then hazards, then what only may open. */
export function issuesOf(target: TargetReport): readonly PlanIssue[] {
  if (target.kind === 'planned') return issuesOfPlan(target.plan);
  const { name, why, refusals } = target;
  const shared = { level: 'error', kind: 'refusal', target: name, otherSources: [] } as const;
  if (refusals.length === 0) return [{ ...shared, code: 'no-plan', message: noPlanText(why) }];
  return refusals.map(({ code, message, source }) => {
    return { ...shared, code, message, ...(source === undefined ? {} : { source }) };
  });
}

function noPlanText(why: string): string {
  return `it could not be planned (${why}); the log of the run says why`;
}

function issuesOfPlan({ target, breaches = [], hazards, access }: Plan): readonly PlanIssue[] {
  const shared = { target: target.name, otherSources: [] };
  return [
    ...breaches
      .toSorted((one, other) => Number(isCertain(other)) - Number(isCertain(one)))
      .map(({ message, source }): PlanIssue => {
        return { ...shared, level: 'error', kind: 'breach', code: protectedFlow, message, source };
      }),
    ...hazards
      .toSorted((one, other) => gravity(one.code) - gravity(other.code))
      .map((hazard): PlanIssue => {
        const { code, message, group, source, otherSources = [] } = hazard;
        return {
          ...{ ...shared, level: 'error', kind: 'hazard', code, message, otherSources },
          ...(group === undefined ? {} : { group }),
          ...(source === undefined ? {} : { source }),
        };
      }),
    ...access.changes.filter(isPossibleOpening).map((change) => openingIssue(change, target.name)),
  ];
}

const byGravity: readonly HazardCode[] = [
  'self-lockout',
  'opens-to-internet',
  'empty-desired-state',
  'mass-change',
  'deletes-group',
  'cuts-traffic',
  'transient-window',
  'egress-ingress-window',
  'not-proved',
  'not-analysed',
  'first-apply',
  'quota-headroom',
];

function gravity(code: HazardCode): number {
  return byGravity.indexOf(code);
}

function rankOf({ kind, code }: PlanIssue): number {
  const kinds = { refusal: 0, breach: 1, hazard: 2, opening: 3 };
  const place = byGravity.findIndex((known) => known === code);
  return kinds[kind] + (place + 1) / (byGravity.length + 1);
}

/** What opens today is a hazard already. */
function isPossibleOpening({ effect, internet, traffic }: AccessChange): boolean {
  return effect === 'mayOpen' && internet && traffic.direction === 'ingress';
}

function openingIssue(change: AccessChange, target: string): PlanIssue {
  const { causes } = change;
  const cause = causes.find(({ source }) => source !== undefined) ?? causes[0];
  return {
    level: 'warning',
    kind: 'opening',
    code: mayOpenToInternet,
    message: `beside other groups may open ${openingText(change)}`,
    target,
    otherSources: [],
    ...(cause === undefined ? {} : { group: cause.group }),
    ...(cause?.source === undefined ? {} : { source: cause.source }),
  };
}
