// One document of a group file → a group, as far as it can be read without looking at the others.
// With faults reported, what is returned serves only to find more of them.
import type { DesiredGroup, GroupType } from '../../model/group.ts';
import type { GroupId, GroupName } from '../../model/group-identity.ts';
import type { Direction, Policy, WrittenRule } from '../../model/rule.ts';
import type { ReferenceCounts } from '../../model/validation.ts';
import type { Finding } from '../../model/finding.ts';
import { groupBy } from '../../model/group-by.ts';
import { fault, type Report } from '../fault.ts';
import { textOf, valueAt, type Located } from '../yaml/located.ts';
import { readDirection, type GroupRules } from '../rules/read-direction.ts';
import type { AddressContext } from '../rules/read-address.ts';
import type { RuleContext } from '../rules/read-rule.ts';
import { countReferences } from './count-references.ts';
import { isObserved, reportChangesOfObserved } from './observed-faults.ts';
import { overlaidRoots, type OverlaidRoot } from './overlay-roots.ts';
import { inOwnTarget } from './own-target.ts';
import { readAdditive, reportBothWays } from './read-additive.ts';
import {
  ignoredReferences,
  readIgnore,
  reportIdleIgnore,
  type WrittenIgnore,
} from './read-ignore.ts';
import { readMembers } from './read-members.ts';
import { readTags } from './read-tags.ts';
import { readUses } from './read-uses.ts';
import { readWaivers } from './read-waivers.ts';
import { readTargetNames } from './read-target-names.ts';
import { reportResourceGroupElsewhere } from './resource-group-faults.ts';
import { groupReferences, type GroupReference } from './references.ts';
import { checkShape, isSound } from '../shape/shape.ts';
import { targetExample } from '../workspace/list-names.ts';
import type { Rulesets } from '../workspace/rulesets.ts';
import type { Targets } from '../workspace/read-targets.ts';
import { reportWithTargets, type FaultsInTargets } from '../workspace/faults-in-targets.ts';
import { addressesIn, type TargetNetworks } from '../workspace/target-networks.ts';

export interface GroupReading {
  /** As in the first of its targets; undefined where the name itself has a fault. */
  readonly group: DesiredGroup | undefined;
  /** The group in each of its targets; undefined where these cannot be told. */
  readonly instances: ReadonlyMap<string, DesiredGroup> | undefined;
  readonly references: readonly GroupReference[];
  readonly otherReferences: Omit<ReferenceCounts, 'groups'>;
  readonly writtenRules: number;
}

export interface GroupContext extends Omit<
  RuleContext,
  'faulty' | 'account' | keyof Omit<AddressContext, 'report'>
> {
  readonly targets: Targets;
  readonly networks: TargetNetworks;
  readonly rulesets: Rulesets;
  /** That of the workspace, which is ignored in all groups. */
  readonly ignore?: WrittenIgnore | undefined;
}

/** One reading for all targets in which the group is the same but for their accounts and networks. */
export function readGroup(root: Located, context: GroupContext): readonly GroupReading[] {
  const { targets, report } = context;
  const { findings, faulty } = checkShape(root, 'group');
  findings.forEach(report);
  const names = readTargetNames(root, { names: targets.names, faulty, report });
  reportAdoptions(valueAt(root, 'adopt'), names, report);
  const each = overlaidRoots(root, { names, allNames: targets.names, faulty, report });
  return each.map((one) => {
    reportMembersElsewhere(valueAt(one.root, 'members'), one.names, report);
    reportResourceGroupElsewhere(valueAt(one.root, 'resourceGroup'), one.names, context);
    if (one.root === root) return readInstances(one, faulty, context);
    // Keys that are right by themselves may not go together.
    const shape = checkShape(one.root, 'group');
    shape.findings.forEach(report);
    reportAdoptions(valueAt(one.root, 'adopt'), one.names, report);
    return readInstances(one, new Set([...faulty, ...shape.faulty]), context);
  });
}

function readInstances(
  { root, names }: OverlaidRoot,
  faulty: ReadonlySet<Located>,
  context: GroupContext,
): GroupReading {
  const { targets, networks, rulesets, report } = context;
  const { used, complete } = readUses(root, { rulesets, faulty, report });
  const rules = { own: { root, faulty }, used, complete };
  const ignored = valueAt(root, 'ignore');
  const ownIgnore = ignored && { node: ignored, faulty };
  const ignore = [context.ignore, ownIgnore];
  const roots = [rules.own, ...used].map((one) => one.root);
  const ruleLists = [valueAt(root, 'ingress'), valueAt(root, 'egress')];
  const references = [
    ...[rules.own, ...used].flatMap((one) => groupReferences(one.root, one.faulty)),
    ...(ownIgnore === undefined ? [] : ignoredReferences(ownIgnore)),
  ];
  const ofAll = context.ignore === undefined ? [] : ignoredReferences(context.ignore);
  const isNamed = (target: string) =>
    [...references, ...ofAll].some((one) => one.target?.name === target);
  const read = groupIn(names, context, (name, reportHere) => {
    const account = name === undefined ? undefined : targets.byName.get(name)?.account;
    const addresses = addressesIn(name, names ?? [], networks);
    const here = { ...context, ...addresses, report: reportHere };
    return groupOf(root, rules, { ...here, faulty, account, ignored: ignore });
  });
  const instances = [...(read.instances ?? [])].map(
    ([name, group]) => [name, isNamed(name) ? inOwnTarget(group, name) : group] as const,
  );
  return {
    group: read.group,
    instances: read.instances && new Map(instances),
    references,
    otherReferences: countReferences(root, roots),
    writtenRules: ruleLists.reduce(
      (sum, list) => sum + (list?.kind === 'list' ? list.items.length : 0),
      0,
    ),
  };
}

/** Account and networks are all that a group knows of its target, so it is read once for each of these. */
function groupIn(
  names: readonly string[] | undefined,
  { targets: { byName }, networks: { own }, report }: GroupContext,
  read: (target: string | undefined, report: Report) => DesiredGroup | undefined,
): Pick<GroupReading, 'group' | 'instances'> {
  const keyOf = (name: string): string =>
    JSON.stringify([byName.get(name)?.account, own.has(name) ? name : undefined]);
  if (names === undefined) return { group: read(undefined, report), instances: undefined };
  const places = [...groupBy(names, keyOf).values()];
  const told: FaultsInTargets[] = [];
  const instances = places.flatMap((alike) => {
    const findings: Finding[] = [];
    const instance = read(alike[0], (finding) => findings.push(finding));
    told.push({ targets: alike, findings });
    return instance === undefined ? [] : alike.map((name) => [name, instance] as const);
  });
  reportWithTargets(told, report);
  const found = new Map(instances);
  const inOrder = names.flatMap((name) => {
    const instance = found.get(name);
    return instance === undefined ? [] : [[name, instance] as const];
  });
  return { group: inOrder[0]?.[1], instances: new Map(inOrder) };
}

/** A live group is in one VPC, so it cannot become a group of several targets. */
function reportAdoptions(
  adopt: Located | undefined,
  names: readonly string[] | undefined,
  report: Report,
): void {
  if (adopt === undefined || names === undefined || names.length < 2) return;
  const message = `"adopt" names one live group, and this group has ${names.length} targets; expected one target where a group is adopted`;
  const example = targetExample(names.slice(0, 1));
  report(fault(adopt.source, { code: 'adopt-in-several-targets', message, example }));
}

/** A machine is in one VPC, so it cannot be in a group of several targets. */
function reportMembersElsewhere(
  members: Located | undefined,
  names: readonly string[] | undefined,
  report: Report,
): void {
  if (members === undefined || names === undefined || names.length < 2) return;
  const message = `"members" names machines of one VPC, and this group has ${names.length} targets; expected one target where a group has members`;
  const example = targetExample(names.slice(0, 1));
  report(fault(members.source, { code: 'members-in-several-targets', message, example }));
}

interface GroupOfContext extends RuleContext {
  readonly ignored: readonly (WrittenIgnore | undefined)[];
}

function groupOf(
  root: Located,
  rules: GroupRules,
  context: GroupOfContext,
): DesiredGroup | undefined {
  const sound = (key: string): Located | undefined => {
    const node = valueAt(root, key);
    return node !== undefined && isSound(node, context.faulty) ? node : undefined;
  };
  const text = (key: string): string | undefined => {
    const node = sound(key);
    return node && textOf(node);
  };
  // Read even where the name is wrong, for the faults in them.
  const [ingress, egress] = [
    readDirection(rules, 'ingress', context),
    readDirection(rules, 'egress', context),
  ];
  const additive = readAdditive(root, context);
  if (isObserved(root)) reportChangesOfObserved(root, context.report);
  const ignore = readIgnore(context.ignored, context);
  if (additive !== undefined) reportIdleIgnore(valueAt(root, 'ignore'), context.report);
  const written = (direction: Direction, rules: readonly WrittenRule[] | undefined) =>
    rules ?? (additive?.absent.some((rule) => rule.direction === direction) ? [] : undefined);
  reportBothWays([...(ingress?.rules ?? []), ...(egress?.rules ?? [])], additive, context.report);
  const tags = readTags(sound('tags'), context.report);
  const members = readMembers(root, context);
  const waivers = readWaivers(rules, context.report);
  reportEnterpriseAccept(sound('type'), sound('innerAccessPolicy'), context);
  const resourceGroup = text('resourceGroup');
  const nameNode = sound('name');
  if (nameNode === undefined) return undefined;
  const [name, source] = [textOf(nameNode) as GroupName, root.source];
  const state = text('state');
  if (state === 'absent' || state === 'released') return { state, name, source };
  const expired = [...(ingress?.expired ?? []), ...(egress?.expired ?? [])];
  return {
    state: 'present',
    name,
    cloudName: text('cloudName') ?? name,
    type: (text('type') ?? 'normal') as GroupType,
    description: text('description'),
    innerAccessPolicy: text('innerAccessPolicy') as Policy | undefined,
    tags,
    ...(resourceGroup !== undefined && { resourceGroup }),
    adopt: text('adopt') as GroupId | undefined,
    ingress: written('ingress', ingress?.rules),
    egress: written('egress', egress?.rules),
    ...(expired.length === 0 ? {} : { expired }),
    ...(members && { members }),
    ...(additive && { additive }),
    ...(ignore && { ignore }),
    ...(isObserved(root) && {
      observed: {
        comparesCloudName: text('cloudName') !== undefined,
        comparesType: text('type') !== undefined,
      },
    }),
    waivers,
    source,
  };
}

function reportEnterpriseAccept(
  type: Located | undefined,
  policy: Located | undefined,
  { report }: RuleContext,
): void {
  if (!type || !policy || textOf(type) !== 'enterprise' || textOf(policy) !== 'accept') return;
  const message =
    'members of an enterprise group never reach each other by innerAccessPolicy; expected drop, or type: normal';
  const example = 'innerAccessPolicy: drop';
  report(fault(policy.source, { code: 'enterprise-accept', message, example }));
}
