// What can be wrong with a peer in another target: no such target, one of another VPC, or no such group there.
import type { DesiredGroup, PresentGroup } from '../../model/group.ts';
import type { GroupName } from '../../model/group-identity.ts';
import type { Source } from '../../model/source.ts';
import type { Target } from '../../model/target.ts';
import { fault, type Report, type Words } from '../fault.ts';
import { listNames } from '../workspace/list-names.ts';
import type { Targets } from '../workspace/read-targets.ts';
import { unknownTarget } from '../workspace/unknown-target.ts';

export interface NamedElsewhere {
  readonly name: GroupName;
  readonly target: { readonly name: string; readonly source: Source };
}

/** The groups in which it is found there are looked at by whoever asks. Undefined where there is a fault. */
export function reportOtherTarget(
  { name: own }: PresentGroup,
  { name, target: written }: NamedElsewhere,
  {
    ownTargets,
    targets: { names, byName },
    places,
    namesKnown,
    report,
  }: {
    readonly ownTargets: readonly string[];
    readonly targets: Targets;
    readonly places: ReadonlyMap<string, ReadonlyMap<GroupName, DesiredGroup>>;
    readonly namesKnown: boolean;
    readonly report: Report;
  },
): DesiredGroup | undefined {
  const say = (words: Words): void => {
    report(fault(written.source, words));
  };
  if (names === undefined) return undefined;
  if (!names.includes(written.name)) {
    say(unknownTarget(written.name, names));
    return undefined;
  }
  const there = byName.get(written.name);
  for (const ownTarget of ownTargets) {
    const here = byName.get(ownTarget);
    if (here === undefined || there === undefined || isSameVpc(here, there)) continue;
    say(anotherVpc(own, here, there));
    return undefined;
  }
  const found = places.get(written.name)?.get(name);
  if (found !== undefined || !namesKnown) return found;
  const homes = [...places].flatMap(([target, groups]) => (groups.has(name) ? [target] : []));
  const where = homes.length === 0 ? 'no target has it' : `it is in ${listNames(homes)}`;
  const message = `the target "${written.name}" has no group "${name}" (${where}); expected a group of that target`;
  say({ code: 'peer-not-in-target', message });
  return undefined;
}

function isSameVpc(one: Target, other: Target): boolean {
  return one.region === other.region && one.vpc === other.vpc;
}

function anotherVpc(own: GroupName, here: Target, there: Target): Words {
  const placeOf = ({ vpc, region }: Target) => `${vpc} in ${region}`;
  const message = `the target "${there.name}" is ${placeOf(there)}, and "${own}" of "${here.name}" is in ${placeOf(here)}; expected a target of the same VPC, or addresses`;
  return { code: 'peer-in-another-vpc', message };
}
