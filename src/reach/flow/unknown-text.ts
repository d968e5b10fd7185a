// Why nobody can tell what is done at one end, in a sentence.
import { unreachable } from '../../model/unreachable.ts';
import { unaskedText } from '../ends/unasked-lists.ts';
import type { UnknownReason } from './decide-flow.ts';

export function unknownText(reason: UnknownReason): string {
  switch (reason.kind) {
    case 'unwritten':
      return `${reason.what} of ${reason.group} is not written, so it is as the cloud has it (--state live asks)`;
    case 'unread':
      return `the rules of ${reason.group} could not be read`;
    case 'lists':
      return unaskedText(reason.lists);
    case 'incomplete':
      return `the rules are too many to look at together (more than ${reason.nodesMax} nodes)`;
    default:
      return unreachable(reason);
  }
}
