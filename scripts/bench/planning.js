// How fast plans are made of large estates, and how much room that takes: `npm run bench`.
//
// Each number comes from a process of its own, which does one thing once, cold, as a command does.
// The yardstick is JSON.parse of the same estate as replies of the cloud, in an older and shorter
// form of about 40 KiB (newer replies repeat more empty fields, and would flatter the ratio). Timed
// of planning is the whole of `plan()`, whatever it does by then; in the changed estate each group
// has rules that differ, 1 in 100. Not in it: YAML files → rules, and replies → rules, which has a
// line of its own. Peak RSS is of the whole process from its start, the making of its input included;
// its heap may be as large as goes into 1 GiB with all the rest, for V8 takes what it may.
//
// What a plan should be measured by is the time that its input takes at least: fetching the replies
// from the emulator, over 16 connections, and parsing them.
import { spawn } from 'node:child_process';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { drive } from './drive.js';

const { values } = parseArgs({
  options: {
    groups: { type: 'string', default: '500,1000,5000' },
    rules: { type: 'string', default: '100' },
    runs: { type: 'string', default: '3' },
    profile: { type: 'string' },
  },
});
const sizes = values.groups.split(',').map(Number);
const kinds = {
  parse: 'JSON.parse of all replies',
  read: 'parsed replies → live rules',
  unchanged: 'plan, nothing changed',
  changed: 'plan, 1 % of rules changed',
};
const rssMiBMax = 1024;
const heapMiBMax = 850;
const fetchesMax = 2;

say(
  `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.version}`,
);
say(`load before: ${loadavg()[0]?.toFixed(2)}; medians of ${values.runs} runs, but one of reading`);

const results = new Map();
for (const groups of sizes) {
  const ofSize = {};
  for (const kind of Object.keys(kinds)) ofSize[kind] = await measure(kind, groups);
  results.set(groups, ofSize);
  report(groups, ofSize);
}
reportGrowth();
reportTargets(await fetchSeconds(sizes.at(-1)));

/** The run of median time; its memory is the largest of all. */
async function measure(kind, groups) {
  const runs = [];
  for (let n = 1; n <= (kind === 'read' ? 1 : Number(values.runs)); n++) {
    process.stderr.write(`${groups} groups: ${kind}, run ${n}\n`);
    runs.push(await runOnce(kind, groups));
  }
  const sorted = runs.toSorted((a, b) => a.seconds - b.seconds);
  const peakRss = Math.max(...runs.map((run) => run.peakRss));
  return { ...sorted[Math.floor(runs.length / 2)], peakRss };
}

function runOnce(kind, groups) {
  const script = fileURLToPath(new URL('measure-planning.js', import.meta.url));
  const profile = values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : [];
  const heap = `--max-old-space-size=${heapMiBMax}`;
  const options = ['--expose-gc', heap, ...profile, script, kind, String(groups), values.rules];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, options, {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`${kind} ended with ${code} and no result`)));
  });
}

function report(groups, ofSize) {
  const { parse, changed } = ofSize;
  say('');
  say(`${groups} groups × ${values.rules} rules, ${kib(parse.bytes / groups)} KiB a reply`);
  for (const [kind, { seconds, rules, rssBefore, peakRss }] of Object.entries(ofSize)) {
    const times = `${(seconds / parse.seconds).toFixed(2).padStart(6)} × parse`;
    const each = `${((seconds * 1e6) / rules).toFixed(2).padStart(6)} µs a rule`;
    const before = rssBefore === undefined ? '' : ` (${mib(rssBefore)} before the plan)`;
    const room = `${String(mib(peakRss)).padStart(5)} MiB peak RSS${before}`;
    say(`  ${kinds[kind].padEnd(28)} ${seconds.toFixed(3).padStart(7)} s ${times} ${each} ${room}`);
  }
  say(`  the changed plan has ${changed.steps} steps`);
}

/** Where twice the groups take twice the time, the factors of time and of groups are the same. */
function reportGrowth() {
  say('');
  for (const [n, groups] of sizes.slice(1).entries()) {
    const [before, after] = [results.get(sizes[n]), results.get(groups)];
    const factors = Object.keys(kinds).map((kind) => {
      return `${kind} × ${(after[kind].seconds / before[kind].seconds).toFixed(1)}`;
    });
    say(`${sizes[n]} → ${groups} groups (× ${groups / sizes[n]}): ${factors.join(', ')}`);
  }
}

/** Seconds to fetch and parse a reply for each group, one emulator and one client at full speed. */
async function fetchSeconds(groups) {
  process.stderr.write(`${groups} groups: fetch\n`);
  const script = fileURLToPath(new URL('serve.js', import.meta.url));
  const child = spawn(process.execPath, [script, 'emulator', String(groups), values.rules], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const { port, ids } = await new Promise((resolve) => child.once('message', resolve));
  const { perSecond } = await drive({ port, ids, seconds: 4, connections: 16, parses: true });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.send('stop');
  await ended;
  return groups / perSecond;
}

function reportTargets(fetching) {
  say(`to fetch and parse the replies takes ${fetching.toFixed(1)} s`);
  const largest = results.get(sizes.at(-1));
  for (const kind of ['unchanged', 'changed']) {
    const ratio = largest[kind].seconds / largest.parse.seconds;
    const fetches = largest[kind].seconds / fetching;
    const isFast = fetches <= fetchesMax ? 'met' : 'MISSED';
    const isSmall = mib(largest[kind].peakRss) <= rssMiBMax ? 'met' : 'MISSED';
    say(`${kinds[kind]}: ${ratio.toFixed(1)} × parse, ${fetches.toFixed(1)} × fetch and parse`);
    say(`  aim ${fetchesMax} × fetch and parse: ${isFast}; aim ${rssMiBMax} MiB: ${isSmall}`);
  }
}

function kib(bytes) {
  return Math.round(bytes / 2 ** 10);
}

function mib(bytes) {
  return Math.round(bytes / 2 ** 20);
}

function say(text) {
  process.stdout.write(`${text}\n`);
}
