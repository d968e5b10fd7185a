// What people read, without colour. Names and descriptions of others stand in it with control characters escaped.
import picocolors from 'picocolors';
import type { Finding } from '../model/finding.ts';
import type { Plan } from '../model/plan.ts';
import type { Refusal } from '../model/refusal.ts';
import { renderFindings, renderRefusals } from '../report/findings-text.ts';
import { renderPlan } from '../report/plan-text.ts';

const plain = picocolors.createColors(false);

/** As `sluice plan` prints it. */
export function planText(plan: Plan): string {
  return renderPlan(plan, plain);
}

/** Each fault with its place and a right example. */
export function findingsText(findings: readonly Finding[]): string {
  return renderFindings(findings, plain);
}

export function refusalsText(refusals: readonly Refusal[]): string {
  return renderRefusals(refusals, plain);
}
