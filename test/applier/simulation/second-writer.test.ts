// The simulation with somebody else who edits the same groups in between.
import { test } from 'vitest';
import { playMany } from './play.ts';

test('somebody else is noticed, and planning again brings the end', async () => {
  await playMany(4000, { hasLag: true, hasSecondWriter: true });
}, 900_000);
