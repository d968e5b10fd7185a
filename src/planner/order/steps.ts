// Ordered edits → steps: one API call each, batched as far as the waves allow.
import { groupBy } from '../../model/group-by.ts';
import type { GroupName } from '../../model/group-identity.ts';
import { rulesPerCallMax } from '../../model/limits.ts';
import { compareRules, directions, type Direction, type Rule } from '../../model/rule.ts';
import type {
  Change,
  ModifyInnerAccessPolicy,
  ModifyRule,
  Step,
  StepId,
} from '../../model/step.ts';
import type { GroupEdit } from '../edits/group-edits.ts';
import type { MemberWaves } from '../members/member-waves.ts';
import type { Layered } from './order.ts';
import { bareRule } from '../edits/bare-rule.ts';
import type { RuleEdit } from '../edits/rule-edits.ts';

export interface EditsToStep {
  readonly groupEdits: readonly { readonly group: GroupName; readonly edit: GroupEdit }[];
  readonly layered: readonly Layered[];
  readonly memberEdits: MemberWaves;
  /** Groups to delete, in their order. */
  readonly deletions: readonly GroupName[];
}

type Unnumbered = Change & { readonly group: GroupName; readonly wave: number };

/**
 * Groups are made first and deleted last; in between goes wave by wave, group by group. Who joins a
 * group comes once its rules are as they should be; who leaves one, once all are in others, or as soon as there must
 * be room for others (`member-waves.ts`). Whose groups are replaced in one call leaves some, and so does it then.
 */
export function toSteps({
  groupEdits,
  layered,
  memberEdits,
  deletions,
}: EditsToStep): readonly Step[] {
  const waves = layered.map(({ wave }) => wave);
  const between = [...new Set([0, ...waves])].toSorted((a, b) => a - b);
  const creations = groupEdits.filter(({ edit }) => edit.kind === 'createGroup');
  const others = groupEdits.filter(({ edit }) => edit.kind !== 'createGroup');
  const lastWave = waves.reduce((last, wave) => Math.max(last, wave), 0);
  const revokes = layered.some(({ edit }) => edit.edit.kind === 'revoke');
  const moveWave = lastWave + Number(groupEdits.length > 0 || layered.length > 0);
  const moveWaves = new Set(memberEdits.map(({ wave }) => wave)).size;
  const deletionWave = moveWaves === 0 ? lastWave + Number(revokes) : moveWave + moveWaves;

  const steps: Unnumbered[] = [
    ...creations.map(({ group, edit }) => ({ ...edit, group, wave: 0 })),
    ...between.flatMap((wave) => [
      ...(wave === 0 ? others.map(({ group, edit }) => ({ ...edit, group, wave })) : []),
      ...waveSteps(layered, wave),
    ]),
    ...memberEdits.map(({ group, edit, wave }) => ({ ...edit, group, wave: moveWave + wave })),
    ...deletions.map((group) => ({ kind: 'deleteGroup' as const, group, wave: deletionWave })),
  ];
  return steps.map((step, index) => ({ id: stepId(index), ...step }));
}

function waveSteps(layered: readonly Layered[], wave: number): readonly Unnumbered[] {
  const ofWave = layered.filter((one) => one.wave === wave).map(({ edit }) => edit);
  const byGroup = groupBy(ofWave, ({ group }) => group);
  return [...byGroup.keys()].toSorted().flatMap((group) => {
    const edits = (byGroup.get(group) ?? []).map(({ edit }) => edit);
    const policies = edits.filter((edit) => edit.kind === 'modifyInnerAccessPolicy');
    const rules = edits.filter((edit) => edit.kind !== 'modifyInnerAccessPolicy');
    return [
      ...innerPolicySteps(policies),
      ...directions.flatMap((way) => ruleSteps(rules, way)),
    ].map((change) => ({ ...change, group, wave }));
  });
}

function innerPolicySteps(edits: readonly ModifyInnerAccessPolicy[]): readonly Change[] {
  return edits.map(({ kind, before, after }) => ({ kind, before, after }));
}

function ruleSteps(edits: readonly RuleEdit[], direction: Direction): readonly Change[] {
  const authorized = edits.flatMap((edit) => (edit.kind === 'authorize' ? [edit.after] : []));
  const revoked = edits.flatMap((edit) => (edit.kind === 'revoke' ? [bareRule(edit.before)] : []));
  const modified = edits.flatMap((edit) => (edit.kind === 'modify' ? [toModifyRule(edit)] : []));
  return [
    ...batches(authorized, direction).map(
      (rules) => ({ kind: 'authorize', direction, rules }) as const,
    ),
    ...modified
      .filter((step) => step.direction === direction)
      .toSorted((a, b) => compareRules(a.after, b.after)),
    ...batches(revoked, direction).map((rules) => ({ kind: 'revoke', direction, rules }) as const),
  ];
}

function toModifyRule({ before, after }: Extract<RuleEdit, { kind: 'modify' }>): ModifyRule {
  return { kind: 'modifyRule', direction: after.direction, before: bareRule(before), after };
}

function batches<One extends Rule>(rules: readonly One[], direction: Direction): readonly One[][] {
  const sorted = rules.filter((rule) => rule.direction === direction).toSorted(compareRules);
  const count = Math.ceil(sorted.length / rulesPerCallMax);
  return Array.from({ length: count }, (_, index) =>
    sorted.slice(index * rulesPerCallMax, (index + 1) * rulesPerCallMax),
  );
}

function stepId(index: number): StepId {
  return String(index + 1) as StepId;
}
