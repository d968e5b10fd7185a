// How a group differs from what was written, told by the steps that would mend it: what they would
// add is missing, what they would remove nobody wrote, what they would change was changed.
import type { GroupDifference } from '../../model/drift.ts';
import { isOwnership, tagValue } from '../../model/group-identity.ts';
import { ruleKey } from '../../model/rule.ts';
import type { ModifyGroup, Step, TagGroup } from '../../model/step.ts';
import { unreachable } from '../../model/unreachable.ts';
import { ruleChanges, type RuleChange } from '../rule-changes.ts';

/** Of the steps of one group; a group that is missing is one difference. */
export function groupDifferences(steps: readonly Step[]): readonly GroupDifference[] {
  if (steps[0]?.kind !== 'createGroup') {
    return [...steps.flatMap(ofGroup), ...ruleChanges(steps).flatMap(ofRule)];
  }
  const rules = steps.flatMap((step) => (step.kind === 'authorize' ? step.rules : []));
  return [{ kind: 'groupMissing', rules: rules.length }];
}

function ofGroup(step: Step): readonly GroupDifference[] {
  switch (step.kind) {
    case 'modifyGroup':
      return ofAttributes(step);
    case 'joinResourceGroup':
      return [
        { kind: 'attribute', name: 'resourceGroup', expected: step.after, found: step.before },
      ];
    case 'tagGroup':
      return ofTags(step);
    case 'untagGroup':
      if (isOwnership(step.before)) return [{ kind: 'groupNotReleased' }];
      return Object.entries(step.before).map(([key, found]) => ({ kind: 'tag', key, found }));
    case 'modifyInnerAccessPolicy':
      return [
        {
          kind: 'attribute',
          name: 'innerAccessPolicy',
          expected: step.after,
          found: step.before,
        },
      ];
    case 'createGroup':
    case 'authorize':
    case 'revoke':
    case 'modifyRule':
      return [];
    case 'joinGroup':
      return [{ kind: 'memberMissing', member: step.member }];
    case 'leaveGroup':
    // In a plan from files it stands under a group that the interface leaves.
    case 'replaceGroups':
      return [{ kind: 'memberUnexpected', member: step.member }];
    case 'deleteGroup':
      return [{ kind: 'groupUnexpected' }];
    default:
      return unreachable(step);
  }
}

function ofAttributes({ before, after }: ModifyGroup): readonly GroupDifference[] {
  return (['cloudName', 'description'] as const).flatMap((name): GroupDifference[] => {
    const [found, expected] = [before[name] ?? '', after[name]];
    return expected === undefined ? [] : [{ kind: 'attribute', name, expected, found }];
  });
}

function ofTags({ tags, before }: TagGroup): readonly GroupDifference[] {
  return Object.entries(tags).map(([key, expected]): GroupDifference => {
    const found = tagValue(before, key);
    return { kind: 'tag', key, expected, ...(found === undefined ? {} : { found }) };
  });
}

/** What a plan does on its way, and takes back, is no difference. */
function ofRule(change: RuleChange): readonly GroupDifference[] {
  switch (change.kind) {
    case 'added':
      return [{ kind: 'ruleMissing', rule: change.after }];
    case 'removed':
      return [{ kind: 'ruleUnexpected', rule: change.before }];
    case 'changed':
      // A rule that a plan turns into another one is two rules to whoever looks.
      return ruleKey(change.before) === ruleKey(change.after)
        ? [{ kind: 'ruleChanged', rule: change.after, found: change.before }]
        : [
            { kind: 'ruleUnexpected', rule: change.before },
            { kind: 'ruleMissing', rule: change.after },
          ];
    case 'temporary':
      return [];
    default:
      return unreachable(change);
  }
}
