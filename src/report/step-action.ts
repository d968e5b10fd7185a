// The API action that a step calls, which is also the name of the permission that it needs.
import { isInstance } from '../model/member.ts';
import type { Step } from '../model/step.ts';
import { unreachable } from '../model/unreachable.ts';

export function actionOf(step: Step): string {
  switch (step.kind) {
    case 'createGroup':
      return 'CreateSecurityGroup';
    case 'tagGroup':
      return 'TagResources';
    case 'untagGroup':
      return 'UntagResources';
    case 'modifyGroup':
      return 'ModifySecurityGroupAttribute';
    case 'joinResourceGroup':
      return 'JoinResourceGroup';
    case 'modifyInnerAccessPolicy':
      return 'ModifySecurityGroupPolicy';
    case 'authorize':
      return step.direction === 'ingress'
        ? 'AuthorizeSecurityGroup'
        : 'AuthorizeSecurityGroupEgress';
    case 'modifyRule':
      return step.direction === 'ingress'
        ? 'ModifySecurityGroupRule'
        : 'ModifySecurityGroupEgressRule';
    case 'revoke':
      return step.direction === 'ingress' ? 'RevokeSecurityGroup' : 'RevokeSecurityGroupEgress';
    case 'joinGroup':
      return 'JoinSecurityGroup';
    case 'leaveGroup':
      return 'LeaveSecurityGroup';
    case 'replaceGroups':
      return isInstance(step.member)
        ? 'ModifyInstanceAttribute'
        : 'ModifyNetworkInterfaceAttribute';
    case 'deleteGroup':
      return 'DeleteSecurityGroup';
    default:
      return unreachable(step);
  }
}
