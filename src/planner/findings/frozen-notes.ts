// What a plan says of the groups that it leaves alone, and of holds that are over.
import { isOwnership, type GroupId, type GroupName } from '../../model/group-identity.ts';
import { holdUntilTag } from '../../model/hold.ts';
import type { Note } from '../../model/plan.ts';
import type { Step } from '../../model/step.ts';
import { unreachable } from '../../model/unreachable.ts';
import type { FrozenReason, HoldInForce, HoldOnGroup } from '../frozen/reasons.ts';
import type { Frozen } from '../frozen/settle.ts';
import { undoneSteps } from '../frozen/undone.ts';

/** For each group that is left alone what is not done about it, and what is no difference for being ignored. */
export function frozenNotes(
  frozen: readonly Frozen[],
  holds: readonly HoldOnGroup[],
): readonly Note[] {
  const ids = new Map(holds.map(({ name, id }) => [name, id]));
  return frozen.flatMap((one) => {
    const { reason, wanted } = one;
    const own = wanted?.notes.filter(({ code }) => ofIgnoring.has(code)) ?? [];
    return [reason.kind === 'observed' ? observedNote(one) : leftNote(one, reason, ids), ...own];
  });
}

/** Ignoring silences no report, and what else is said of a group is about what will be done. */
const ofIgnoring: ReadonlySet<Note['code']> = new Set(['ignored', 'not-ignored']);

function leftNote(
  { name, wanted, refusals: [refusal] }: Frozen,
  reason: Exclude<FrozenReason, { kind: 'observed' }>,
  ids: ReadonlyMap<GroupName, GroupId>,
): Note {
  const undone = wanted === undefined ? [] : undoneSteps(wanted);
  const where = `${name}${ids.has(name) ? ` (${ids.get(name) ?? ''})` : ''}`;
  const why = reason.kind === 'held' ? heldText(reason.hold) : `is left out: ${reason.why}`;
  const source = wanted?.desired.source;
  const fault = refusal === undefined ? '' : `; it could not be planned: ${refusal.message}`;
  return {
    code: reason.kind,
    group: name,
    ...(source === undefined ? {} : { source }),
    message: `${where} ${why}; ${leftText(countDifferences(undone))}${fault}`,
    ...(undone.length === 0 ? {} : { undone }),
  };
}

/** Also where it cannot even be told what differs: then it is not as it was written. */
function observedNote({ name, wanted, refusals: [refusal] }: Frozen): Note {
  const undone = wanted === undefined ? [] : undoneSteps(wanted);
  const source = wanted?.desired.source;
  const count = countDifferences(undone);
  const id = wanted?.live?.id;
  const differs = count === 1 ? '1 difference' : `${count} differences`;
  const what = count === 0 ? 'nothing of it differs' : `${differs}, nothing is planned`;
  const text = refusal === undefined ? what : `${refusal.message}; nothing is planned`;
  return {
    code: 'observed',
    group: name,
    ...(source === undefined ? {} : { source }),
    message: `${name}${id === undefined ? '' : ` (${id})`} is only observed: ${text}`,
    ...(undone.length === 0 ? {} : { undone }),
    ...(count === 0 && refusal === undefined ? {} : { isDrift: true }),
  };
}

/** A hold that is over is no hold, and somebody should know that it is. */
export function expiredNotes(holds: readonly HoldOnGroup[]): readonly Note[] {
  return holds.flatMap(({ name, id, hold }): Note[] => {
    if (hold.kind !== 'expired') return [];
    const was = `the hold of ${name} (${id}) was over at ${hold.until}${reasonText(hold.reason)}`;
    const message = `${was}; it is planned like any other; \`sluice unhold\` takes the hold off`;
    return [{ code: 'hold-expired', group: name, message }];
  });
}

function heldText({ kind, until, reason }: HoldInForce): string {
  if (kind === 'held') return `is held until ${until}${reasonText(reason)}`;
  const says = until === '' ? 'is not there' : `is ${JSON.stringify(until)}`;
  const fault = `its tag ${holdUntilTag} ${says}; expected a time such as 2027-03-31T08:00:00Z`;
  return `is held until somebody releases it${reasonText(reason)} (${fault})`;
}

function reasonText(reason: string): string {
  return reason === '' ? '' : `: ${JSON.stringify(reason)}`;
}

function leftText(count: number): string {
  if (count === 0) return 'nothing of it differs';
  return count === 1 ? '1 difference stays' : `${count} differences stay`;
}

/** As many as a report of drift shows: a group that is missing is one. */
export function countDifferences(steps: readonly Step[]): number {
  if (steps[0]?.kind === 'createGroup') return 1;
  return steps.reduce((sum, step) => sum + differencesOf(step), 0);
}

function differencesOf(step: Step): number {
  switch (step.kind) {
    case 'authorize':
    case 'revoke':
      return step.rules.length;
    case 'tagGroup':
      return Object.keys(step.tags).length;
    case 'untagGroup':
      return isOwnership(step.before) ? 1 : Object.keys(step.before).length;
    case 'modifyGroup':
      return Object.keys(step.after).length;
    case 'createGroup':
    case 'deleteGroup':
    case 'modifyRule':
    case 'joinResourceGroup':
    case 'modifyInnerAccessPolicy':
    case 'joinGroup':
    case 'leaveGroup':
    case 'replaceGroups':
      return 1;
    default:
      return unreachable(step);
  }
}
