// Tries the properties of plans, and the simulation of applies, many times more than CI does:
// `npm run soak` 10 times, `npm run soak -- 100` a hundred times. A fault is printed with the seed
// that brings it back.
import { spawnSync } from 'node:child_process';

const times = process.argv[2] ?? '10';
if (!/^[1-9]\d{0,4}$/.test(times)) {
  process.stderr.write(`error: ${times} is no number of times; right: npm run soak -- 100\n`);
  process.exit(3);
}
const { status } = spawnSync(
  'npx',
  [
    'vitest',
    'run',
    '--testTimeout=0',
    'property',
    'determinism',
    'test/proof',
    'optimum',
    'least',
    'simulation',
  ],
  { stdio: 'inherit', env: { ...process.env, SLUICE_SOAK: times } },
);
process.exit(status ?? 1);
