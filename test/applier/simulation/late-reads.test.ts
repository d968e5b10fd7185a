// The simulation where reads lag behind writes, each change and each page by a time of its own.
import { test } from 'vitest';
import { playMany } from './play.ts';

test('with late reads too the end is reached, and nobody is surprised', async () => {
  await playMany(10_000, { hasLag: true, hasSecondWriter: false });
}, 900_000);
