// How fast it is said which traffic rules allow, what a change opens or closes, and whether a plan is safe
// at every step: `npm run bench`.
//
// Each line comes from a process of its own, warm after a tenth of its groups. The yardstick, in the
// same process and for the same rules, is JSON.parse of the rules: reading them costs that much in
// any tool. Times are of processor time of the process, which other work on the machine changes less
// than the clock on the wall. Realistic rules are those of a web server and its friends; random ones
// are four in ten drops over port ranges, blocks and 100 priorities.
import { spawn } from 'node:child_process';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    rules: { type: 'string', default: '10,50,200,1000' },
    edits: { type: 'string', default: '1,10,100' },
    groups: { type: 'string', default: '300' },
    profile: { type: 'string' },
  },
});
const targets = [
  { kind: 'realistic', work: 'exposure', rules: 50, name: 'p50', msMax: 5 },
  { kind: 'realistic', work: 'compare', rules: 50, edits: 10, name: 'p50', msMax: 5 },
  { kind: 'realistic', work: 'compare', rules: 1000, edits: 10, name: 'p95', msMax: 200 },
  { kind: 'realistic', work: 'proof', rules: 1000, edits: 10, name: 'p95', msMax: 200 },
];

say(
  `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.version}`,
);
say(`load before: ${loadavg()[0]?.toFixed(2)}; each line: so many groups, warm`);

const all = [];
for (const kind of ['realistic', 'random']) {
  for (const rules of values.rules.split(',').map(Number)) {
    await measure({ kind, rules, work: 'exposure' });
    for (const edits of values.edits.split(',').map(Number)) {
      if (edits <= rules) await measure({ kind, rules, edits, work: 'compare' });
    }
    await measure({ kind, rules, edits: Math.min(10, rules), work: 'proof' });
    await measure({ kind, rules, edits: Math.min(10, rules), work: 'lint of changed rules' });
    await measure({ kind, rules, work: 'lint of all rules' });
  }
}
for (const { msMax, name, ...wanted } of targets) {
  const found = all.find((one) =>
    Object.entries(wanted).every(([key, value]) => one[key] === value),
  );
  if (found === undefined) continue;
  const is = found[name] <= msMax ? 'met' : 'MISSED';
  say(`${titleOf(found)}: ${name} ${found[name].toFixed(1)} ms, aim ${msMax} ms: ${is}`);
}

async function measure(what) {
  process.stderr.write(`${titleOf(what)}\n`);
  const groups = Math.max(30, Math.round(Number(values.groups) / Math.max(1, what.rules / 50)));
  const found = { ...what, ...(await runOnce({ ...what, groups })) };
  all.push(found);
  const times = `p50 ${ms(found.p50)} ms, p95 ${ms(found.p95)} ms`;
  const ratio = `${(found.p50 / found.parseP50).toFixed(0).padStart(5)} × parse`;
  const pieces = found.work === 'proof' ? 'classes' : 'nodes';
  const size = `${found.nodesP50} ${pieces}, at most ${found.nodesMost}; ${found.terms} terms`;
  const room = `heap ${mib(found.heapBefore)} → ${mib(found.heapAfter)} MiB, peak RSS ${mib(found.peakRss)} MiB`;
  say(`${titleOf(what).padEnd(50)} ${times} ${ratio}; ${size}; ${room}`);
}

function titleOf({ kind, rules, edits, work }) {
  const changed = edits === undefined ? '' : `, ${edits} edits`;
  return `${work}, ${rules} ${kind} rules${changed}`;
}

function runOnce(what) {
  const script = fileURLToPath(new URL('measure-access.js', import.meta.url));
  const profile = values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : [];
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ['--expose-gc', ...profile, script, JSON.stringify(what)],
      { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
    );
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`${titleOf(what)} ended with ${code}`)));
  });
}

function ms(milliseconds) {
  return milliseconds.toFixed(2).padStart(8);
}

function mib(bytes) {
  return Math.round(bytes / 2 ** 20);
}

function say(text) {
  process.stdout.write(`${text}\n`);
}
