// Runs before each file of tests: its properties draw from the seed of the commit, where there is one.
import fc from 'fast-check';
import { inject } from 'vitest';

const seed = inject('propertySeed');
if (seed !== null) fc.configureGlobal({ seed });
