// Client tokens: what makes a call that is sent again happen once.
import { hash } from 'node:crypto';
import type { Brand } from './brand.ts';
import type { PlanId } from './plan.ts';
import type { StepId } from './step.ts';

export type ClientToken = Brand<string, 'ClientToken'>;

/**
 * Tokens are at most 64 ASCII characters, which is what a SHA-256 in hex is. The epoch rises only
 * when a call that was answered with success is seen to have had no effect.
 */
export function clientToken(plan: PlanId, step: StepId, epoch: number): ClientToken {
  return hash('sha256', `${plan}\n${step}\n${epoch}`) as ClientToken;
}
