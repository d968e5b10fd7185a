// What really changed in an emulator, so that what is done twice is seen: a rule that is added where it
// is already, or a tag that is written once more, changes nothing.
import type { Emulator } from '../../src/emulator/emulator.ts';

/** Calls that change something each time that they are not refused. */
const whole: ReadonlySet<string> = new Set(['CreateSecurityGroup', 'DeleteSecurityGroup']);

/** The changes from here on, sorted, a text each. */
export function changesOf(emulator: Emulator): () => readonly string[] {
  const changes: string[] = [];
  emulator.onMutation(({ action }) => {
    if (whole.has(action)) changes.push(action);
  });
  emulator.onRuleChange(({ action, groupId, added, removed }) => {
    const [after, before] = [added, removed].map((rules) => JSON.stringify(rules.map(contentOf)));
    if (after !== before) changes.push(`${action} ${groupId} ${before} → ${after}`);
  });
  return () => changes.toSorted();
}

/** Without what a rule gets anew each time that it is made. */
function contentOf(rule: object): object {
  const own: ReadonlySet<string> = new Set(['SecurityGroupRuleId', 'CreateTime', 'sequence']);
  return Object.fromEntries(Object.entries(rule).filter(([name]) => !own.has(name)));
}
