// The rules of a group in a seed file: readable words to those of the wire.

import { parseAddress } from '../address.ts';
import { isPortRange } from '../ports.ts';
import { parseProtocol, protocolTraits } from '../protocol.ts';
import { sides } from '../rule.ts';
import { Fields } from './fields.ts';
import type { Direction } from '../rule.ts';
import type { SeedRule } from '../seed.ts';
import type { Where } from './where.ts';

const common = ['id', 'protocol', 'ports', 'portList', 'sourcePorts', 'policy', 'priority'];
const known: Readonly<Record<Direction, readonly string[]>> = {
  ingress: [...common, 'from', 'fromAccount', 'to', 'description'],
  egress: [...common, 'to', 'toAccount', 'from', 'description'],
};

export function readRule(node: unknown, direction: Direction, where: Where): SeedRule {
  const fields = new Fields(node, { known: known[direction], list: where.list });
  const [far, near] = direction === 'ingress' ? ['from', 'to'] : ['to', 'from'];
  if (!fields.has(far)) {
    fields.fault(far, `${far} is missing: an address, a block, a group or a prefix list`);
  }
  const priority = fields.wholeNumber('priority');
  if (priority !== undefined && (priority < 1 || priority > 110)) {
    fields.fault('priority', 'expected a priority from 1 to 100, or 110 as old groups have');
  }
  return {
    Direction: direction,
    ...readTraffic(fields, where),
    ...peerOf(fields, { name: far, direction, where }),
    ...localOf(fields, { name: near, direction, where }),
    ...renamed(fields, { id: 'SecurityGroupRuleId', description: 'Description' }),
    Policy: fields.oneOf('policy', ['Accept', 'Drop']) ?? 'Accept',
    Priority: priority ?? 1,
  };
}

function readTraffic(fields: Fields, where: Where): Partial<SeedRule> {
  const said = fields.text('protocol') ?? 'all';
  const protocol = parseProtocol(said);
  if (protocol === undefined) {
    fields.fault('protocol', `${said} is no protocol; expected tcp, udp, icmp, icmpv6, gre, all`);
    return {};
  }
  const withPorts = protocolTraits(protocol).ports;
  const ports = fields.text('ports');
  const listed = fields.text('portList');
  if (listed !== undefined) {
    where.mention({ node: fields.at('portList'), kind: 'port list', id: listed });
  }
  if (ports !== undefined && !(withPorts ? isPortRange(ports) : ports === '-1/-1')) {
    fields.fault('ports', withPorts ? 'expected ports such as 443/443' : 'expected no ports');
  }
  if (withPorts && ports === undefined && listed === undefined) {
    fields.fault('ports', `${said} needs ports, such as 443/443, or a portList`);
  }
  return {
    IpProtocol: protocol,
    PortRange: ports ?? (listed === undefined ? '-1/-1' : ''),
    PortRangeListId: ports === undefined ? (listed ?? '') : '',
    SourcePortRange: fields.text('sourcePorts') ?? '',
  };
}

interface Side {
  readonly name: string;
  readonly direction: Direction;
  readonly where: Where;
}

function peerOf(fields: Fields, { name, direction, where }: Side): Partial<SeedRule> {
  const { peer } = sides[direction];
  const text = fields.text(name) ?? '';
  const node = fields.at(name);
  if (text.startsWith('pl-')) {
    where.mention({ node, kind: 'prefix list', id: text });
    return { [peer.prefixList]: text };
  }
  if (text.startsWith('sg-')) {
    where.mention({ node, kind: 'group', id: text });
    return { [peer.group]: text, [peer.groupOwnerAccount]: fields.text(`${name}Account`) ?? '' };
  }
  return fields.has(name) ? addressOf(fields, name, peer) : {};
}

function localOf(fields: Fields, { name, direction }: Side): Partial<SeedRule> {
  return fields.has(name) ? addressOf(fields, name, sides[direction].local) : {};
}

function addressOf(
  fields: Fields,
  name: string,
  names: { readonly ipv4: keyof SeedRule; readonly ipv6: keyof SeedRule },
): Partial<SeedRule> {
  const text = fields.text(name) ?? '';
  const ipv4 = parseAddress(text, 'ipv4');
  if (ipv4 !== undefined) return { [names.ipv4]: ipv4 };
  const ipv6 = parseAddress(text, 'ipv6');
  if (ipv6 !== undefined) return { [names.ipv6]: ipv6 };
  fields.fault(
    name,
    `${name} is ${text}; expected such as 10.0.0.0/8, 2001:db8::/32, sg-… or pl-…`,
  );
  return {};
}

function renamed(fields: Fields, names: Readonly<Record<string, string>>): Partial<SeedRule> {
  const pairs = Object.entries(names).flatMap(([from, to]) => {
    const text = fields.text(from);
    return text === undefined ? [] : [[to, text]];
  });
  return Object.fromEntries(pairs) as Partial<SeedRule>;
}
