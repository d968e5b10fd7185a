// Where an entry of a seed file stands, and what it names.

import type { Place } from '../place.ts';
import type { FaultList } from './fields.ts';

/** Where an entry stands: whose it is, where faults go, and what it refers to. */
export interface Where {
  readonly place: Place;
  readonly list: FaultList;
  readonly mention: (mention: Mention) => void;
}

/** Something is named that has to be in the file. */
export interface Mention {
  readonly node: unknown;
  readonly kind: 'VPC' | 'group' | 'prefix list' | 'port list' | 'instance';
  readonly id: string;
}
