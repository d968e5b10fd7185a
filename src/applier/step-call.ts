// One step → one call, with ids from the live groups: a plan names everything by content.
import { assert } from '../model/assert.ts';
import type { ClientToken } from '../model/client-token.ts';
import type { GroupId, GroupName } from '../model/group-identity.ts';
import type { Step } from '../model/step.ts';
import { unreachable } from '../model/unreachable.ts';
import * as requests from '../cloud/requests.ts';
import type { ApiCall } from '../cloud/transport.ts';
import type { TakeRuleId } from './rule-ids.ts';

export interface CallContext {
  readonly vpc: string;
  readonly ids: ReadonlyMap<GroupName, GroupId>;
  readonly takeRuleId: TakeRuleId;
  readonly token: ClientToken;
}

export function toCall(step: Step, { vpc, ids, takeRuleId, token }: CallContext): ApiCall {
  if (step.kind === 'createGroup') return requests.createGroup({ ...step, vpc }, token);
  const id = idOf(step.group);
  switch (step.kind) {
    case 'tagGroup':
      return requests.tagGroup(id, step.tags);
    case 'untagGroup':
      return requests.untagGroup(id, Object.keys(step.before));
    case 'modifyGroup':
      return requests.modifyGroup(id, step.after);
    case 'joinResourceGroup':
      return requests.joinResourceGroup(id, step.after);
    case 'modifyInnerAccessPolicy':
      return requests.modifyInnerAccessPolicy(id, step.after, token);
    case 'authorize':
      return requests.authorize(id, step, { idOf, token });
    case 'modifyRule': {
      const ruleId = takeRuleId(step.before);
      return requests.modifyRule(id, { ruleId, after: step.after }, { idOf, token });
    }
    case 'revoke': {
      const ruleIds = step.rules.map(takeRuleId);
      return requests.revoke(id, { direction: step.direction, ruleIds }, token);
    }
    case 'joinGroup':
      return requests.joinGroup(id, step.member);
    case 'leaveGroup':
      return requests.leaveGroup(id, step.member);
    case 'replaceGroups':
      // What is no name of ours is the id of a group that the interface stays in.
      return requests.replaceGroups(step.member, step.to.map(memberGroupId));
    case 'deleteGroup':
      return requests.deleteGroup(id);
    default:
      return unreachable(step);
  }

  function memberGroupId(name: string): GroupId {
    return ids.get(name as GroupName) ?? (name as GroupId);
  }

  function idOf(group: GroupName): GroupId {
    const found = ids.get(group);
    assert(found !== undefined, `step ${step.id}: no id for group ${group}`);
    return found;
  }
}
