// Groups and rules in few words, for examples.
import type { SeedGroup, SeedRule } from '../../src/emulator/seed.ts';
import type { Cidr } from '../../src/model/cidr.ts';
import type { GroupId, GroupName } from '../../src/model/group-identity.ts';
import type { AbsentGroup, DesiredGroup, PresentGroup } from '../../src/model/group.ts';
import { formatPeer, type Peer } from '../../src/model/peer.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { LiveRule, Rule, RuleId, WrittenRule } from '../../src/model/rule.ts';
import type { Step } from '../../src/model/step.ts';
import type { DesiredState } from '../../src/model/target.ts';
import type { Traffic } from '../../src/model/traffic.ts';
import { planFrom, worldOf } from './in-process.ts';
import { owner, region, seededId, target } from './names.ts';
import { wireOfRule } from './wire-words.ts';

const source = { file: 'groups/web.yaml', line: 1, column: 1 };

type More = Partial<Pick<WrittenRule, 'direction' | 'priority' | 'description' | 'source'>>;

/** `accept('tcp 22', '10.0.0.0/8', { priority: 10 })`; ingress at priority 1 unless said. */
export function accept(traffic: string, peer: string | Peer, more: More = {}): WrittenRule {
  const from = typeof peer === 'string' ? ({ kind: 'cidr', cidr: peer as Cidr } as const) : peer;
  return {
    direction: 'ingress',
    policy: 'accept',
    traffic: trafficOf(traffic),
    peer: from,
    priority: 1,
    source,
    ...more,
  };
}

export function drop(traffic: string, peer: string | Peer, more: More = {}): WrittenRule {
  return { ...accept(traffic, peer, more), policy: 'drop' };
}

export function named(group: string): Peer {
  return { kind: 'group', group: group as GroupName };
}

export function foreign(groupId: string, account?: string): Peer {
  const id = groupId as GroupId;
  return { kind: 'foreignGroup', groupId: id, ...(account === undefined ? {} : { account }) };
}

/** A rule as it would be read back. */
export function live(written: WrittenRule, id = 'sgr-1'): LiveRule {
  return { ...written, description: written.description ?? '', id: id as RuleId };
}

/** Nothing is written of it but what is said. */
export function group(name: string, more: Partial<PresentGroup> = {}): PresentGroup {
  return {
    state: 'present',
    name: name as GroupName,
    cloudName: name,
    type: 'normal',
    description: undefined,
    innerAccessPolicy: undefined,
    tags: undefined,
    adopt: undefined,
    waivers: [],
    ingress: undefined,
    egress: undefined,
    source: { ...source, file: `groups/${name}.yaml` },
    ...more,
  };
}

export function gone(name: string): AbsentGroup {
  const file = `groups/${name}.yaml`;
  return { state: 'absent', name: name as GroupName, source: { ...source, file } };
}

export function wanted(...groups: readonly DesiredGroup[]): DesiredState {
  return { owner, target, groups };
}

/** A live group of ours. */
export function seed(
  name: string,
  rules: readonly Rule[] = [],
  more: Partial<SeedGroup> = {},
): SeedGroup {
  return {
    region,
    id: seededId(name),
    vpcId: target.vpc,
    name,
    tags: ownTags(name),
    rules: rules.map((rule): SeedRule => wireOfRule(rule, seededId)),
    ...more,
  };
}

export function ownTags(name: string): Readonly<Record<string, string>> {
  return { 'sluice:owner': owner, 'sluice:group': name };
}

export async function plannedFor(
  groups: readonly DesiredGroup[],
  seeds: readonly SeedGroup[],
): Promise<Plan> {
  return planFrom(wanted(...groups), worldOf(seeds).send);
}

/** Each step in a line, such as `0 web authorize ingress: accept tcp 22 10.0.0.0/8 @1`. */
export function outline({ steps }: Pick<Plan, 'steps'>): readonly string[] {
  return steps.map((step) => `${step.wave} ${step.group} ${stepText(step)}`);
}

function stepText(step: Step): string {
  switch (step.kind) {
    case 'authorize':
    case 'revoke':
      return `${step.kind} ${step.direction}: ${step.rules.map(ruleText).join(', ')}`;
    case 'modifyRule':
      return `modify ${step.direction}: ${ruleText(step.before)} → ${ruleText(step.after)}`;
    case 'modifyInnerAccessPolicy':
      return `inner policy ${step.after}`;
    default:
      return step.kind;
  }
}

export function ruleText({ policy, traffic, peer, priority, description }: Rule): string {
  const ports = 'ports' in traffic && traffic.ports.kind === 'range' ? traffic.ports : undefined;
  const range = ports?.first === ports?.last ? ports?.first : `${ports?.first}-${ports?.last}`;
  const what = ports === undefined ? traffic.protocol : `${traffic.protocol} ${range}`;
  const words = description ? ` "${description}"` : '';
  return `${policy} ${what} ${peerText(peer)} @${priority}${words}`;
}

function peerText(peer: Peer): string {
  if (peer.kind === 'cidr') return peer.cidr;
  if (peer.kind === 'group') return peer.group;
  return peer.kind === 'foreignGroup' ? peer.groupId : formatPeer(peer);
}

function trafficOf(text: string): Traffic {
  const [protocol, range = ''] = text.split(' ');
  if (protocol !== 'tcp' && protocol !== 'udp') return { protocol: protocol as 'all' };
  const [first = 0, last = first] = range.split('-').map(Number);
  return { protocol, ports: { kind: 'range', first, last } };
}
