// The actions of RAM that sluice needs, by what for. An action is called like the operation that it permits, after
// the product; the documentation shows that of single operations, such as ecs:DescribeSecurityGroups and
// ecs:TagResources, and of the others it is inferred.
import type { Purpose } from '../model/target.ts';

export interface RamNeed {
  readonly part: RamPart;
  /** Apply needs all that plan needs, and more. */
  readonly purpose: Purpose;
  readonly actions: readonly string[];
  /** What is lost without them; undefined where nothing goes without. */
  readonly without: string | undefined;
  /** Why they are only there where they are asked for. */
  readonly besides?: string;
}

export const ramParts = [
  'groups',
  'interfaces',
  'references',
  'lists',
  'changes',
  'members',
  'replacements',
  'resource-groups',
] as const;
export type RamPart = (typeof ramParts)[number];

export const ramNeeds: readonly RamNeed[] = [
  {
    part: 'groups',
    purpose: 'plan',
    actions: [
      'sts:GetCallerIdentity',
      'ecs:DescribeSecurityGroups',
      'ecs:DescribeSecurityGroupAttribute',
    ],
    without: undefined,
  },
  {
    part: 'interfaces',
    purpose: 'plan',
    actions: ['ecs:DescribeNetworkInterfaces', 'ecs:DescribeInstances'],
    without: 'which groups sit together is not known; all of one type are taken to meet',
  },
  {
    part: 'references',
    purpose: 'plan',
    actions: ['ecs:DescribeSecurityGroupReferences'],
    without: 'who else refers to a group that is to go is not known',
  },
  {
    part: 'lists',
    purpose: 'plan',
    actions: [
      'ecs:DescribePrefixLists',
      'ecs:DescribePrefixListAttributes',
      'ecs:DescribePortRangeLists',
      'ecs:DescribePortRangeListEntries',
    ],
    without: 'a list counts for one rule, and may hold anything',
  },
  {
    part: 'changes',
    purpose: 'apply',
    actions: [
      'ecs:CreateSecurityGroup',
      'ecs:DeleteSecurityGroup',
      'ecs:ModifySecurityGroupAttribute',
      'ecs:ModifySecurityGroupPolicy',
      'ecs:AuthorizeSecurityGroup',
      'ecs:AuthorizeSecurityGroupEgress',
      'ecs:ModifySecurityGroupRule',
      'ecs:ModifySecurityGroupEgressRule',
      'ecs:RevokeSecurityGroup',
      'ecs:RevokeSecurityGroupEgress',
      'ecs:TagResources',
      'ecs:UntagResources',
    ],
    without: undefined,
  },
  {
    part: 'members',
    purpose: 'apply',
    actions: ['ecs:JoinSecurityGroup', 'ecs:LeaveSecurityGroup'],
    without: 'a plan that moves members (`members:`) stops there',
  },
  {
    part: 'replacements',
    purpose: 'apply',
    actions: ['ecs:ModifyInstanceAttribute', 'ecs:ModifyNetworkInterfaceAttribute'],
    without: 'a plan stops at an interface that cannot join a group before it leaves another',
    besides: 'who may change attributes of instances may set their passwords and user data too',
  },
  {
    part: 'resource-groups',
    purpose: 'apply',
    actions: ['ecs:JoinResourceGroup'],
    without: 'a plan that moves groups to other resource groups (`resourceGroup:`) stops there',
  },
];

/** Parts that one can do without, of those that are there unasked. */
export const optionalParts: readonly RamPart[] = ramNeeds.flatMap(({ part, without, besides }) =>
  without === undefined || besides !== undefined ? [] : [part],
);

/** Parts that are there only where they are asked for. */
export const askedParts: readonly RamPart[] = ramNeeds.flatMap(({ part, besides }) =>
  besides === undefined ? [] : [part],
);

export interface RamChoice {
  /** What is left out. */
  readonly without: readonly RamPart[];
  /** What is there too, of what has to be asked for. */
  readonly with: readonly RamPart[];
}

/** Sorted. */
function ramActions(purpose: Purpose, choice: RamChoice): readonly string[] {
  const needs = ramNeeds.filter((need) => purpose === 'apply' || need.purpose === 'plan');
  return needs
    .filter(({ part }) => !choice.without.includes(part))
    .filter(({ part, besides }) => besides === undefined || choice.with.includes(part))
    .flatMap(({ actions }) => actions)
    .toSorted();
}

/** A policy document of RAM. The actions alone decide: a role sees no other account anyway. */
export function ramPolicy(purpose: Purpose, choice: RamChoice) {
  const statement = { Effect: 'Allow', Action: ramActions(purpose, choice), Resource: '*' };
  return { Version: '1', Statement: [statement] } as const;
}
