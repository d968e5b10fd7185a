// Databases and caches that the internet reaches.
import type { Finding } from '../model/finding.ts';
import type { PresentGroup } from '../model/group.ts';
import type { Check, Known } from './check.ts';
import { databasePorts } from './database-ports.ts';
import { openPorts } from './open-ports.ts';
import { lets } from './rule-words.ts';

export const publicDatabasePort: Check = {
  name: 'public-database-port',
  severity: 'error',
  summary:
    'The internet reaches the port of a database or a cache, such as MySQL, Redis or Elasticsearch; some of them ask nobody for a password.',
  next: 'Name the groups or addresses of its clients in the place of the internet.',
  *find(_group: PresentGroup, known: Known): Generator<Finding> {
    for (const { source, rules, ports } of openPorts(known.openings('ingress'), databasePorts)) {
      yield {
        severity: publicDatabasePort.severity,
        code: publicDatabasePort.name,
        source,
        message: `${lets(rules)} the internet reach ${ports}; expected the groups that use it`,
        example: 'source: { group: app }',
      };
    }
  },
};
