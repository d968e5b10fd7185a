// One entry of the script in a fault file: which calls it is about, and what they meet.

import { isMap } from 'yaml';
import { Fields } from '../../seed-file/fields.ts';
import { readAction } from './read-action.ts';
import { faultKinds, fieldsOf, readFault } from './read-fault.ts';
import type { FaultList } from '../../seed-file/fields.ts';
import type { ScriptEntry } from '../settings.ts';

const matching = ['action', 'call', 'write', 'times', 'fault'];

export function readScriptEntry(node: unknown, list: FaultList): ScriptEntry {
  const said: unknown = isMap(node) ? node.get('fault') : undefined;
  const kind = faultKinds.find((name) => name === said);
  const own = kind === undefined ? Object.values(fieldsOf).flat() : fieldsOf[kind];
  const known = new Set([...matching, ...own]);
  const fields = new Fields(node, { known: [...known], list });
  if (isMap(node) && kind === undefined) {
    fields.fault('fault', `expected fault to be one of ${faultKinds.join(', ')}`);
  }
  return {
    action: readAction(fields) ?? '*',
    ...readPlace(fields),
    times: readTimes(fields),
    fault: readFault(kind ?? 'loseReply', fields, list),
  };
}

/** `call: 3` is the third of the calls of such a name, `write: 3` of those that change something. */
function readPlace(fields: Fields): Pick<ScriptEntry, 'count' | 'nth'> {
  if (fields.has('call') && fields.has('write')) {
    fields.fault('write', 'expected either call or write, such as `call: 3`');
  }
  const name = fields.has('write') ? 'write' : 'call';
  return { count: name === 'write' ? 'writes' : 'calls', nth: ordinal(fields, name) };
}

function readTimes(fields: Fields): number {
  return fields.text('times') === 'always' ? Number.POSITIVE_INFINITY : ordinal(fields, 'times');
}

function ordinal(fields: Fields, name: string): number {
  const number = fields.wholeNumber(name) ?? 1;
  if (number < 1) fields.fault(name, `${name} is 0; expected 1 or more: 1 is the first`);
  return number;
}
