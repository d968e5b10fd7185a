// Network interfaces in the API's words → ours. Secondary ones stand in one list; primary ones in that
// list, and once more as what their instances say of themselves.
import { maskCidr, type Cidr } from '../model/cidr.ts';
import type { GroupId } from '../model/group-identity.ts';
import type { InterfaceId, NetworkInterface } from '../model/interfaces.ts';
import { wireList, wireTexts, type Wire } from './wire-list.ts';
import { wireText } from './wire-rule.ts';

/** A network interface of any VPC, as one of the two lists shows it. */
export interface ListedInterface {
  readonly vpc: string;
  readonly isPrimary: boolean;
  readonly shown: NetworkInterface;
}

/**
 * One element of DescribeNetworkInterfaces. Undefined where something is missing that says which
 * groups it is in, or where an address cannot be read.
 */
export function fromWireInterface(wire: Wire): ListedInterface | undefined {
  const id = wireText(wire['NetworkInterfaceId']);
  const vpc = wireText(wire['VpcId']);
  const groups = groupsOf(wire);
  const addresses = blocksOf([wireText(wire['PrivateIpAddress']), ...addressesOf(wire)]);
  if (id === '' || vpc === '' || groups === undefined || addresses === undefined) return undefined;
  const instance = wireText(wire['InstanceId']);
  const isPrimary = wireText(wire['Type']).toLowerCase() === 'primary';
  return {
    vpc,
    isPrimary,
    shown: {
      id: id as InterfaceId,
      ...(instance === '' ? {} : { instance, ...(isPrimary ? { isPrimary } : {}) }),
      groups,
      addresses,
    },
  };
}

/**
 * The primary interface of one element of DescribeInstances: an instance is in the groups of that one.
 * Its id is that of the instance where the reply does not tell it. An instance outside any VPC has none
 * of interest, and its `vpc` is "".
 */
export function fromWireInstance(wire: Wire): ListedInterface | undefined {
  const instance = wireText(wire['InstanceId']);
  const groups = groupsOf(wire);
  const attributes = (wire['VpcAttributes'] ?? {}) as Wire;
  const attached = wireList(wire, ['NetworkInterfaces', 'NetworkInterface']) ?? [];
  const primary = attached.find((one) => wireText(one['Type']).toLowerCase() === 'primary') ?? {};
  const addresses = blocksOf([
    wireText(primary['PrimaryIpAddress']),
    ...(wireTexts(attributes, ['PrivateIpAddress', 'IpAddress']) ?? []),
    ...addressesOf(primary),
  ]);
  if (instance === '' || groups === undefined || addresses === undefined) return undefined;
  const id = (wireText(primary['NetworkInterfaceId']) || instance) as InterfaceId;
  return {
    vpc: wireText(attributes['VpcId']),
    isPrimary: true,
    shown: { id, instance, isPrimary: true, groups, addresses },
  };
}

function groupsOf(wire: Wire): readonly GroupId[] | undefined {
  const ids = wireTexts(wire, ['SecurityGroupIds', 'SecurityGroupId']);
  return ids && ([...new Set(ids)].toSorted() as GroupId[]);
}

/** An interface has private addresses of both families, and may have whole blocks of them. */
function addressesOf(wire: Wire): readonly string[] {
  const lists = [
    ['PrivateIpSets', 'PrivateIpSet', 'PrivateIpAddress'],
    ['Ipv6Sets', 'Ipv6Set', 'Ipv6Address'],
    ['Ipv4PrefixSets', 'Ipv4PrefixSet', 'Ipv4Prefix'],
    ['Ipv6PrefixSets', 'Ipv6PrefixSet', 'Ipv6Prefix'],
  ] as const;
  return lists.flatMap(([outer, inner, field]) =>
    (wireList(wire, [outer, inner]) ?? []).map((one) => wireText(one[field])),
  );
}

function blocksOf(texts: readonly string[]): readonly Cidr[] | undefined {
  const written = [...new Set(texts)].filter((text) => text !== '');
  const blocks = written.flatMap((text) => maskCidr(text) ?? []);
  return blocks.length === written.length ? [...new Set(blocks)].toSorted() : undefined;
}
