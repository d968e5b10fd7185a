// Somebody else who works on the same cloud: edits at random of groups that are there.

import { sides } from '../rule.ts';
import type { Emulator } from '../emulator.ts';
import type { Group } from '../group.ts';
import type { NetworkInterface } from '../machines.ts';
import type { Parameters } from '../parameters.ts';
import type { Direction, Rule } from '../rule.ts';
import type { Chance } from './chance.ts';
import type { Edit } from './fault.ts';

/** Undefined where the emulator's account has no group of its own. */
export function randomEdit(emulator: Emulator, luck: Chance): Edit | undefined {
  const groups = [...emulator.groups()].filter(
    ({ attributes }) => attributes.account === emulator.account && !attributes.serviceManaged,
  );
  const group = groups[luck.below(groups.length)];
  if (group === undefined) return undefined;
  const { region } = group.attributes;
  const interfaces = [...emulator.interfaces()].filter(
    ({ vpcId }) => vpcId === group.attributes.vpcId,
  );
  const one = interfaces.length === 0 ? undefined : interfaces[luck.below(3 * interfaces.length)];
  if (one !== undefined) {
    const [action, parameters] = move(group, one);
    return { action, region, parameters };
  }
  const rules = [...group.rules()];
  const rule = rules[luck.below(rules.length)];
  const edit = luck.oneOf(rule === undefined ? [addRule, rename, retag] : edits);
  const [action, parameters] = edit(group, luck, rule);
  return { action, region, parameters };
}

type Written = readonly [action: string, parameters: Parameters];

const edits = [addRule, revokeRule, changePriority, rename, retag] as const;

function addRule({ id }: Group, luck: Chance): Written {
  const direction: Direction = luck.oneOf(['ingress', 'egress']);
  const port = 1024 + luck.below(64);
  return [
    operations[direction].authorize,
    {
      SecurityGroupId: id,
      'Permissions.1.IpProtocol': 'TCP',
      'Permissions.1.PortRange': `${port}/${port}`,
      [`Permissions.1.${sides[direction].peer.ipv4}`]: `10.99.${luck.below(256)}.0/24`,
      'Permissions.1.Policy': luck.oneOf(['accept', 'drop']),
      'Permissions.1.Priority': String(1 + luck.below(100)),
    },
  ];
}

function revokeRule(group: Group, luck: Chance, rule: Rule | undefined): Written {
  if (rule === undefined) return addRule(group, luck);
  const named = { SecurityGroupId: group.id, 'SecurityGroupRuleId.1': rule.SecurityGroupRuleId };
  return [operations[rule.Direction].revoke, named];
}

function changePriority(group: Group, luck: Chance, rule: Rule | undefined): Written {
  if (rule === undefined) return addRule(group, luck);
  return [
    operations[rule.Direction].modify,
    {
      SecurityGroupId: group.id,
      SecurityGroupRuleId: rule.SecurityGroupRuleId,
      Policy: rule.Policy.toLowerCase(),
      Priority: String(1 + luck.below(100)),
    },
  ];
}

/** The last group cannot be left, nor one of another type joined: then the call is refused. */
function move({ id }: Group, one: NetworkInterface): Written {
  const action = one.groupIds.includes(id) ? 'LeaveSecurityGroup' : 'JoinSecurityGroup';
  const member: Parameters =
    one.type === 'Primary' ? { InstanceId: one.instanceId } : { NetworkInterfaceId: one.id };
  return [action, { SecurityGroupId: id, ...member }];
}

function rename({ id }: Group, luck: Chance): Written {
  const SecurityGroupName = `renamed-${luck.below(1000)}`;
  return ['ModifySecurityGroupAttribute', { SecurityGroupId: id, SecurityGroupName }];
}

function retag({ id }: Group, luck: Chance): Written {
  return [
    'TagResources',
    {
      ResourceType: 'securitygroup',
      'ResourceId.1': id,
      'Tag.1.Key': 'second-writer',
      'Tag.1.Value': String(luck.below(1000)),
    },
  ];
}

const operations = {
  ingress: {
    authorize: 'AuthorizeSecurityGroup',
    revoke: 'RevokeSecurityGroup',
    modify: 'ModifySecurityGroupRule',
  },
  egress: {
    authorize: 'AuthorizeSecurityGroupEgress',
    revoke: 'RevokeSecurityGroupEgress',
    modify: 'ModifySecurityGroupEgressRule',
  },
} as const satisfies Readonly<Record<Direction, unknown>>;
