// What is in the cloud before anything is applied: a world for `sluice emulator --seed`.
import { legacyNumbers } from './own-groups.js';
import { accounts, groupId, instanceId, ownBlock, targets } from './targets.js';

export function cloud() {
  return {
    version: 1,
    accounts: Object.fromEntries(
      accounts.map((account) => [
        account.id,
        {
          name: account.name,
          accessKeys: { [account.key]: account.key },
          regions: Object.fromEntries(regionsOf(account)),
        },
      ]),
    ),
  };
}

function regionsOf(account) {
  const own = targets.filter((target) => target.account === account);
  return own.map((target) => [
    target.region,
    {
      vpcs: { [target.vpc]: { name: target.name, cidr: ownBlock(target) } },
      groups: Object.fromEntries(groupsOf(target)),
      instances: Object.fromEntries(instancesOf(target)),
    },
  ]);
}

/** Ours to be, of cloud services, of nobody, and of another team; another kind is one more line. */
function groupsOf(target) {
  return [
    ['default', consoleDefault()],
    ['nodes', nodes(target)],
    ...legacyNumbers.map((number) => [`legacy${number}`, legacy(target, number)]),
    ...['ack', 'rds'].map((service) => [service, ofService(service)]),
    ...[1, 2, 3].map((number) => [`vendor${number}`, ofVendor(number)]),
    ['other', ofOtherTeam()],
  ].map(([name, group]) => [groupId(target, name), { vpc: target.vpc, ...group }]);
}

function consoleDefault() {
  const open = { from: '0.0.0.0/0', priority: 110, description: 'System created rule.' };
  return {
    name: 'sg-20190314',
    description: 'System created security group.',
    ingress: [
      { protocol: 'icmp', ...open },
      ...['22/22', '3389/3389', '80/80', '443/443'].map((ports) => ({
        protocol: 'tcp',
        ports,
        ...open,
      })),
    ],
  };
}

function nodes(target) {
  return {
    name: 'ack-nodes',
    tags: { 'ack.aliyun.com': 'c-estate' },
    ingress: [
      { protocol: 'all', from: ownBlock(target), description: 'Pods and nodes' },
      {
        protocol: 'tcp',
        ports: '30000/32767',
        from: '100.64.0.0/10',
        description: 'Load balancer',
      },
    ],
  };
}

/** With a rule that nobody wrote down. */
function legacy(target, number) {
  const ports = `${7000 + number}/${7000 + number}`;
  return {
    name: `legacy-${number}`,
    ingress: [
      { protocol: 'tcp', ports, from: ownBlock(target), description: 'Old clients' },
      { protocol: 'tcp', ports: '8888/8888', from: '198.51.100.0/24', description: 'Ask Wang' },
    ],
  };
}

function ofService(service) {
  const ports = service === 'rds' ? '3306/3306' : '6443/6443';
  return {
    name: `${service}-service`,
    managed: true,
    ingress: [{ protocol: 'tcp', ports, from: '10.0.0.0/8' }],
  };
}

function ofVendor(number) {
  return {
    name: `vendor-${number}`,
    ingress: ['192.0.2.64/27', '192.0.2.96/28'].map((from) => ({
      protocol: 'tcp',
      ports: `${6000 + number}/${6000 + number}`,
      from,
      description: `Vendor support ${number}`,
    })),
  };
}

function ofOtherTeam() {
  return {
    name: 'payments',
    tags: { 'sluice:owner': 'payments', 'sluice:group': 'payments' },
    ingress: [{ protocol: 'tcp', ports: '443/443', from: '10.0.0.0/8' }],
  };
}

/** Two in each group that is adopted. */
function instancesOf(target) {
  const groups = ['default', 'nodes', ...legacyNumbers.map((number) => `legacy${number}`)];
  return groups.flatMap((group, row) =>
    [1, 2].map((number) => [
      instanceId(target, group, number),
      {
        name: `${group}-${number}`,
        groups: [groupId(target, group)],
        addresses: [`10.${target.net}.${row}.${number}`],
      },
    ]),
  );
}
