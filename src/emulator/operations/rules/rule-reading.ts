// What the readers of a rule know about the call that says it.

import type { Call } from '../../operation.ts';
import type { Item } from '../../parameters.ts';
import type { Direction, Sides } from '../../rule.ts';

/** How a rule is said, which decides the codes of the refusals. */
export interface RuleForm {
  readonly direction: Direction;
  readonly act: 'authorize' | 'revoke' | 'modify';
  /** The deprecated way: the fields are parameters of the call itself. */
  readonly flat: boolean;
  /** Who calls and where: a group owner who calls is none. */
  readonly call: Call;
}

/** What the readers of single fields get. */
export interface RuleReading extends RuleForm, Item {
  readonly sides: Sides;
  readonly protocol: string;
}
