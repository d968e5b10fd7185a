// Groups that are put into the state as they are, past every check: what the cloud made long ago,
// or would make only for itself.

import { emptyFields } from './rule.ts';
import { storedRule } from './stored-rule.ts';
import type { GroupAttributes } from './group.ts';
import type { IdentifierSource } from './identifiers.ts';
import type { Direction, Rule, RuleFields } from './rule.ts';
import type { State } from './state.ts';

/** A rule in the words of a Describe reply. What is left out is unset; texts are kept as they are. */
export type SeedRule = Readonly<Partial<Record<SeedText, string>>> & {
  readonly Direction: Direction;
  readonly Priority?: number | string;
};

/** `NicType` and the names are in replies, and made up there. */
type SeedText =
  | Exclude<keyof RuleFields, 'Priority'>
  | 'SecurityGroupRuleId'
  | 'CreateTime'
  | 'NicType'
  | 'SourceGroupName'
  | 'DestGroupName'
  | 'SourcePrefixListName'
  | 'DestPrefixListName'
  | 'PortRangeListName';

export interface SeedGroup {
  readonly region: string;
  readonly id?: string;
  readonly account?: string;
  readonly vpcId?: string;
  readonly creationTime?: string;
  readonly type?: 'normal' | 'enterprise';
  readonly name?: string;
  readonly description?: string;
  readonly innerAccessPolicy?: 'Accept' | 'Drop';
  readonly resourceGroupId?: string;
  readonly serviceManaged?: boolean;
  readonly deletionProtection?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
  readonly snapshotPolicyIds?: readonly string[];
  /** Newest first, as Describe gives them. */
  readonly rules?: readonly SeedRule[];
}

export interface SeedContext {
  readonly state: State;
  readonly identifiers: IdentifierSource;
  readonly account: string;
  readonly time: string;
}

/** The id of the group. */
export function putGroup(seed: SeedGroup, context: SeedContext): string {
  const group = context.state.addGroup(attributesOf(seed, context));
  for (const rule of (seed.rules ?? []).toReversed()) {
    context.state.addRule(group, ruleOf(rule, { ...context, region: seed.region }));
  }
  return group.id;
}

function attributesOf(
  seed: SeedGroup,
  { state, identifiers, account, time }: SeedContext,
): GroupAttributes {
  const { region } = seed;
  const type = seed.type ?? 'normal';
  const vpcId = seed.vpcId ?? state.defaultVpc({ account, region });
  if (!state.vpcs.has(vpcId)) state.vpcs.set(vpcId, { id: vpcId, region });
  return {
    id: seed.id ?? identifiers.resourceId('sg', region),
    account: seed.account ?? account,
    region,
    vpcId,
    sequence: state.nextSequence(),
    creationTime: seed.creationTime ?? time,
    type,
    name: seed.name ?? '',
    description: seed.description ?? '',
    innerAccessPolicy: seed.innerAccessPolicy ?? (type === 'normal' ? 'Accept' : 'Drop'),
    resourceGroupId: seed.resourceGroupId ?? '',
    serviceManaged: seed.serviceManaged ?? false,
    deletionProtection: seed.deletionProtection ?? false,
    tags: new Map(Object.entries(seed.tags ?? {})),
    snapshotPolicyIds: seed.snapshotPolicyIds ?? [],
  };
}

function ruleOf(
  seed: SeedRule,
  { state, identifiers, region, time }: SeedContext & { readonly region: string },
): Rule {
  return storedRule(completeFields(seed), {
    sequence: state.nextSequence(),
    SecurityGroupRuleId: seed.SecurityGroupRuleId ?? identifiers.resourceId('sgr', region),
    Direction: seed.Direction,
    CreateTime: seed.CreateTime ?? time,
  });
}

/**
 * The fields of a rule, with everything that is left out as it is when it is unset. Written out,
 * because an object that is built from entries takes several times the room, and there may be half
 * a million.
 */
export function completeFields(
  seed: Partial<Omit<RuleFields, 'Priority'>> & { readonly Priority?: number | string },
): RuleFields {
  return {
    IpProtocol: seed.IpProtocol ?? '',
    PortRange: seed.PortRange ?? '',
    PortRangeListId: seed.PortRangeListId ?? '',
    SourcePortRange: seed.SourcePortRange ?? '',
    SourceCidrIp: seed.SourceCidrIp ?? '',
    Ipv6SourceCidrIp: seed.Ipv6SourceCidrIp ?? '',
    SourceGroupId: seed.SourceGroupId ?? '',
    SourceGroupOwnerAccount: seed.SourceGroupOwnerAccount ?? '',
    SourcePrefixListId: seed.SourcePrefixListId ?? '',
    DestCidrIp: seed.DestCidrIp ?? '',
    Ipv6DestCidrIp: seed.Ipv6DestCidrIp ?? '',
    DestGroupId: seed.DestGroupId ?? '',
    DestGroupOwnerAccount: seed.DestGroupOwnerAccount ?? '',
    DestPrefixListId: seed.DestPrefixListId ?? '',
    Policy: seed.Policy ?? emptyFields.Policy,
    Priority: Number(seed.Priority ?? emptyFields.Priority),
    Description: seed.Description ?? '',
  };
}
