// Every product, version and operation there is. Listed by hand: importing a file registers nothing.

import { authorizeSecurityGroup, authorizeSecurityGroupEgress } from './operations/authorize.ts';
import { getCallerIdentity } from './operations/caller-identity.ts';
import { createSecurityGroup } from './operations/create-group.ts';
import { deleteSecurityGroup } from './operations/delete-group.ts';
import { describeSecurityGroupAttribute } from './operations/describe-attribute.ts';
import { describeSecurityGroups } from './operations/describe-groups.ts';
import { describeSecurityGroupReferences } from './operations/describe-references.ts';
import {
  modifySecurityGroupAttribute,
  modifySecurityGroupPolicy,
} from './operations/modify-group.ts';
import {
  modifySecurityGroupEgressRule,
  modifySecurityGroupRule,
} from './operations/modify-rule.ts';
import { revokeSecurityGroup, revokeSecurityGroupEgress } from './operations/revoke.ts';
import { listTagResources, tagResources, untagResources } from './operations/tags.ts';
import type { Operation } from './operation.ts';

export interface Product {
  readonly name: 'Ecs' | 'Sts';
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
      createSecurityGroup,
      deleteSecurityGroup,
      describeSecurityGroupAttribute,
      describeSecurityGroupReferences,
      describeSecurityGroups,
      listTagResources,
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
  { name: 'Sts', version: '2015-04-01', operations: byAction([getCallerIdentity]) },
];

/** One port serves all products; the version tells which is meant. */
export function productOfVersion(version: string): Product | undefined {
  return products.find((product) => product.version === version);
}

function byAction(operations: readonly Operation[]): ReadonlyMap<string, Operation> {
  return new Map(operations.map((operation) => [operation.action, operation]));
}
