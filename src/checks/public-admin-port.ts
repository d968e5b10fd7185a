// Ports of administration that the internet reaches.
import type { Finding } from '../model/finding.ts';
import type { PresentGroup } from '../model/group.ts';
import { adminPorts } from './admin-ports.ts';
import type { Check, Known } from './check.ts';
import { openPorts } from './open-ports.ts';
import { lets } from './rule-words.ts';

export const publicAdminPort: Check = {
  name: 'public-admin-port',
  severity: 'error',
  summary:
    'The internet reaches a port of administration, such as SSH, RDP or the Docker API; bots try them within minutes.',
  next: 'Name the addresses of those who administer it, or a bastion group, in the place of the internet.',
  *find(_group: PresentGroup, known: Known): Generator<Finding> {
    for (const { source, rules, ports } of openPorts(known.openings('ingress'), adminPorts)) {
      yield {
        severity: publicAdminPort.severity,
        code: publicAdminPort.name,
        source,
        message: `${lets(rules)} the internet reach ${ports}; expected the addresses that need it`,
        example: 'source: { group: bastion }',
      };
    }
  },
};
