// A process that applies plans over HTTP, one for each line that it reads, and says how each ended. It is
// put together like the command, and does not have to be started anew for each plan.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { apply } from '../../dist/applier/apply.js';
import { alibabaTransport } from '../../dist/cloud/alibaba.js';
import { withRetry } from '../../dist/cloud/retry.js';

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const shared = { sleep, now: () => performance.now(), isStopped: () => false };
const send = withRetry(
  alibabaTransport({
    region: process.env.REGION,
    endpoint: undefined,
    everywhere: process.env.SLUICE_ENDPOINT,
    credentials: undefined,
    role: undefined,
    environment: process.env,
    toolVersion: '0.0.0',
  }),
  {
    attemptsMax: 6,
    firstPauseMs: 50,
    pauseMaxMs: 500,
    deadlineMs: 60_000,
    throttledDeadlineMs: 60_000,
    random: () => 0.5,
    ...shared,
  },
);
const options = {
  patienceMs: 0,
  effectMs: 0,
  staleMs: 0,
  firstPauseMs: 50,
  pauseMaxMs: 200,
  settleMs: 0,
  parallelism: 5,
  ...shared,
  now: Date.now,
};

for await (const line of createInterface({ input: process.stdin })) {
  const { file, afterMs } = JSON.parse(line);
  await sleep(afterMs);
  let last;
  for await (const event of apply(JSON.parse(readFileSync(file, 'utf8')), send, options))
    last = event;
  process.stdout.write(`${JSON.stringify(last)}\n`);
}
