// Plans from what was imported against the groups that it was written from: no rule may change.
import type { ListedGroup, LiveGroup, PresentGroup } from '../../model/group.ts';
import { withoutMarks, type GroupId, type GroupName } from '../../model/group-identity.ts';
import { unknownLists } from '../../model/lists.ts';
import { ownedNames } from '../../model/live.ts';
import type { Refusal } from '../../model/refusal.ts';
import type { Step } from '../../model/step.ts';
import type { DesiredState } from '../../model/target.ts';
import { plan, type PlanOptions } from '../../planner/plan.ts';

export type Proof =
  | {
      readonly kind: 'planned';
      /** Steps that do more than tag, name or describe a group; none where the import is right. */
      readonly changes: readonly Step[];
      /** Groups that get tags of ours. */
      readonly tagged: number;
      /** Groups that are only looked at, and how many of them differ from what is written. */
      readonly observed: number;
      readonly differing: readonly GroupName[];
      /** Groups whose name or description in the cloud changes. */
      readonly renamed: number;
    }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] };

export interface ImportedState {
  /** As the files say now. */
  readonly desired: DesiredState;
  readonly imported: ReadonlySet<GroupName>;
  readonly listed: readonly ListedGroup[];
  /** Those that were imported, with their rules. */
  readonly groups: readonly LiveGroup[];
}

export function proveImport(state: ImportedState, options: PlanOptions): Proof {
  const { desired, imported, listed, groups } = state;
  const others = otherGroups(state);
  const written = desired.groups.filter(({ name }) => imported.has(name));
  // Who sits where says in which order rules change, and none does.
  const live = {
    listed: listed.map(unmarked),
    groups: [...groups, ...others.map(({ live }) => live)].map(unmarked),
    interfaces: { kind: 'unreadable', why: 'an import does not ask for them' },
    neighbours: [],
    references: { kind: 'read', to: new Map() },
    listSizes: new Map<string, number>(),
    lists: unknownLists,
  } as const;
  const { owner, target } = desired;
  const all = [...written, ...others.map(({ written }) => written)];
  const planned = plan({ owner, target, groups: all }, live, options);
  if (!planned.ok) return { kind: 'refused', refusals: planned.refusals };
  const own = planned.plan.steps.filter(({ group }) => imported.has(group));
  const groupsOf = (kind: Step['kind']) =>
    new Set(own.filter((step) => step.kind === kind).map(({ group }) => group)).size;
  const observed = written.filter((group) => group.state === 'present' && group.observed);
  const differing = planned.plan.notes.flatMap(({ isDrift, group }) =>
    isDrift === true && group !== undefined && imported.has(group) ? [group] : [],
  );
  return {
    kind: 'planned',
    observed: observed.length,
    differing,
    changes: own.filter(({ kind }) => !['tagGroup', 'modifyGroup'].includes(kind)),
    tagged: groupsOf('tagGroup'),
    renamed: groupsOf('modifyGroup'),
  };
}

interface OtherGroup {
  readonly written: PresentGroup;
  readonly live: LiveGroup;
}

/** The groups of the other files, for their names alone: nothing of them is managed here, or read. */
function otherGroups({ desired, imported, listed }: ImportedState): readonly OtherGroup[] {
  const { owner, target } = desired;
  const owned = ownedNames(listed, { owner, vpc: target.vpc });
  const idByName = new Map<GroupName, GroupId>([...owned].map(([id, name]) => [name, id]));
  const byId = new Map(listed.map((group) => [group.id, group]));
  return desired.groups.flatMap((group): readonly OtherGroup[] => {
    if (group.state !== 'present' || imported.has(group.name)) return [];
    const id = idByName.get(group.name) ?? group.adopt;
    const found = id === undefined ? undefined : byId.get(id);
    if (found === undefined) return [];
    const { type, cloudName } = found;
    const { members, resourceGroup } = group;
    // Who is in it is not asked, and a plan for it would want to know.
    const unasked = members && { members: { ...members, all: [], isExclusive: false } };
    const place = resourceGroup === undefined ? {} : { inResourceGroup: resourceGroup };
    const nothing = { description: undefined, innerAccessPolicy: undefined, tags: undefined };
    const unmanaged = { ...nothing, ingress: undefined, egress: undefined, waivers: [] };
    return [
      {
        written: { ...group, ...unmanaged, ...unasked, type, cloudName },
        live: { ...found, ...place, innerAccessPolicy: 'drop', rules: [] },
      },
    ];
  });
}

/** A hold would keep a plan from saying what differs. */
function unmarked<Group extends ListedGroup>(group: Group): Group {
  return { ...group, tags: withoutMarks(group.tags) };
}
