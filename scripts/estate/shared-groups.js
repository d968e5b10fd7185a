// The groups that each target has, of one file each: fifteen products of four tiers, the bastion and the
// monitoring.
import { instanceId, targets } from './targets.js';

const products =
  'billing catalog checkout identity ledger mail maps media orders pricing reports search shop stock support'.split(
    ' ',
  );
const tiers = [web, app, db, cache];

/** What the files say, in the order in which keys are written. */
export function sharedGroups() {
  const ofProducts = products.flatMap((product, number) =>
    tiers.map((tier) => tier(product, number)),
  );
  return [bastion(), monitoring(), ...ofProducts];
}

function everywhere(name, { description, team, ...rest }) {
  return { name, target: '*', description, innerAccessPolicy: 'drop', tags: { team }, ...rest };
}

function teamOf(number) {
  return ['shop', 'data', 'content'][number % 3];
}

/** A third of the products is public; the others have pages for partners. */
function web(product, number) {
  const isPublic = number % 3 === 0;
  return everywhere(`${product}-web`, {
    description: `Web tier of ${product}`,
    team: teamOf(number),
    use: ['managed'],
    ingress: [
      {
        description: isPublic ? 'HTTPS from anywhere' : 'HTTPS from partners',
        protocol: 'tcp',
        ports: [80, 443],
        source: isPublic ? ['0.0.0.0/0', '::/0'] : 'partners',
      },
      { description: 'Health checks', protocol: 'tcp', ports: 8081, source: 'cloud-services' },
    ],
    overlays: {
      'lab/*': {
        tags: { stage: 'lab' },
        ingress: [{ description: 'Testers', protocol: 'tcp', ports: 8443, source: 'lab' }],
      },
    },
  });
}

function app(product, number) {
  return everywhere(`${product}-app`, {
    description: `Servers of ${product}`,
    team: teamOf(number),
    use: ['managed', 'monitored'],
    ingress: [
      {
        description: 'Requests from the web tier',
        protocol: 'tcp',
        ports: [8080, `${9000 + number}-${9010 + number}`],
        source: { group: `${product}-web` },
      },
      {
        description: 'Tests from the lab',
        protocol: 'tcp',
        ports: 8080,
        source: 'lab',
        priority: 20,
      },
    ],
  });
}

function db(product, number) {
  return everywhere(`${product}-db`, {
    description: `Databases of ${product}`,
    team: teamOf(number),
    use: ['managed', { ruleset: 'monitored', with: { exporters: [9100, 9187] } }, 'contained'],
    ingress: [
      {
        description: 'PostgreSQL for the servers',
        service: 'postgresql',
        source: { group: `${product}-app` },
      },
    ],
  });
}

function cache(product, number) {
  return everywhere(`${product}-cache`, {
    description: `Caches of ${product}`,
    team: teamOf(number),
    use: ['managed', 'contained'],
    ingress: [
      {
        description: 'Redis for the servers',
        service: 'redis',
        source: [{ group: `${product}-app` }, { group: `${product}-web` }],
      },
    ],
  });
}

function bastion() {
  return everywhere('bastion', {
    description: 'The only way in by SSH',
    team: 'platform',
    ingress: [
      { description: 'SSH from the office', service: 'ssh', source: 'office' },
      { description: 'Ping', protocol: ['icmp', 'icmpv6'], source: 'office' },
    ],
  });
}

function monitoring() {
  return everywhere('monitoring', {
    description: 'Prometheus and Grafana',
    team: 'platform',
    use: ['managed'],
    ingress: [
      { description: 'Grafana from the office', protocol: 'tcp', ports: 3000, source: 'office' },
      { description: 'Syslog from inside', protocol: 'udp', ports: 514, source: 'own-vpc' },
    ],
    egress: [],
    // A machine that watches the others is another one in each VPC.
    overlays: Object.fromEntries(
      targets.map((one) => [one.name, { members: { instances: [instanceId(one, 'legacy3', 1)] } }]),
    ),
  });
}
