// Vpc DescribeVpcs and DescribeRouteTableList: the VPCs that the emulator knows of, each with one
// route table. Clients read every field of them without looking whether it is there.

import { operation } from '../../operation.ts';
import { optional } from '../../parameters.ts';
import { numberedPage } from '../pages.ts';
import type { Call } from '../../operation.ts';
import type { Vpc } from '../../state.ts';
import type { ReplyBody } from '../../tokens.ts';

export const describeVpcs = operation('DescribeVpcs', describe, { mutates: false });
export const describeRouteTableList = operation('DescribeRouteTableList', describeTables, {
  mutates: false,
});

const listing = {
  list: 'vpcs',
  size: { least: 1, most: 50, usual: 10, clamped: false },
  badToken: 'InvalidParameter',
  badNumber: 'InvalidParameter',
} as const;

function describe(call: Call): ReplyBody {
  const { items, paging } = pageOf(vpcsAt(call), call);
  return { Vpcs: { Vpc: items.map(vpcBody) }, ...paging };
}

function describeTables(call: Call): ReplyBody {
  const tableId = optional(call.parameters, 'RouteTableId');
  const routerId = optional(call.parameters, 'RouterId');
  const vpcs = vpcsAt(call).filter(
    ({ id }) =>
      (tableId === undefined || tableOf(id) === tableId) &&
      (routerId === undefined || routerOf(id) === routerId),
  );
  const { items, paging } = pageOf(vpcs, call);
  return { RouterTableList: { RouterTableListType: items.map(tableBody) }, ...paging };
}

/** VpcId may name several, with commas between them. */
function vpcsAt({ state, account, region, parameters }: Call): readonly Vpc[] {
  const ids = optional(parameters, 'VpcId')?.split(',');
  const name = optional(parameters, 'VpcName');
  const isDefault = optional(parameters, 'IsDefault')?.toLowerCase();
  return [...state.vpcs.values()].filter(
    (vpc) =>
      vpc.region === region &&
      (vpc.account ?? account) === account &&
      (ids?.includes(vpc.id) ?? true) &&
      (name === undefined || (vpc.name ?? '') === name) &&
      (isDefault === undefined || String(vpc.isDefault ?? false) === isDefault),
  );
}

function pageOf(
  vpcs: readonly Vpc[],
  { parameters }: Call,
): { readonly items: readonly Vpc[]; readonly paging: ReplyBody } {
  const sequenced = vpcs.map((vpc, index) => ({ vpc, sequence: vpcs.length - index }));
  const { items, paging } = numberedPage(sequenced, parameters, listing);
  const { TotalCount, PageNumber, PageSize } = paging;
  return { items: items.map(({ vpc }) => vpc), paging: { TotalCount, PageNumber, PageSize } };
}

function vpcBody(vpc: Vpc): ReplyBody {
  return {
    VpcId: vpc.id,
    VpcName: vpc.name ?? '',
    CidrBlock: vpc.cidrBlock ?? '172.16.0.0/12',
    Ipv6CidrBlock: '',
    Status: vpc.status ?? 'Available',
    IsDefault: vpc.isDefault ?? false,
    RegionId: vpc.region,
    CreationTime: vpc.creationTime ?? '2026-01-01T00:00:00Z',
    Description: '',
    ResourceGroupId: '',
    VRouterId: routerOf(vpc.id),
    SecondaryCidrBlocks: { SecondaryCidrBlock: [] },
    UserCidrs: { UserCidr: [] },
    VSwitchIds: { VSwitchId: [`vsw-${bare(vpc.id)}`] },
    RouterTableIds: { RouterTableIds: [tableOf(vpc.id)] },
    NatGatewayIds: { NatGatewayIds: [] },
    Tags: { Tag: [] },
  };
}

function tableBody({ id }: Vpc): ReplyBody {
  return {
    RouteTableId: tableOf(id),
    RouteTableName: '',
    RouteTableType: 'System',
    RouterId: routerOf(id),
    RouterType: 'VRouter',
    Status: 'Available',
    VpcId: id,
    VSwitchIds: { VSwitchId: [] },
    Tags: { Tag: [] },
  };
}

function routerOf(vpcId: string): string {
  return `vrt-${bare(vpcId)}`;
}

function tableOf(vpcId: string): string {
  return `vtb-${bare(vpcId)}`;
}

function bare(vpcId: string): string {
  return vpcId.replace(/^vpc-/, '');
}
