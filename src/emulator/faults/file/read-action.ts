// The name of an action in a fault file. One that nobody will ever call is a mistake.

import { products } from '../../products.ts';
import { globTest } from '../glob.ts';
import type { Fields } from '../../seed-file/fields.ts';

/** Undefined where none is said. `*` stands for any letters. */
export function readAction(fields: Fields): string | undefined {
  const action = fields.text('action');
  if (action === undefined) return undefined;
  const test = globTest(action);
  if (!actions.some(test)) {
    const right = 'expected such as AuthorizeSecurityGroup or Describe*';
    fields.fault('action', `there is no action ${action}; ${right}`);
  }
  return action;
}

const actions = products.flatMap(({ operations }) => [...operations.keys()]);
