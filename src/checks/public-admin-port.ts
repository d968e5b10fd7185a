// SSH and RDP that are open to every address.
import type { PresentGroup } from '../model/group.ts';
import type { Finding } from '../model/finding.ts';
import { formatPeer } from '../model/peer.ts';
import type { Rule } from '../model/rule.ts';
import { formatTraffic, hasPorts, type Traffic } from '../model/traffic.ts';
import type { Check } from './check.ts';

const adminPorts = [22, 3389] as const;

export const publicAdminPort: Check = {
  name: 'public-admin-port',
  severity: 'warning',
  summary: 'Finds SSH and RDP open to every address; bots try them within minutes.',
  *find({ ingress = [] }: PresentGroup): Generator<Finding> {
    for (const rule of ingress) {
      if (rule.policy === 'drop' || !isEveryone(rule) || !reachesAdminPort(rule.traffic)) continue;
      const what = `${formatTraffic(rule.traffic)} from ${formatPeer(rule.peer)}`;
      yield {
        severity: publicAdminPort.severity,
        code: publicAdminPort.name,
        source: rule.source,
        message: `"${what}" lets everyone try SSH or RDP; expected the addresses that need it`,
        example: 'source: { group: bastion }',
      };
    }
  },
};

function isEveryone({ peer }: Rule): boolean {
  return peer.kind === 'cidr' && (peer.cidr === '0.0.0.0/0' || peer.cidr === '::/0');
}

/** A port list is the cloud's, so what is in it is not known here. */
function reachesAdminPort(traffic: Traffic): boolean {
  if (traffic.protocol === 'all') return true;
  if (!hasPorts(traffic) || traffic.protocol !== 'tcp' || traffic.ports.kind === 'list')
    return false;
  const { first, last } = traffic.ports;
  return adminPorts.some((port) => first <= port && port <= last);
}
