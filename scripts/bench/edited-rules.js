// Rules of a group before and after somebody edited them, made up by a seed: realistic ones, and
// ones so dense that almost everything collides.

/** Numbers from 0 to 1 (mulberry32: short, and good enough to draw examples). */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A web server: one or two ports are open to the world, a few others to those who are named. */
export function realisticInstance(draw) {
  const services = [
    ...some(draw, publicServices, whole(draw, 1, 2)),
    ...some(draw, privateServices, whole(draw, 2, 5)),
  ];
  const world = {
    rule: () => realRule(draw, services),
    block: () => specificBlock(draw),
    traffic: () => pick(draw, privateServices),
    priority: () => pick(draw, [1, 5, 10, 20, 50, 100]),
  };
  return edited(draw, { world, rules: whole(draw, 10, 60), edits: whole(draw, 1, 8) });
}

/** Few addresses, few ports, few priorities, and two rules of five drop. */
export function denseInstance(draw) {
  const world = {
    rule: () => ({
      direction: 'ingress',
      policy: draw() < 0.4 ? 'drop' : 'accept',
      traffic: pick(draw, denseTraffics),
      peer: pick(draw, densePeers),
      priority: whole(draw, 1, 5),
      description: pick(draw, ['a', 'b']),
    }),
    block: () => pick(draw, densePeers),
    traffic: () => pick(draw, denseTraffics),
    priority: () => whole(draw, 1, 5),
  };
  return edited(draw, { world, rules: whole(draw, 20, 30), edits: whole(draw, 8, 20) });
}

function edited(draw, { world, rules, edits }) {
  const before = new Map();
  for (let tries = 0; before.size < rules && tries < 1000; tries++) put(before, world.rule());
  const after = new Map(before);
  const done = [];
  for (let tries = 0; done.length < edits && tries < 100; tries++) {
    const [name, edit] = pick(draw, Object.entries(allEdits));
    if (edit(draw, { world, rules: after })) done.push(name);
  }
  return { before: [...before.values()], after: [...after.values()], edits: done };
}

/** Each changes the rules, and says whether it could. */
const allEdits = {
  'address list': (draw, { world, rules }) => {
    const model = pick(draw, [...rules.values()]);
    const list = [...rules.values()].filter((one) => sameList(one, model));
    const old = some(draw, list, whole(draw, 0, Math.min(2, list.length)));
    const fresh = Array.from({ length: whole(draw, old.length > 0 ? 0 : 1, 3) }, world.block);
    for (const rule of old) rules.delete(keyOf(rule));
    return fresh.map((peer) => put(rules, { ...model, peer })).some(Boolean) || old.length > 0;
  },
  'port change': (draw, { world, rules }) => {
    const model = pick(draw, [...rules.values()]);
    const traffic = world.traffic(model.traffic);
    const isList = draw() < 0.5;
    const list = [...rules.values()].filter(
      (one) => one === model || (isList && sameList(one, model)),
    );
    return list.map((rule) => replace(rules, rule, { ...rule, traffic })).some(Boolean);
  },
  'priority change': (draw, { world, rules }) => {
    const rule = pick(draw, [...rules.values()]);
    return replace(rules, rule, { ...rule, priority: world.priority() });
  },
  'description change': (draw, { rules }) => {
    const rule = pick(draw, [...rules.values()]);
    return replace(rules, rule, { ...rule, description: `ticket ${whole(draw, 1, 999)}` });
  },
  'added rule': (draw, { world, rules }) => put(rules, world.rule()),
  'removed rule': (draw, { rules }) => rules.delete(keyOf(pick(draw, [...rules.values()]))),
};

function replace(rules, old, rule) {
  const isFree = keyOf(rule) === keyOf(old) || !rules.has(keyOf(rule));
  const isChange = JSON.stringify(rule) !== JSON.stringify(old);
  if (!isFree || !isChange) return false;
  rules.delete(keyOf(old));
  return put(rules, rule);
}

function put(rules, rule) {
  if (rules.has(keyOf(rule))) return false;
  rules.set(keyOf(rule), rule);
  return true;
}

/** What a rule matches and does: written rules have it once. */
function keyOf({ policy, traffic, peer }) {
  return JSON.stringify([policy, traffic, peer]);
}

/** Written as one rule with a list of addresses. */
function sameList(one, other) {
  const form = ({ policy, traffic, priority }) => JSON.stringify([policy, traffic, priority]);
  return form(one) === form(other);
}

function realRule(draw, services) {
  const isDrop = draw() < 0.1;
  const traffic = isDrop && draw() < 0.4 ? { protocol: 'all' } : pick(draw, services);
  const isPublic = publicServices.includes(traffic) && !isDrop;
  return {
    direction: 'ingress',
    policy: isDrop ? 'drop' : 'accept',
    traffic,
    peer: isPublic ? pick(draw, everyone) : draw() < 0.12 ? group(draw) : specificBlock(draw),
    priority: pick(draw, isDrop ? [1, 1, 5, 100] : [1, 1, 1, 1, 1, 1, 1, 5, 10, 50, 100]),
    description: pick(draw, ['office', 'partners', 'monitoring', 'load balancer']),
  };
}

/** Offices, partners and subnets: nested now and then; one in twenty is IPv6. */
function specificBlock(draw) {
  const roll = draw();
  if (roll < 0.05) return block(`2001:db8:${whole(draw, 1, 99)}::/48`);
  if (roll < 0.07) return block('10.0.0.0/8');
  if (roll < 0.2) return block(`10.${whole(draw, 0, 9)}.0.0/16`);
  if (roll < 0.6) return block(`10.${whole(draw, 0, 9)}.${whole(draw, 0, 30)}.0/24`);
  if (roll < 0.8) return block(`203.0.113.${whole(draw, 0, 255)}/32`);
  return block(`198.51.100.${16 * whole(draw, 0, 15)}/28`);
}

function group(draw) {
  return { kind: 'group', group: pick(draw, ['app', 'db', 'jobs', 'proxy']) };
}

function block(cidr) {
  return { kind: 'cidr', cidr };
}

function range(protocol, first, last = first) {
  return { protocol, ports: { kind: 'range', first, last } };
}

const everyone = [block('0.0.0.0/0'), block('0.0.0.0/0'), block('::/0')];
const publicServices = [range('tcp', 80), range('tcp', 443)];
const privateServices = [
  ...[22, 3306, 5432, 6379, 8080, 9100].map((port) => range('tcp', port)),
  range('tcp', 8000, 8999),
  range('udp', 53),
  { protocol: 'icmp' },
];
const denseTraffics = [
  range('tcp', 80),
  range('tcp', 443),
  range('tcp', 80, 443),
  range('tcp', 1, 1024),
  { protocol: 'all' },
];
const densePeers = [
  ...['0.0.0.0/0', '10.0.0.0/8', '10.1.0.0/16', '10.1.1.0/24', '10.2.0.0/16', '192.0.2.0/24'],
  '10.1.1.1/32',
].map(block);

function pick(draw, things) {
  return things[Math.floor(draw() * things.length)];
}

/** So many different ones. */
function some(draw, things, count) {
  const left = [...things];
  return Array.from({ length: Math.min(count, left.length) }, () => {
    return left.splice(Math.floor(draw() * left.length), 1)[0];
  });
}

function whole(draw, min, max) {
  return min + Math.floor(draw() * (max - min + 1));
}
