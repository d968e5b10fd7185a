// Random network interfaces of the tiny universe, in the emulator and as the oracle sees them.
import fc from 'fast-check';
import type { Switches } from '../../src/emulator/switches.ts';
import type { GroupName } from '../../src/model/group-identity.ts';
import { secondary } from '../cloud/machine-words.ts';
import { worldOf, type World } from './in-process.ts';
import type { Nic } from './moments.ts';
import { groupNames, othersId, seededId } from './names.ts';
import type { Scenario } from './universe.ts';

export interface Sharing {
  readonly groups: readonly GroupName[];
  readonly withOthers: boolean;
}

export const sharings = fc.array(
  fc.record({ groups: fc.subarray(groupNames, { minLength: 1 }), withOthers: fc.boolean() }),
  { maxLength: 3 },
);

export function worldWithInterfaces(
  { seeds }: Pick<Scenario, 'seeds'>,
  nics: readonly Nic[],
  switches: Partial<Switches> = {},
): World {
  const world = worldOf(seeds, { switches });
  world.emulator.load({ interfaces: nics.map(({ ids }, index) => secondary(String(index), ids)) });
  return world;
}

/** Groups that stay, of one type, with somebody else's group or without. */
export function nicsOf(shared: readonly Sharing[], { surviving }: Scenario): readonly Nic[] {
  return shared.flatMap(({ groups, withOthers }) =>
    (['normal', 'enterprise'] as const).flatMap((type) => {
      const ids = surviving.filter((one) => one.type === type).map(({ id }) => id);
      const here = groups.map(seededId).filter((id) => ids.includes(id));
      if (here.length === 0) return [];
      return [{ type, ids: withOthers && type === 'normal' ? [...here, othersId] : here }];
    }),
  );
}
