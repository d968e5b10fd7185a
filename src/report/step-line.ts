// One step in words, as an apply tells it.
import { exchanged } from '../model/moves.ts';
import { formatPeer } from '../model/peer.ts';
import type { Step } from '../model/step.ts';
import { formatTraffic } from '../model/traffic.ts';
import { unreachable } from '../model/unreachable.ts';
import { printable } from './printable.ts';
import { change } from './rule-cells.ts';

export function stepLine(step: Step): string {
  const group = printable(step.group);
  switch (step.kind) {
    case 'createGroup':
      return `create group ${group}`;
    case 'tagGroup':
      return `tag ${group}: ${Object.keys(step.tags).map(printable).join(', ')}`;
    case 'untagGroup':
      return `untag ${group}: ${Object.keys(step.before).map(printable).join(', ')}`;
    case 'modifyGroup':
      return `change ${Object.keys(step.after).map(attributeName).join(' and ')} of ${group}`;
    case 'joinResourceGroup':
      return `move ${group} to the resource group ${printable(step.after)}`;
    case 'modifyInnerAccessPolicy':
      return `set the inner access policy of ${group} to ${step.after}`;
    case 'authorize':
      return `authorize ${rules(step.rules.length, step.direction)} of ${group}`;
    case 'revoke':
      return `revoke ${rules(step.rules.length, step.direction)} of ${group}`;
    case 'modifyRule': {
      const { before, after } = step;
      const what = [
        change(before.policy, after.policy),
        change(formatTraffic(before.traffic), formatTraffic(after.traffic)),
        printable(change(formatPeer(before.peer), formatPeer(after.peer))),
      ].join(' ');
      const priority = change(String(before.priority), String(after.priority));
      return `modify a rule of ${group}: ${what}, priority ${priority}`;
    }
    case 'joinGroup':
      return `put ${printable(step.member)} into ${group}`;
    case 'leaveGroup':
      return `take ${printable(step.member)} out of ${group}`;
    case 'replaceGroups': {
      const { joins, leaves } = exchanged(step);
      const [out, into] = [leaves, joins].map((names) => names.map(printable).join(' and '));
      return `move ${printable(step.member)} out of ${out} and into ${into} in one call`;
    }
    case 'deleteGroup':
      return `delete group ${group}`;
    default:
      return unreachable(step);
  }
}

export function attributeName(key: string): string {
  return key === 'cloudName' ? 'name' : key;
}

function rules(count: number, direction: string): string {
  return `${count} ${direction} ${count === 1 ? 'rule' : 'rules'}`;
}
