// The simulation where reads see at once what was written.
import { test } from 'vitest';
import { playMany } from './play.ts';

test('with faults, kills and stops the end is reached, and nobody is surprised', async () => {
  await playMany(6000, { hasLag: false, hasSecondWriter: false });
}, 900_000);
