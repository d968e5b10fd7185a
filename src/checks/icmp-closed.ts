// Groups with services on the internet that no ICMP reaches.
import type { Family } from '../model/cidr.ts';
import type { Finding } from '../model/finding.ts';
import type { PresentGroup } from '../model/group.ts';
import type { Check, Known } from './check.ts';

const families: readonly Family[] = ['ipv4', 'ipv6'];
const protocols = { ipv4: 'icmp', ipv6: 'icmpv6' } as const;

export const icmpClosed: Check = {
  name: 'icmp-closed',
  severity: 'info',
  summary:
    'The internet reaches the group, and no ICMP does from anywhere: nobody can ping it, and routers may not be able to say that packets are too large.',
  next: 'Accept ICMP, at least from where the traffic comes; or waive this where that is meant.',
  *find({ name, source }: PresentGroup, known: Known): Generator<Finding> {
    const open = new Set(known.openings('ingress').map(({ family }) => family));
    const closed = families
      .filter((family) => open.has(family))
      .map((family) => protocols[family])
      .filter((protocol) => !known.acceptsAny(protocol));
    if (closed.length === 0) return;
    const written = closed.length === 1 ? closed.join('') : `[${closed.join(', ')}]`;
    const sources =
      closed.length > 1 ? '[0.0.0.0/0, "::/0"]' : closed[0] === 'icmp' ? '0.0.0.0/0' : '"::/0"';
    yield {
      severity: icmpClosed.severity,
      code: icmpClosed.name,
      source,
      message: `the group "${name}" is open to the internet, and accepts no ${closed.join(' and no ')} from anywhere; expected some of it`,
      example: `{ protocol: ${written}, source: ${sources} }`,
    };
  },
};
