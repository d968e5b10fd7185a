// The workspace of the estate, and what its groups share.
import { accounts, owner, ownBlock, targets } from './targets.js';

export function workspace() {
  return {
    version: 1,
    owner,
    groups: 'groups/**/*.yaml',
    accounts: Object.fromEntries(accounts.map((account) => [account.profile, accountOf(account)])),
    waves: [['lab/cn-hangzhou'], ['*']],
    // What people open for an hour, within the VPCs.
    ignore: { rules: [{ description: 'debug-*', within: 'all-vpcs' }] },
    defaults: { priority: 10 },
    networks: {
      office: ['203.0.113.0/25', '2001:db8:12::/48'],
      // Moving: both floors are in force until the old one is given back.
      lab: [
        { address: '198.51.100.0/26', until: '2999-12-31' },
        { address: '198.51.100.64/26', from: '2020-01-01' },
      ],
      partners: ['office', '192.0.2.7', '192.0.2.8'],
      'cloud-services': ['100.64.0.0/10'],
      'all-vpcs': ['10.0.0.0/8'],
    },
    services: {
      ssh: { protocol: 'tcp', ports: 22 },
      postgresql: { protocol: 'tcp', ports: 5432 },
      redis: { protocol: 'tcp', ports: '6379-6380' },
    },
    rulesets: {
      managed: {
        ingress: [
          { description: 'SSH from the bastion', service: 'ssh', source: { group: 'bastion' } },
        ],
      },
      monitored: {
        parameters: { exporters: { default: 9100, description: 'Ports that are scraped' } },
        ingress: [
          {
            description: 'Metrics',
            protocol: 'tcp',
            ports: { parameter: 'exporters' },
            source: { group: 'monitoring' },
          },
        ],
      },
      contained: {
        egress: [
          {
            description: 'DNS and time',
            protocol: 'udp',
            ports: [53, 123],
            destination: 'cloud-services',
          },
          {
            description: 'Nothing else goes out',
            policy: 'drop',
            protocol: 'all',
            destination: ['0.0.0.0/0', '::/0'],
            priority: 100,
          },
        ],
      },
    },
  };
}

/** Each VPC is a network of its region, and the lab has an office of its own. */
function accountOf(account) {
  const own = targets.filter((target) => target.account === account);
  const regions = own.map((target) => {
    const networks = { 'own-vpc': [ownBlock(target)] };
    return [target.region, { vpc: target.vpc, networks }];
  });
  const differs =
    account.profile === 'lab'
      ? { networks: { office: ['203.0.113.128/25', '2001:db8:13::/48'] } }
      : { quotas: { groupsPerInterface: 10 } };
  const { id, profile } = account;
  return { account: id, profile, ...differs, regions: Object.fromEntries(regions) };
}
