// Goal: the summary says how much was asked of the cloud, and of what held it up only what there was.
import { expect, test } from 'vitest';
import { callsLine } from '../../src/report/apply-text.ts';

const calls = { reads: 152, writes: 100, retries: 0, waitedMs: 0 };

test.each([
  [calls, '152 reads and 100 writes in 61.2 s.\n'],
  [{ ...calls, reads: 1, writes: 1 }, '1 read and 1 write in 61.2 s.\n'],
  [{ ...calls, retries: 1 }, '152 reads and 100 writes in 61.2 s; 1 retry.\n'],
  [
    { ...calls, retries: 3, waitedMs: 40_123 },
    '152 reads and 100 writes in 61.2 s; 3 retries; 40.1 s waiting for the rate limit.\n',
  ],
  [
    { ...calls, waitedMs: 60 },
    '152 reads and 100 writes in 61.2 s; 0.1 s waiting for the rate limit.\n',
  ],
  [{ ...calls, waitedMs: 40 }, '152 reads and 100 writes in 61.2 s.\n'],
])('%j', (numbers, line) => {
  expect(callsLine(numbers, 61_234)).toBe(line);
});
