// The resources of one region in a seed file: VPCs, lists, groups, instances, network interfaces.

import { parseAddress } from '../address.ts';
import { isPortRange } from '../ports.ts';
import { Fields, scalarText } from './fields.ts';
import { readRule } from './read-rules.ts';
import type { ListEntry } from '../lists.ts';
import type { SeedInstance, SeedInterface, SeedList, SeedPrefixList } from '../load-seed.ts';
import type { SeedGroup } from '../seed.ts';
import type { Vpc } from '../state.ts';
import type { Entry, FaultList } from './fields.ts';
import type { Mention, Where } from './where.ts';

export function readVpc({ key: id, node }: Entry, { place, list }: Where): Vpc {
  const fields = new Fields(node, { known: ['name', 'cidr', 'default', 'status'], list });
  return {
    id,
    ...place,
    name: fields.text('name') ?? '',
    cidrBlock: fields.text('cidr') ?? '172.16.0.0/12',
    isDefault: fields.flag('default') ?? false,
    status: fields.oneOf('status', ['Available', 'Pending']) ?? 'Available',
  };
}

const resourceFields = ['name', 'description', 'resourceGroup', 'tags', 'created'] as const;

function resource(fields: Fields, id: string): Omit<SeedList, 'region' | 'entries'> {
  const created = fields.text('created');
  return {
    id,
    name: fields.text('name') ?? '',
    description: fields.text('description') ?? '',
    resourceGroupId: fields.text('resourceGroup') ?? '',
    tags: fields.record('tags'),
    ...(created === undefined ? {} : { creationTime: created }),
  };
}

export function readPrefixList({ key: id, node }: Entry, { place, list }: Where): SeedPrefixList {
  const known = [...resourceFields, 'family', 'maxEntries', 'entries'];
  const fields = new Fields(node, { known, list });
  const family = fields.oneOf('family', ['IPv4', 'IPv6']) ?? 'IPv4';
  return { ...listBase(fields, id, { field: 'cidr', list }), ...place, family };
}

export function readPortList({ key: id, node }: Entry, { place, list }: Where): SeedList {
  const fields = new Fields(node, { known: [...resourceFields, 'maxEntries', 'entries'], list });
  return { ...listBase(fields, id, { field: 'ports', list }), ...place };
}

function listBase(
  fields: Fields,
  id: string,
  { field, list }: EntryKind,
): Omit<SeedList, 'region'> {
  const entries = fields.items('entries').map((node): ListEntry => entryOf(node, { field, list }));
  const maxEntries = fields.wholeNumber('maxEntries') ?? Math.max(1, entries.length);
  if (maxEntries < entries.length) {
    fields.fault('maxEntries', `there are ${entries.length} entries, more than maxEntries`);
  }
  return { ...resource(fields, id), maxEntries, entries };
}

/** Either the text alone, or a map with it and a description. */
function entryOf(node: unknown, { field, list }: EntryKind): ListEntry {
  const alone = scalarText(node);
  const fields =
    alone === undefined ? new Fields(node, { known: [field, 'description'], list }) : undefined;
  const text = alone ?? fields?.text(field) ?? '';
  const fits = field === 'ports' ? isPortRange(text) : isBlock(text);
  if (!fits)
    list.add(
      node,
      `${text} is no entry; expected such as ${field === 'ports' ? '443/443' : '10.0.0.0/8'}`,
    );
  return {
    text: field === 'ports' ? text : blockOf(text),
    description: fields?.text('description') ?? '',
  };
}

interface EntryKind {
  readonly field: 'cidr' | 'ports';
  readonly list: FaultList;
}

function isBlock(text: string): boolean {
  return parseAddress(text, 'ipv4') !== undefined || parseAddress(text, 'ipv6') !== undefined;
}

/** As the API stores them: a single address is a block of its own. */
function blockOf(text: string): string {
  if (text.includes('/')) return text;
  return text.includes(':') ? `${text}/128` : `${text}/32`;
}

export function readGroup({ key: id, node }: Entry, where: Where): SeedGroup {
  const { place, list } = where;
  const known = [
    ...resourceFields,
    'vpc',
    'type',
    'innerAccess',
    'managed',
    'protected',
    'snapshotPolicies',
    'ingress',
    'egress',
  ];
  const fields = new Fields(node, { known, list });
  const type = fields.oneOf('type', ['normal', 'enterprise']) ?? 'normal';
  const vpcId = mentioned(fields, { name: 'vpc', kind: 'VPC', where });
  return {
    ...resource(fields, id),
    ...place,
    ...(vpcId === undefined ? {} : { vpcId }),
    type,
    innerAccessPolicy:
      fields.oneOf('innerAccess', ['Accept', 'Drop']) ?? (type === 'normal' ? 'Accept' : 'Drop'),
    serviceManaged: fields.flag('managed') ?? false,
    deletionProtection: fields.flag('protected') ?? false,
    snapshotPolicyIds: fields.texts('snapshotPolicies').map(({ text }) => text),
    rules: (['ingress', 'egress'] as const).flatMap((direction) =>
      fields.items(direction).map((rule) => readRule(rule, direction, where)),
    ),
  };
}

const machineFields = [
  ...resourceFields,
  'groups',
  'vpc',
  'vSwitch',
  'zone',
  'addresses',
  'ipv6Addresses',
  'managed',
  'status',
];

export function readInstance({ key: id, node }: Entry, where: Where): SeedInstance {
  const known = [...machineFields, 'type', 'interface', 'locks'];
  const fields = new Fields(node, { known, list: where.list });
  const interfaceId = fields.text('interface');
  return {
    ...networkOf(fields, id, where),
    ...(interfaceId === undefined ? {} : { interfaceId }),
    instanceType: fields.text('type') ?? 'ecs.g7.large',
    status:
      fields.oneOf('status', ['Pending', 'Running', 'Starting', 'Stopping', 'Stopped']) ??
      'Running',
    lockReasons: fields.texts('locks').map(({ text }) => text),
  };
}

export function readInterface({ key: id, node }: Entry, where: Where): SeedInterface {
  const fields = new Fields(node, { known: [...machineFields, 'instance'], list: where.list });
  const instanceId = mentioned(fields, { name: 'instance', kind: 'instance', where }) ?? '';
  return {
    ...networkOf(fields, id, where),
    instanceId,
    status:
      fields.oneOf('status', [
        'Available',
        'Attaching',
        'InUse',
        'Detaching',
        'Deleting',
        'Creating',
      ]) ?? (instanceId === '' ? 'Available' : 'InUse'),
  };
}

function networkOf(fields: Fields, id: string, where: Where): SeedInterface {
  const groups = fields.texts('groups');
  if (groups.length === 0) fields.fault('groups', 'expected at least one group in groups');
  for (const { text, node } of groups) where.mention({ node, kind: 'group', id: text });
  const texts = (name: string): string[] => fields.texts(name).map(({ text }) => text);
  const [addresses, ipv6] = [texts('addresses'), texts('ipv6Addresses')];
  const vpcId = mentioned(fields, { name: 'vpc', kind: 'VPC', where });
  const [vSwitchId, zoneId] = [fields.text('vSwitch'), fields.text('zone')];
  return {
    ...resource(fields, id),
    ...where.place,
    groupIds: groups.map(({ text }) => text),
    ...(vpcId === undefined ? {} : { vpcId }),
    ...(vSwitchId === undefined ? {} : { vSwitchId }),
    ...(zoneId === undefined ? {} : { zoneId }),
    ...(addresses.length === 0 ? {} : { privateAddresses: addresses }),
    ipv6Addresses: ipv6,
    serviceManaged: fields.flag('managed') ?? false,
  };
}

function mentioned(
  fields: Fields,
  {
    name,
    kind,
    where,
  }: { readonly name: string; readonly kind: Mention['kind']; readonly where: Where },
): string | undefined {
  const id = fields.text(name);
  if (id !== undefined) where.mention({ node: fields.at(name), kind, id });
  return id;
}
