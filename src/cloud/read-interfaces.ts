// Reading who sits where: the network interfaces of a VPC with the groups that each is in.
import type { InterfaceId, NetworkInterface } from '../model/interfaces.ts';
import { isInstance, memberIdOf, type MemberId } from '../model/member.ts';
import { concealed } from './permission.ts';
import { incomplete, readPages, type PagedCall, type Read } from './read-pages.ts';
import type { Transport } from './transport.ts';
import { fromWireInstance, fromWireInterface, type ListedInterface } from './wire-interface.ts';
import type { Wire } from './wire-list.ts';

const interfacesPerPage = 500;
const instancesPerPage = 100;

/**
 * All interfaces of the VPC, primary and secondary, in the order of their ids: those that
 * DescribeNetworkInterfaces lists, and the primary ones of instances whose own it does not list (yet).
 * Filtered by group it would find secondary ones only; by VPC it finds both, as documented. Where both
 * lists show one, the first counts. ⌈interfaces/500⌉ + ⌈instances/100⌉ calls.
 */
export async function readInterfaces(
  send: Transport,
  vpc: string,
): Promise<Read<readonly NetworkInterface[]>> {
  const [interfaces, instances] = await Promise.all([
    readListed(send, fromWireInterface, {
      action: 'DescribeNetworkInterfaces',
      parameters: { VpcId: vpc, MaxResults: String(interfacesPerPage) },
      list: ['NetworkInterfaceSets', 'NetworkInterfaceSet'],
    }),
    readListed(send, fromWireInstance, {
      action: 'DescribeInstances',
      parameters: { VpcId: vpc, MaxResults: String(instancesPerPage) },
      list: ['Instances', 'Instance'],
    }),
  ]);
  if (!interfaces.ok) return interfaces;
  if (!instances.ok) return instances;
  const inVpc = (one: ListedInterface) => one.vpc === vpc;
  const all = merged(interfaces.value.filter(inVpc), instances.value.filter(inVpc));
  // Until 2025-12-20 DescribeInstances answered those who may not call it with an empty list, as its
  // announcement says; whether DescribeNetworkInterfaces does such a thing is not known. To take a
  // VPC for empty that is not would be to order nothing.
  if (interfaces.value.length === 0) {
    const why = 'lists none, since the VPC has none or the permission is missing';
    return concealed('DescribeNetworkInterfaces', why);
  }
  return { ok: true, value: all };
}

/**
 * The interface that calls name so, as it is now; undefined where there is none in the VPC. One call: an
 * instance says itself in which groups its primary interface is.
 */
export async function readMember(
  send: Transport,
  vpc: string,
  member: MemberId,
): Promise<Read<NetworkInterface | undefined>> {
  const listed = isInstance(member)
    ? await readListed(send, fromWireInstance, {
        action: 'DescribeInstances',
        parameters: { InstanceIds: JSON.stringify([member]), MaxResults: String(instancesPerPage) },
        list: ['Instances', 'Instance'],
      })
    : await readListed(send, fromWireInterface, {
        action: 'DescribeNetworkInterfaces',
        parameters: { 'NetworkInterfaceId.1': member, MaxResults: String(interfacesPerPage) },
        list: ['NetworkInterfaceSets', 'NetworkInterfaceSet'],
      });
  if (!listed.ok) return listed;
  const found = listed.value.find((one) => one.vpc === vpc && memberIdOf(one.shown) === member);
  return { ok: true, value: found?.shown };
}

async function readListed(
  send: Transport,
  fromWire: (wire: Wire) => ListedInterface | undefined,
  call: PagedCall,
): Promise<Read<readonly ListedInterface[]>> {
  const pages = await readPages(send, call);
  if (!pages.ok) return pages;
  const listed: ListedInterface[] = [];
  for (const item of pages.value.items) {
    const one = fromWire(item);
    // The reply has user data and names of other people's making, which are nobody's business here.
    if (one === undefined) return incomplete(call.action, `unknown element ${nameOf(item)}`);
    listed.push(one);
  }
  return { ok: true, value: listed };
}

function nameOf(wire: Wire): string {
  const { InstanceId, NetworkInterfaceId, VpcId, SecurityGroupIds } = wire;
  return JSON.stringify({ InstanceId, NetworkInterfaceId, VpcId, SecurityGroupIds });
}

/** Where interfaces come and go between two pages, one may be on both. */
function merged(
  interfaces: readonly ListedInterface[],
  instances: readonly ListedInterface[],
): readonly NetworkInterface[] {
  const all = new Map<InterfaceId, NetworkInterface>();
  for (const { shown } of interfaces) all.set(shown.id, shown);
  const withPrimary = new Set(
    interfaces.flatMap(({ isPrimary, shown }) => (isPrimary ? shown.instance : [])),
  );
  for (const { shown } of instances) {
    if (!all.has(shown.id) && !withPrimary.has(shown.instance)) all.set(shown.id, shown);
  }
  return [...all.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
