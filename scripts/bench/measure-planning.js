// The process that is measured: one kind of work on an estate of one size, once, as a command does.
import { plan } from '../../dist/planner/plan.js';
import { desiredEstate, liveEstate, replyText, rulesOfReply } from './estate.js';

const [, , kind, groupsText, rulesText] = process.argv;
const size = { groups: Number(groupsText), rules: Number(rulesText) };
const kinds = {
  parse,
  read,
  unchanged: () => planned(0),
  changed: () => planned(size.rules / 100),
};

process.send({ ...kinds[kind](), peakRss: process.resourceUsage().maxRSS * 1024 });
process.disconnect();

/** JSON.parse of every reply, one after another; what was parsed is dropped. */
function parse() {
  const texts = Array.from({ length: size.groups }, (_, g) => replyText(g, size));
  const bytes = texts.reduce((sum, { length }) => sum + length, 0);
  globalThis.gc();
  let rules = 0;
  const seconds = timed(() => {
    for (const text of texts) rules += JSON.parse(text).Permissions.Permission.length;
  });
  return { seconds, bytes, rules };
}

/** What comes after JSON.parse: each rule of a reply in our words. All are kept, as for a plan. */
function read() {
  const kept = [];
  let seconds = 0;
  for (let g = 0; g < size.groups; g++) {
    const reply = JSON.parse(replyText(g, size));
    seconds += timed(() => kept.push(rulesOfReply(reply)));
  }
  return { seconds, rules: kept.reduce((sum, { length }) => sum + length, 0) };
}

/** One plan from states that are in memory; the making of the states is not timed. */
function planned(changedEach) {
  const live = liveEstate(size);
  const desired = desiredEstate({ ...size, changedEach });
  globalThis.gc();
  const rssBefore = process.memoryUsage().rss;
  let made;
  const seconds = timed(() => {
    made = plan(desired, live, {
      id: 'plan',
      createdAt: '2026-11-22T08:00:00Z',
      toolVersion: '0.0.0',
      allowHazards: [],
    });
  });
  if (!made.ok) throw new Error(made.refusals[0].message);
  return { seconds, rssBefore, steps: made.plan.steps.length, rules: made.plan.read.rules };
}

function timed(work) {
  const began = performance.now();
  work();
  return (performance.now() - began) / 1000;
}
