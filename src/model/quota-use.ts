// What a plan needs of a quota, at its beginning, at most on the way, and at its end.
import type { GroupName } from './group-identity.ts';
import type { RuleQuotas } from './quota.ts';

export interface QuotaUse {
  readonly group: GroupName;
  /** For a quota of interfaces: all groups that one is in, by our names or their ids. */
  readonly interface?: readonly string[];
  readonly quota: keyof RuleQuotas;
  readonly limit: number;
  readonly now: number;
  readonly peak: number;
  readonly end: number;
}
