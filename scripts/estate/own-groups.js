// The groups that a target has for itself: some are made, and some were there before and are adopted.
import { groupId, instanceId, ownBlock } from './targets.js';

export const legacyNumbers = [1, 2, 3];

// Another kind of group is one more line.
export function ownGroups(target) {
  return [
    consoleDefault(target),
    nodes(target),
    cluster(target),
    ...legacyNumbers.map((number) => legacy(target, number)),
    ...[1, 2].map((number) => warehouse(target, number)),
    ...[1, 2, 3, 4, 5].map((number) => batch(target, number)),
  ];
}

/** The console made it with its first instance. What is kept of it stays at its old priority. */
function consoleDefault(target) {
  return {
    name: 'console-default',
    target: target.name,
    cloudName: 'sg-20190314',
    adopt: groupId(target, 'default'),
    ingress: [
      {
        description: 'System created rule.',
        protocol: 'tcp',
        ports: [80, 443],
        source: '0.0.0.0/0',
        priority: 110,
      },
      {
        description: 'System created rule.',
        protocol: 'icmp',
        source: '0.0.0.0/0',
        priority: 110,
      },
    ],
  };
}

/** The cluster adds rules as it likes; ours stand beside them. */
function nodes(target) {
  return {
    name: 'nodes',
    target: target.name,
    cloudName: 'ack-nodes',
    adopt: groupId(target, 'nodes'),
    rules: 'additive',
    ingress: [
      { description: 'SSH from the bastion', service: 'ssh', source: { group: 'bastion' } },
      {
        description: 'Metrics of the nodes',
        protocol: 'tcp',
        ports: 9100,
        source: { group: 'monitoring' },
      },
    ],
  };
}

/** What the service of the cluster keeps for itself: whoever changes it there shows as drift. */
function cluster(target) {
  return {
    name: 'cluster',
    target: target.name,
    mode: 'observe',
    adopt: groupId(target, 'ack'),
    ingress: [{ protocol: 'tcp', ports: 6443, source: 'all-vpcs', priority: 1 }],
  };
}

/** A machine of the second serves the old clients of the first too. */
function legacy(target, number) {
  return {
    name: `legacy-${number}`,
    target: target.name,
    adopt: groupId(target, `legacy${number}`),
    ...(number === 1 ? { members: { instances: [instanceId(target, 'legacy2', 1)] } } : {}),
    ingress: [
      {
        description: 'Old clients',
        protocol: 'tcp',
        ports: 7000 + number,
        source: ownBlock(target),
        priority: 1,
      },
    ],
  };
}

function warehouse(target, number) {
  return {
    name: `warehouse-${number}`,
    target: target.name,
    type: 'enterprise',
    description: `Nodes ${number} of the warehouse`,
    ingress: [
      {
        description: 'Queries from all VPCs',
        protocol: 'tcp',
        ports: '9030-9060',
        source: 'all-vpcs',
      },
      { description: 'Queries from the lab', protocol: 'tcp', ports: 9030, source: 'lab' },
    ],
  };
}

function batch(target, number) {
  return {
    name: `batch-${number}`,
    target: target.name,
    description: `Workers of queue ${number}`,
    tags: { team: 'data' },
    use: ['managed', 'contained'],
    ingress: [
      {
        description: 'Results for the reports',
        protocol: 'tcp',
        ports: 8800 + number,
        source: { group: 'reports-app' },
      },
    ],
  };
}
