// The process that is measured: one kind of question about many groups of one size, one by one.
import { meetingsOf } from '../../dist/model/meetings.js';
import { proveTraffic } from '../../dist/proof/prove-traffic.js';
import { compare } from '../../dist/reach/access/compare.js';
import { exposure } from '../../dist/reach/access/exposure.js';
import { lint } from '../../dist/reach/access/lint.js';
import { stepsBetween } from './one-group.js';
import { random } from './edited-rules.js';

const { kind, rules: count, edits = 0, work, groups } = JSON.parse(process.argv[2]);
const draw = random(count + edits);
const direction = 'ingress';
const services = [22, 53, 80, 443, 3306, 5432, 6379, 8080, 9100];
const questions = {
  exposure: ({ before }) => exposure(before, { direction }),
  compare: (change) => compare(change, { direction }),
  'lint of changed rules': ({ after, changed }) =>
    lint(after, { direction, only: (rule) => changed.has(rule) }),
  'lint of all rules': ({ after }) => lint(after, { direction }),
  // Its steps are made before: what is timed is the proof of a plan that is there.
  proof: ({ contents, steps }) => proveTraffic(contents, steps, proofOptions(contents)),
};
const budget = { looksMax: 1_000_000, faultsMax: 10_000 };

const warm = Math.ceil(groups / 10);
const [times, parses, nodes, terms] = [[], [], [], []];
let heapBefore = 0;
for (let n = 0; n < warm + groups; n++) {
  const change = anyChange();
  const text = JSON.stringify(change.before[0].rules);
  if (n === warm) {
    globalThis.gc();
    heapBefore = process.memoryUsage().heapUsed;
  }
  const parse = timed(() => JSON.parse(text));
  const asked = timed(() => questions[work](change));
  if (n < warm) continue;
  parses.push(parse.ms);
  times.push(asked.ms);
  nodes.push(asked.answer.nodes ?? asked.answer.classes ?? Infinity);
  const { allowed = [], opened = [], closed = [], idle = [] } = asked.answer;
  terms.push(allowed.length + opened.length + closed.length + idle.length);
}
globalThis.gc();

process.send({
  p50: quantile(times, 0.5),
  p95: quantile(times, 0.95),
  parseP50: quantile(parses, 0.5),
  nodesP50: quantile(nodes, 0.5),
  nodesMost: Math.max(...nodes),
  terms: quantile(terms, 0.5),
  heapBefore,
  heapAfter: process.memoryUsage().heapUsed,
  peakRss: process.resourceUsage().maxRSS * 1024,
});
process.disconnect();

function anyChange() {
  const rules = Array.from({ length: count }, anyRule);
  const after = [...rules];
  const changed = new Set();
  for (let edit = 0; edit < edits; edit++) {
    const place = whole(0, count - 1);
    after[place] = anyRule();
    changed.add(after[place]);
  }
  const change = { before: groupOf(rules), after: groupOf(after), changed };
  return work === 'proof' ? { ...change, ...plannedOf(rules, after) } : change;
}

/** The group as the proof takes it, and the steps of a plan; no rule twice, for a file may not say so. */
function plannedOf(rules, after) {
  const [from, to] = [rules, after].map(withoutTwins);
  const [web] = groupOf(from);
  const steps = stepsBetween(from, to);
  return {
    contents: new Map([['web', { ...web, cloudName: 'web', description: '', tags: {} }]]),
    steps,
  };
}

function withoutTwins(rules) {
  const keyOf = ({ policy, traffic, peer }) => JSON.stringify([policy, traffic, peer]);
  return [...new Map(rules.map((rule) => [keyOf(rule), rule])).values()];
}

/** Whatever else is on its interfaces. */
function proofOptions(contents) {
  return { meetings: meetingsOf({ kind: 'unreadable', why: 'this is a bench' }, contents), budget };
}

function groupOf(rules) {
  return [{ name: 'web', type: 'normal', innerAccessPolicy: 'drop', rules }];
}

function anyRule() {
  const isRandom = kind === 'random';
  const isDrop = draw() < (isRandom ? 0.4 : 0.1);
  return {
    direction,
    policy: isDrop ? 'drop' : 'accept',
    traffic: anyTraffic(isRandom),
    peer: anyPeer(),
    priority: isRandom ? whole(1, 100) : pick([1, 1, 1, 1, 1, 5, 10, 50, 100]),
  };
}

function anyTraffic(isRandom) {
  if (draw() < 0.03) return { protocol: 'all' };
  if (draw() < 0.03) return { protocol: 'icmp' };
  const first = isRandom && draw() < 0.3 ? whole(1, 60_000) : pick(services);
  const last = services.includes(first) ? first : first + whole(0, 5000);
  const protocol = draw() < 0.85 ? 'tcp' : 'udp';
  return { protocol, ports: { kind: 'range', first, last } };
}

function anyPeer() {
  const roll = draw();
  if (roll < 0.1) return { kind: 'group', group: pick(['app', 'db', 'jobs', 'proxy']) };
  return { kind: 'cidr', cidr: anyBlock(draw()) };
}

function anyBlock(roll) {
  if (roll < 0.05) return `2001:db8:${whole(1, 99)}::/48`;
  if (roll < 0.1) return pick(['0.0.0.0/0', '::/0']);
  if (roll < 0.25) return `10.${whole(0, 255)}.0.0/16`;
  if (roll < 0.65) return `10.${whole(0, 9)}.${whole(0, 255)}.0/24`;
  if (roll < 0.8) return `203.0.113.${whole(0, 255)}/32`;
  return `${whole(11, 99)}.${whole(0, 255)}.${16 * whole(0, 15)}.0/20`;
}

/** Milliseconds of processor time. */
function timed(work) {
  const before = process.cpuUsage();
  const answer = work();
  const { user, system } = process.cpuUsage(before);
  return { answer, ms: (user + system) / 1000 };
}

function quantile(numbers, part) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}

function pick(things) {
  return things[Math.floor(draw() * things.length)];
}

function whole(min, max) {
  return min + Math.floor(draw() * (max - min + 1));
}
