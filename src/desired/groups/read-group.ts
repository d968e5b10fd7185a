// One document of a group file → a group, as far as it can be read without looking at the others.
// With faults reported, what is returned serves only to find more of them.
import type { DesiredGroup, GroupType } from '../../model/group.ts';
import type { GroupId, GroupName } from '../../model/group-identity.ts';
import type { Policy } from '../../model/rule.ts';
import { fault } from '../fault.ts';
import { textOf, valueAt, type Located } from '../yaml/located.ts';
import { readDirection } from '../rules/read-direction.ts';
import type { RuleContext } from '../rules/read-rule.ts';
import { readTags } from './read-tags.ts';
import { groupReferences, type GroupReference } from './references.ts';
import { checkShape, isSound } from '../shape/shape.ts';

export interface GroupReading {
  /** Undefined where the name itself has a fault. */
  readonly group: DesiredGroup | undefined;
  readonly references: readonly GroupReference[];
  readonly writtenRules: number;
}

export type GroupContext = Omit<RuleContext, 'faulty'>;

export function readGroup(root: Located, context: GroupContext): GroupReading {
  const { findings, faulty } = checkShape(root, 'group');
  findings.forEach(context.report);
  const ruleLists = [valueAt(root, 'ingress'), valueAt(root, 'egress')];
  return {
    group: groupOf(root, { ...context, faulty }),
    references: groupReferences(root, faulty),
    writtenRules: ruleLists.reduce(
      (sum, list) => sum + (list?.kind === 'list' ? list.items.length : 0),
      0,
    ),
  };
}

function groupOf(root: Located, context: RuleContext): DesiredGroup | undefined {
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
    readDirection(root, 'ingress', context),
    readDirection(root, 'egress', context),
  ];
  const tags = readTags(sound('tags'), context.report);
  reportEnterpriseAccept(sound('type'), sound('innerAccessPolicy'), context);
  const nameNode = sound('name');
  if (nameNode === undefined) return undefined;
  const [name, source] = [textOf(nameNode) as GroupName, root.source];
  if (text('state') === 'absent') return { state: 'absent', name, source };
  return {
    state: 'present',
    name,
    cloudName: text('cloudName') ?? name,
    type: (text('type') ?? 'normal') as GroupType,
    description: text('description'),
    innerAccessPolicy: text('innerAccessPolicy') as Policy | undefined,
    tags,
    adopt: text('adopt') as GroupId | undefined,
    ingress,
    egress,
    source,
  };
}

function reportEnterpriseAccept(
  type: Located | undefined,
  policy: Located | undefined,
  { report }: GroupContext,
): void {
  if (!type || !policy || textOf(type) !== 'enterprise' || textOf(policy) !== 'accept') return;
  const message =
    'members of an enterprise group never reach each other by innerAccessPolicy; expected drop, or type: normal';
  const example = 'innerAccessPolicy: drop';
  report(fault(policy.source, { code: 'enterprise-accept', message, example }));
}
