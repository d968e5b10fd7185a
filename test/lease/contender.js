// One who asks for leases, as a process: it does what each message says, and answers with what came of it.
import { appendFileSync, mkdirSync, rmdirSync } from 'node:fs';
import { acquireLease } from '../../dist/lease/acquire.js';
import { fileStore } from '../../dist/lease/file-store.js';
import { leaseOwner } from '../../dist/lease/lease-owner.js';

const owner = leaseOwner(`process ${process.pid}`);
const clock = {
  now: Date.now,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, Math.min(ms, 2))),
};

process.on('message', (message) => {
  const work = message.kind === 'ask' ? ask(message.file, 0) : pass(message.file, message.times);
  work.then(
    (answer) => process.send(answer),
    (error) => process.send({ kind: 'failed', error: String(error) }),
  );
});

async function ask(file, timeoutMs) {
  const terms = { owner, leaseMs: 60_000, timeoutMs, clock, random: Math.random };
  const answer = await acquireLease(fileStore(file, clock), terms);
  if (answer.kind === 'acquired') lease = answer;
  return { kind: answer.kind, owner: answer.owner ?? owner, why: answer.why };
}

let lease;

/** Has the lease so often, renews it, and tells whenever somebody else has it too. */
async function pass(file, times) {
  for (let time = 0; time < times; time++) {
    const { kind, why } = await ask(file, 600_000);
    if (kind !== 'acquired') return { kind: 'failed', error: `${kind} ${why}` };
    try {
      mkdirSync(`${file}-critical`);
    } catch (error) {
      return { kind: 'failed', error: `two have it: ${error}` };
    }
    const renewal = await lease.renew();
    appendFileSync(`${file}-passed`, '.');
    rmdirSync(`${file}-critical`);
    const release = await lease.release();
    if (renewal !== 'renewed' || release !== 'released') {
      return { kind: 'failed', error: `${renewal}, ${release}` };
    }
  }
  return { kind: 'passed' };
}
