// Goal: a token is what the API takes, and another one for everything that may differ.
import { expect, test } from 'vitest';
import { clientToken } from '../../src/model/client-token.ts';
import type { PlanId } from '../../src/model/plan.ts';
import type { StepId } from '../../src/model/step.ts';

const token = (plan: string, step: string, epoch = 0) =>
  clientToken(plan as PlanId, step as StepId, epoch);

test('a token is at most 64 ASCII characters', () => {
  expect(token('plan 🚀', '1')).toMatch(/^[\x21-\x7e]{1,64}$/);
});

test('equal steps of one plan have one token', () => {
  expect(token('a', '1')).toBe(token('a', '1'));
});

test('plans, steps and epochs have their own', () => {
  const tokens = [
    token('a', '1'),
    token('b', '1'),
    token('a', '2'),
    token('a', '1', 1),
    token('a', '11'),
  ];
  expect(new Set(tokens).size).toBe(tokens.length);
});
