// One group that has members, on interfaces that nobody may read, and a plan that changes its rules.
import { plan } from '../../dist/planner/plan.js';

/** The steps of a plan that leads from the rules of a group to others. */
export function stepsBetween(before, after) {
  const made = plan(desiredOf(after), liveOf(before), {
    id: 'plan',
    createdAt: '2026-11-22T08:00:00Z',
    toolVersion: '0.0.0',
    allowHazards: [],
  });
  if (!made.ok) throw new Error(made.refusals.map(({ message }) => message).join('\n'));
  return made.plan.steps;
}

function desiredOf(rules) {
  const source = { file: 'groups/web.yaml', line: 1, column: 1 };
  const web = {
    ...{ state: 'present', name: 'web', cloudName: 'web', type: 'normal', source },
    ...{ description: undefined, innerAccessPolicy: undefined, tags: undefined, adopt: undefined },
    ingress: rules.map((rule, index) => ({ ...rule, source: { ...source, line: index + 2 } })),
    egress: undefined,
  };
  const target = {
    ...{ name: 'prod', account: '1000000000000001' },
    ...{ region: 'cn-hangzhou', vpc: 'vpc-bp1example00000000001' },
  };
  // Larger than any account has: what is measured has nothing to do with them.
  const quotas = { rulesPerGroup: 1e4, groupPeersPerGroup: 1e4, rulesPerInterface: 1e4 };
  return { owner: 'edge-platform', target, groups: [web], quotas };
}

function liveOf(rules) {
  const web = liveGroup('web', rules);
  const others = ['app', 'db', 'jobs', 'proxy'].map((name) => liveGroup(name, []));
  const groups = [web, ...others];
  return {
    listed: groups,
    groups,
    interfaces: { kind: 'unreadable', why: 'this is a bench' },
    neighbours: [],
    references: new Map(),
    listSizes: new Map(),
    lists: { prefixLists: new Map(), portLists: new Map() },
  };
}

function liveGroup(name, rules) {
  return {
    ...{ id: `sg-${name}`, vpc: 'vpc-bp1example00000000001', cloudName: name, description: '' },
    ...{ type: 'normal', innerAccessPolicy: 'accept', serviceManaged: false },
    tags: { 'sluice:owner': 'edge-platform', 'sluice:group': name },
    rules: rules.map((rule, index) => ({ ...rule, id: `sgr-${index}`, peer: livePeer(rule.peer) })),
  };
}

/** The cloud calls groups by their ids. */
function livePeer(peer) {
  return peer.kind === 'group' ? { kind: 'foreignGroup', groupId: `sg-${peer.group}` } : peer;
}
