// Every product, version and operation there is. Listed by hand: importing a file registers nothing.

import {
  authorizeSecurityGroup,
  authorizeSecurityGroupEgress,
} from './operations/rules/authorize.ts';
import { assumeRole, assumeRoleWithOidc } from './operations/around/assume-role.ts';
import { getCallerIdentity } from './operations/around/caller-identity.ts';
import { joinResourceGroup } from './operations/around/join-resource-group.ts';
import { describeRegions } from './operations/around/regions.ts';
import { listResourceGroups } from './operations/around/resource-groups.ts';
import { describeRouteTableList, describeVpcs } from './operations/around/vpcs.ts';
import { createSecurityGroup } from './operations/groups/create-group.ts';
import { deleteSecurityGroup } from './operations/groups/delete-group.ts';
import { describeSecurityGroupAttribute } from './operations/groups/describe-attribute.ts';
import { describeSecurityGroups } from './operations/groups/describe-groups.ts';
import { describeSecurityGroupReferences } from './operations/groups/describe-references.ts';
import { describeInstances } from './operations/instances/describe-instances.ts';
import { describeNetworkInterfaces } from './operations/instances/describe-interfaces.ts';
import { joinSecurityGroup, leaveSecurityGroup } from './operations/instances/join-leave.ts';
import {
  modifyInstanceAttribute,
  modifyNetworkInterfaceAttribute,
} from './operations/instances/modify-members.ts';
import {
  createPortRangeList,
  deletePortRangeList,
  describePortRangeListAssociations,
  describePortRangeListEntries,
  describePortRangeLists,
  modifyPortRangeList,
} from './operations/lists/port-range-lists.ts';
import {
  createPrefixList,
  deletePrefixList,
  describePrefixListAssociations,
  describePrefixListAttributes,
  describePrefixLists,
  modifyPrefixList,
} from './operations/lists/prefix-lists.ts';
import {
  modifySecurityGroupAttribute,
  modifySecurityGroupPolicy,
} from './operations/groups/modify-group.ts';
import {
  modifySecurityGroupEgressRule,
  modifySecurityGroupRule,
} from './operations/rules/modify-rule.ts';
import { revokeSecurityGroup, revokeSecurityGroupEgress } from './operations/rules/revoke.ts';
import { listTagResources, tagResources, untagResources } from './operations/tags/tags.ts';
import type { Operation } from './operation.ts';

export interface Product {
  readonly name: 'Ecs' | 'Vpc' | 'ResourceManager' | 'Sts';
  readonly version: string;
  readonly operations: ReadonlyMap<string, Operation>;
}

export const products: readonly Product[] = [
  {
    name: 'Ecs',
    version: '2014-05-26',
    operations: byAction([
      authorizeSecurityGroup,
      authorizeSecurityGroupEgress,
      createPortRangeList,
      createPrefixList,
      createSecurityGroup,
      deletePortRangeList,
      deletePrefixList,
      deleteSecurityGroup,
      describeInstances,
      describeNetworkInterfaces,
      describePortRangeListAssociations,
      describePortRangeListEntries,
      describePortRangeLists,
      describePrefixListAssociations,
      describePrefixListAttributes,
      describePrefixLists,
      describeRegions,
      describeSecurityGroupAttribute,
      describeSecurityGroupReferences,
      describeSecurityGroups,
      joinResourceGroup,
      joinSecurityGroup,
      leaveSecurityGroup,
      listTagResources,
      modifyInstanceAttribute,
      modifyNetworkInterfaceAttribute,
      modifyPortRangeList,
      modifyPrefixList,
      modifySecurityGroupAttribute,
      modifySecurityGroupEgressRule,
      modifySecurityGroupPolicy,
      modifySecurityGroupRule,
      revokeSecurityGroup,
      revokeSecurityGroupEgress,
      tagResources,
      untagResources,
    ]),
  },
  {
    name: 'Sts',
    version: '2015-04-01',
    operations: byAction([assumeRole, assumeRoleWithOidc, getCallerIdentity]),
  },
  {
    name: 'Vpc',
    version: '2016-04-28',
    operations: byAction([describeRouteTableList, describeVpcs]),
  },
  {
    name: 'ResourceManager',
    version: '2020-03-31',
    operations: byAction([listResourceGroups]),
  },
];

/** One port serves all products; the version tells which is meant. */
export function productOfVersion(version: string): Product | undefined {
  return products.find((product) => product.version === version);
}

function byAction(operations: readonly Operation[]): ReadonlyMap<string, Operation> {
  return new Map(operations.map((operation) => [operation.action, operation]));
}
