// How many calls that change rules a plan makes, and how many any plan makes at least: `npm run
// bench`. One group that has members, on interfaces that nobody may read, ingress only. Everything
// is made here by a seed, so that every run prints the same but for the times.
//
// The least is a proved lower bound (src/planner/least/least.ts), so the true ratio is this one or
// better. On instances small enough to try all plans it is exact for 99 of 100
// (test/planner/least.test.ts).
import { parseArgs } from 'node:util';
import { leastCalls } from '../../dist/planner/least/least.js';
import { stepsBetween } from './one-group.js';
import { denseInstance, random, realisticInstance } from './edited-rules.js';

const { values } = parseArgs({
  options: {
    instances: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    worst: { type: 'string', default: '3' },
  },
});

report('realistic changes: 1 to 8 edits of 10 to 60 rules', realisticInstance, 1.05);
report('dense random changes: 8 to 20 edits of 20 to 30 rules', denseInstance, 1.3);

function report(title, instanceOf, aim) {
  const draw = random(Number(values.seed));
  const all = Array.from({ length: Number(values.instances) }, () => measure(instanceOf(draw)));
  const changed = all.filter(({ least }) => least.calls > 0);
  const ratio = mean(changed, ratioOf);
  const exact = changed.filter((one) => ratioOf(one) === 1).length / changed.length;
  say(`${title} (${changed.length} instances)`);
  say(
    `calls: ${mean(changed, ({ planned }) => planned.calls).toFixed(2)} planned, ` +
      `${mean(changed, ({ least }) => least.calls).toFixed(2)} least, on average`,
  );
  say(`ratio: ${ratio.toFixed(3)} on average, 1.00 for ${(100 * exact).toFixed(0)} %`);
  say(`aim ${aim.toFixed(2)}: ${ratio <= aim ? 'met' : 'MISSED'}`);
  const times = changed.map(({ ms }) => ms).toSorted((a, b) => a - b);
  say(`finding the least: ${times[Math.floor(times.length / 2)].toFixed(2)} ms (median)`);
  const worst = changed.toSorted((a, b) => ratioOf(b) - ratioOf(a)).slice(0, Number(values.worst));
  for (const one of worst) if (ratioOf(one) > 1) say(`  ${explain(one)}`);
  say('');
}

function measure({ before, after, edits }) {
  const steps = stepsBetween(before, after);
  const count = (kind) => steps.filter((step) => step.kind === kind).length;
  const [authorizes, modifies, revokes] = ['authorize', 'modifyRule', 'revoke'].map(count);
  const planned = { calls: authorizes + modifies + revokes, authorizes, modifies, revokes };
  const start = performance.now();
  const least = leastCalls(before, after, { hasMembers: true });
  const ms = performance.now() - start;
  if (planned.calls < least.calls) throw new Error('a plan has fewer calls than the least');
  return { edits, planned, least, ms };
}

function ratioOf({ planned, least }) {
  return planned.calls / least.calls;
}

/** The edits, both numbers, and where they differ. */
function explain({ edits, planned, least }) {
  const text = ({ calls, authorizes, modifies, revokes }) =>
    `${calls} (authorize ${authorizes}, modify ${modifies}, revoke ${revokes})`;
  const batches = ({ authorizes, revokes }) => authorizes + revokes;
  const causes = [
    planned.modifies > least.modifies &&
      `rules that one modify each changes, of which ${least.inPlace} are known to need it`,
    planned.modifies < least.modifies && 'a modify might spare a batch',
    batches(planned) > batches(least) + Math.max(0, least.modifies - planned.modifies) &&
      'conflict chains, of which shorter ones are known to be needed',
  ];
  const why = causes.filter((cause) => cause !== false).join('; ');
  const ratio = (planned.calls / least.calls).toFixed(2);
  return `${ratio}: planned ${text(planned)}, least ${text(least)}; ${why}; edits: ${edits.join(', ')}`;
}

function mean(things, numberOf) {
  return things.reduce((sum, thing) => sum + numberOf(thing), 0) / things.length;
}

function say(text) {
  process.stdout.write(`${text}\n`);
}
