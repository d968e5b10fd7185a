// Codes of refused writes that leave open what happened, or say that something is called otherwise.

/**
 * May mean "already gone". They only ever lead to another read: a batch that names one vanished rule
 * is refused whole, and what the documents say of each code contradicts itself.
 */
const perhapsGone: ReadonlySet<string> = new Set([
  'InvalidParam.SecurityGroupRuleId',
  'InvalidSecurityGroupRule.RuleNotExist',
  'InvalidSecurityGroupRuleId.NotFound',
  'SecurityGroupRule.NotFound',
  'InvalidGroupAuthItem.NotFound',
]);

/** The token came before, with another call; which of the two codes the cloud gives is not known. */
const tokenUsed: ReadonlySet<string> = new Set([
  'IdempotentParameterMismatch',
  'IdempotenceParamNotMatch',
]);

/** The group itself, or one that a rule names, is not there. */
const groupNotThere: ReadonlySet<string> = new Set([
  'InvalidSecurityGroupId.NotFound',
  'InvalidSecurityGroup.NotFound',
  'InvalidResourceId.NotFound',
]);

/** It may be so already: the call was made before, and its reply is not known any more. */
const perhapsDone: ReadonlySet<string> = new Set([
  'InvalidOperation.RuleDuplicate',
  'InvalidInstanceId.AlreadyExists',
  'InvalidSecurityGroupAssociation.NotFound',
  'InstanceNotInSecurityGroup',
]);

export type CodeMeaning = 'otherIds' | 'tokenUsed' | 'groupNotThere' | 'perhapsDone' | 'no';

export function meaningOf(code: string): CodeMeaning {
  if (tokenUsed.has(code)) return 'tokenUsed';
  if (perhapsGone.has(code)) return 'otherIds';
  if (groupNotThere.has(code)) return 'groupNotThere';
  return perhapsDone.has(code) ? 'perhapsDone' : 'no';
}
