// Goal: an apply that stops says what is done in words that fit the number, also where that is nothing.
import { expect, test } from 'vitest';
import { stoppedText } from '../../src/report/apply-text.ts';
import { accept, group, plannedFor } from '../planner/words.ts';

const groups = ['a', 'b', 'c', 'd'].map((name) => group(name, { ingress: [] }));
const rules = [accept('tcp 80', '10.0.0.0/8')];

async function stopped(count: number, done: number): Promise<string> {
  const plan = await plannedFor(groups.slice(0, count), []);
  const ids = plan.steps.map(({ id }) => id);
  expect(ids).toHaveLength(count);
  const remains = { doneSteps: ids.slice(0, done), leftSteps: ids.slice(done) };
  return stoppedText(plan, remains, 'To go on: …');
}

test.each([
  [0, 1, 'Done: no step.\nNot done:\n  - create group a\n'],
  [0, 2, 'Done: no step.\nNot done:\n  - create group a\n  - create group b\n'],
  [1, 2, 'Done: 1 of 2 steps, which stays done.\nNot done:\n  - create group b\n'],
  [2, 3, 'Done: 2 of 3 steps, which stay done.\nNot done:\n  - create group c\n'],
  [1, 1, 'Done: the only step, which stays done.\n'],
  [3, 3, 'Done: all 3 steps, which stay done.\n'],
])('%i done of %i', async (done, count, text) => {
  expect(await stopped(count, done)).toBe(`${text}To go on: …\n`);
});

test('a plan of a thousand steps does not hide what to do', async () => {
  const many = Array.from({ length: 22 }, (_, index) => group(`g${index}`, { ingress: [] }));
  const plan = await plannedFor([...many, group('web', { ingress: rules })], []);
  const leftSteps = plan.steps.map(({ id }) => id);
  const lines = stoppedText(plan, { doneSteps: [], leftSteps }, 'To go on: …').split('\n');
  expect(lines).toHaveLength(2 + 20 + 3);
  expect(lines.slice(-3)).toEqual(['  … and 4 more', 'To go on: …', '']);
});
