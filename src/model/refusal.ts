// Why sluice will not go on, and what to do about it: not a fault of the YAML, nor the cloud's no.
import type { Source } from './source.ts';

export type RefusalCode =
  | 'wrong-account'
  | 'name-taken'
  | 'ambiguous-identity'
  | 'name-is-an-id'
  | 'owned-by-another'
  | 'not-found'
  | 'unknown-list'
  | 'ambiguous-list'
  | 'service-managed'
  | 'cannot-change'
  | 'still-referred'
  | 'has-members'
  | 'member-not-found'
  | 'members-unknown'
  | 'members-mixed'
  | 'last-group'
  | 'own-peer'
  | 'enterprise-peer'
  | 'two-priorities'
  | 'present-and-absent'
  | 'priority-too-large'
  | 'quota-exceeded'
  | 'guard-lost'
  | 'not-allowed';

export interface Refusal {
  readonly code: RefusalCode;
  readonly message: string;
  readonly source?: Source;
}
