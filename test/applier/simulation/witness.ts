// Sees every moment that traffic sees: the groups after each call, and each rule of a batch, and who is in them.
import type { Emulator } from '../../../src/emulator/emulator.ts';
import type { GroupType } from '../../../src/model/group.ts';
import { describeGroup, momentOf } from '../../planner/in-process.ts';
import type { Moment } from '../../planner/moments.ts';
import { placesIn, type Places } from './places.ts';

export interface Seen {
  readonly groups: Moment;
  readonly places: Places;
}

export interface Witness {
  readonly moments: readonly Seen[];
  /** Of a group that is there, or was. */
  readonly typeOf: (id: string) => GroupType;
}

/** Actions that change which groups there are, or what a whole group does. */
const wide: ReadonlySet<string> = new Set([
  'ModifySecurityGroupPolicy',
  'DeleteSecurityGroup',
  'CreateSecurityGroup',
]);

export function witness(emulator: Emulator): Witness {
  let now: Seen = { groups: momentOf(emulator), places: placesIn(emulator) };
  const moments = [now];
  const types = new Map<string, GroupType>();
  const learnTypes = () => {
    for (const { id, attributes } of emulator.groups()) types.set(id, attributes.type);
  };
  learnTypes();
  const see = (next: Partial<Seen>) => {
    now = { ...now, ...next };
    moments.push(now);
  };
  emulator.onMutation(({ action }) => {
    if (wide.has(action)) {
      learnTypes();
      see({ groups: momentOf(emulator) });
    } else if (moving.test(action)) see({ places: placesIn(emulator) });
  });
  emulator.onRuleChange(({ groupId }) => {
    see({ groups: new Map(now.groups).set(groupId, describeGroup(emulator, groupId)) });
  });
  return { moments, typeOf: (id) => types.get(id) ?? 'normal' };
}

/** Actions that may put an interface into other groups. */
export const moving = /^(Join|Leave)SecurityGroup$|^Modify(Instance|NetworkInterface)Attribute$/;
