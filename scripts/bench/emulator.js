// How fast the emulator describes groups, and how much room they take: `npm run bench`.
//
// The server is one process, the client another, so that two cores are in use. The client sends
// requests that were signed beforehand, over connections that stay open, and reads replies without
// parsing them: what is measured is the server. A server that gives the same bytes without doing
// anything runs in the same way right after it; the ratio of the two does not depend on the machine.
import { spawn } from 'node:child_process';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { drive } from './drive.js';

const { values } = parseArgs({
  options: {
    groups: { type: 'string', default: '5000' },
    rules: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '8' },
    profile: { type: 'string' },
  },
});
const seconds = Number(values.seconds);
const target = { perSecond: 1500, rssMiB: 600, growth: 2 };

say(
  `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.version}`,
);
say(`load before: ${loadavg()[0]?.toFixed(2)}`);

const emulator = await measure('emulator');
const fixed = await measure('fixed');

say('');
say(
  `loaded ${values.groups} groups of ${values.rules} rules in ${emulator.loadSeconds.toFixed(1)} s`,
);
say(
  `memory: ${mib(emulator.rssLoaded)} MiB RSS loaded, ${mib(emulator.rssAfter)} MiB after the run`,
);
say(
  `describe: ${emulator.perSecond.toFixed(0)} calls/s of ${values.rules} rules (${(emulator.bytes / 1024).toFixed(0)} KiB each)`,
);
say(
  `latency: ${emulator.p50.toFixed(1)} ms median, ${emulator.p99.toFixed(1)} ms p99, 16 connections`,
);
say(`same bytes from a server that does nothing: ${fixed.perSecond.toFixed(0)} calls/s`);
say(`ratio: ${(emulator.perSecond / fixed.perSecond).toFixed(2)} of a server that does nothing`);
say(
  `in process: ${emulator.callMicroseconds.toFixed(0)} µs a call, ${emulator.jsonMicroseconds.toFixed(0)} µs with its JSON`,
);
say(`adding to a group of 900 rules: ${emulator.growth.toFixed(2)} × adding to an empty one`);
say(
  `whole state as a snapshot: ${emulator.snapshotMs.toFixed(0)} ms, ${mib(emulator.snapshotBytes)} MiB`,
);
say(
  `target ${target.perSecond} calls/s: ${emulator.perSecond >= target.perSecond ? 'met' : 'MISSED'}`,
);
say(
  `target ${target.growth} × for a full group: ${emulator.growth <= target.growth ? 'met' : 'MISSED'}`,
);
say(`target ${target.rssMiB} MiB: ${mib(emulator.rssAfter) <= target.rssMiB ? 'met' : 'MISSED'}`);

async function measure(kind) {
  const script = fileURLToPath(new URL('serve.js', import.meta.url));
  const profile =
    values.profile && kind === 'emulator' ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : [];
  const child = spawn(process.execPath, [...profile, script, kind, values.groups, values.rules], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const next = () => new Promise((resolve) => child.once('message', resolve));
  const ready = await next();
  const driven = await drive({ port: ready.port, ids: ready.ids, seconds, connections: 16 });
  const rest = next();
  child.send('report');
  const report = await rest;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.send('stop');
  await ended;
  return { ...ready, ...driven, ...report };
}

function mib(bytes) {
  return Math.round(bytes / 2 ** 20);
}

function say(text) {
  process.stdout.write(`${text}\n`);
}
