// Sees every moment that traffic sees: the groups after each call, and each rule of a batch.
import type { Emulator } from '../../../src/emulator/emulator.ts';
import { describeGroup, momentOf } from '../../planner/in-process.ts';
import type { Moment } from '../../planner/moments.ts';

export interface Witness {
  readonly moments: readonly Moment[];
}

/** Actions that change which groups there are, or what a whole group does. */
const wide: ReadonlySet<string> = new Set([
  'ModifySecurityGroupPolicy',
  'DeleteSecurityGroup',
  'CreateSecurityGroup',
]);

export function witness(emulator: Emulator): Witness {
  let now = momentOf(emulator);
  const moments = [now];
  emulator.onMutation(({ action }) => {
    if (!wide.has(action)) return;
    now = momentOf(emulator);
    moments.push(now);
  });
  emulator.onRuleChange(({ groupId }) => {
    now = new Map(now).set(groupId, describeGroup(emulator, groupId));
    moments.push(now);
  });
  return { moments };
}
