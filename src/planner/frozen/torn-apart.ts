// Groups whose change would tear traffic apart while a group on the same interface is left alone:
// neither as it is now nor as it was written. They wait for it.
import type { GroupContent, LiveGroup } from '../../model/group.ts';
import type { GroupName } from '../../model/group-identity.ts';
import type { PlannedInterfaces } from '../../model/interfaces.ts';
import { withPeerNames, type LiveState, type NamesById } from '../../model/live.ts';
import type { Step } from '../../model/step.ts';
import { halfDone, type HalfDone } from '../../proof/half-done.ts';
import { describeRegion } from '../../reach/describe-region.ts';
import { formatTrafficSet } from '../../model/traffic-set-text.ts';
import { isOf } from './followers.ts';
import type { FrozenGroups, FrozenReason } from './reasons.ts';
import type { Frozen } from './settle.ts';
import { undoneSteps } from './undone.ts';

export interface TearingFacts {
  readonly live: LiveState;
  readonly names: NamesById;
  readonly profiles: PlannedInterfaces;
}

/** As far as it can be seen with so many classes of packets: it is looked for in every plan anew. */
const budget = { looksMax: 200_000 };

export function tornApart(
  steps: readonly Step[],
  frozen: readonly Frozen[],
  { live, names, profiles }: TearingFacts,
): FrozenGroups {
  const left = frozen.flatMap(({ name, reason, wanted }) => {
    if (wanted?.live === undefined || wanted.ordered.length === 0) return [];
    const { live: there } = wanted;
    // One that is not adopted yet goes by its id.
    const called = names.has(there.id) ? name : (there.id as string as GroupName);
    const undone = undoneSteps(wanted).map((step) => ({ ...step, group: called }));
    return [{ name, called, reason, there, undone }];
  });
  if (left.length === 0 || steps.length === 0) return new Map();
  const called = new Map(left.map((one) => [one.called, one]));
  const changing = new Set(steps.map(({ group }) => group));
  const groups = contentsOf(live, names);
  for (const one of left) groups.set(one.called, one.there);
  const sets = setsOf(profiles, groups, { changing, frozen: new Set(called.keys()) });
  const undone = left.flatMap((one) => one.undone);
  const found = halfDone({ groups, steps, undone, sets, budget });
  return new Map(
    found.flatMap((one) => {
      const keeper = one.frozen.flatMap((name) => called.get(name) ?? [])[0];
      if (keeper === undefined) return [];
      const reason: FrozenReason = { kind: 'left-out', why: whyOf(one, keeper) };
      return one.changing.map((name) => [name, reason] as const);
    }),
  );
}

function whyOf(
  { effect, region }: HalfDone,
  { name, reason }: Pick<Frozen, 'name' | 'reason'>,
): string {
  const traffic = formatTrafficSet(describeRegion(region));
  const what = effect === 'cut' ? 'cut' : 'open';
  return `beside ${name}, which ${isOf(reason)}, its change alone would ${what} ${traffic}`;
}

function contentsOf(
  { groups, neighbours }: LiveState,
  names: NamesById,
): Map<GroupName, GroupContent> {
  const called = (group: LiveGroup) => names.get(group.id) ?? (group.id as string as GroupName);
  return new Map(
    [...neighbours, ...groups].map((group) => [called(group), withPeerNames(group, names)]),
  );
}

/** Those that hold a group of each kind; where nobody knows, each pair of one type. */
function setsOf(
  profiles: PlannedInterfaces,
  groups: ReadonlyMap<GroupName, GroupContent>,
  {
    changing,
    frozen,
  }: { readonly changing: ReadonlySet<GroupName>; readonly frozen: ReadonlySet<GroupName> },
): readonly ReadonlySet<GroupName>[] {
  if (profiles.kind === 'read') {
    return profiles.profiles
      .map((profile) => new Set(profile.groups as readonly GroupName[]))
      .filter((set) => [...set].some((one) => changing.has(one)))
      .filter((set) => [...set].some((one) => frozen.has(one)));
  }
  return [...frozen].flatMap((one) =>
    [...changing]
      .filter((other) => groups.get(other)?.type === groups.get(one)?.type)
      .map((other) => new Set([one, other])),
  );
}
