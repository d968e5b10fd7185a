// What an operation on rules works on: one direction of one group.

import type { Group } from '../../group.ts';
import type { Call } from '../../operation.ts';
import type { Direction } from '../../rule.ts';

export interface Target {
  readonly call: Call;
  readonly group: Group;
  readonly direction: Direction;
}
