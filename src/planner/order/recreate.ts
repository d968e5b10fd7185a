// Rules that must be made anew: their twins come, they go, they come back, and the twins go. At every
// moment one or the other is in force, so nothing about traffic changes, in any context.
import type { GroupName } from '../../model/group-identity.ts';
import { ruleKey, type RuleKey } from '../../model/rule.ts';
import type { EditOfGroup, Layered, OrderedEdit, WantedEdit } from './order.ts';
import type { RecreateEdit } from '../edits/rule-edits.ts';

/** Groups that have little room for twins. */
export interface LittleRoom {
  /** Not before everything else is done. */
  readonly late: ReadonlySet<GroupName>;
  /** And then one rule after the other. */
  readonly oneByOne: ReadonlySet<GroupName>;
}

/**
 * From wave 0; after the last wave where a rule of one of their keys changes besides, or where there
 * is no room before.
 */
export function recreationWaves(
  edits: readonly WantedEdit[],
  layered: readonly Layered[],
  { late, oneByOne }: LittleRoom,
): readonly Layered[] {
  const changing = new Set(
    layered.flatMap(({ edit: { group, edit } }) => keysOf(edit).map((key) => `${group} ${key}`)),
  );
  const end = layered.reduce((last, { wave }) => Math.max(last, wave + 1), 0);
  // All of a group at once, so that its rounds stay apart.
  const waiting = new Set(
    edits.flatMap(({ group, edit }) => {
      if (edit.kind !== 'recreate') return [];
      const keys = [edit.before, ...edit.twins].map((rule) => `${group} ${ruleKey(rule)}`);
      return keys.some((key) => changing.has(key)) ? [group] : [];
    }),
  );
  const behind = new Map<GroupName, number>();
  return edits.flatMap(({ edit, ...group }) => {
    if (edit.kind !== 'recreate') return [];
    const start = waiting.has(group.group) || late.has(group.group) ? end : 0;
    const before = behind.get(group.group) ?? 0;
    behind.set(group.group, before + 1);
    const round = oneByOne.has(group.group) ? before : edit.round;
    return inWaves(edit, start + wavesOfRound * round, group);
  });
}

/** The twins come; the rule goes; it comes back; the twins go. */
const wavesOfRound = 4;

function keysOf(edit: OrderedEdit): readonly RuleKey[] {
  if (edit.kind === 'modifyInnerAccessPolicy') return [];
  const before = edit.kind === 'authorize' ? [] : [edit.before];
  const after = edit.kind === 'revoke' ? [] : [edit.after];
  return [...before, ...after].map(ruleKey);
}

function inWaves(
  { before, after, twins }: RecreateEdit,
  start: number,
  group: Omit<EditOfGroup, 'edit'>,
): readonly Layered[] {
  const at = (wave: number, edit: OrderedEdit): Layered => {
    return { wave: start + wave, edit: { ...group, edit } };
  };
  // Nobody is there to miss the rule for a moment.
  if (group.hasNoMembers) {
    return [at(0, { kind: 'revoke', before }), at(1, { kind: 'authorize', after })];
  }
  return [
    ...twins.map((after) => at(0, { kind: 'authorize', after })),
    at(1, { kind: 'revoke', before }),
    at(2, { kind: 'authorize', after }),
    ...twins.map((before) => at(3, { kind: 'revoke', before })),
  ];
}
