// Where groups live: one VPC of one account in one region.
import type { ChangeLimits } from './change-limits.ts';
import type { FlowAssertion } from './flow-assertion.ts';
import type { DesiredGroup } from './group.ts';
import type { Lock } from './lock.ts';
import type { Quotas } from './quota.ts';
import type { Source } from './source.ts';

export interface Target {
  readonly name: string;
  /** The numeric account id, which is checked before anything is read. */
  readonly account: string;
  readonly region: string;
  readonly vpc: string;
  /** Host (or URL) of the ECS API, where the region's own is not reached. */
  readonly endpoint?: string;
  /** A profile of the credentials file. */
  readonly profile?: string;
}

/** What a workspace says: whose groups, and where. */
export interface DesiredState {
  readonly owner: string;
  readonly target: Target;
  readonly groups: readonly DesiredGroup[];
  /** Where the account has other quotas than most. */
  readonly quotas?: Partial<Quotas>;
  /** How much one plan may change. */
  readonly limits?: ChangeLimits;
  /** Where the groups were read from: what the workspace says, and where. */
  readonly groupFiles?: { readonly glob: string; readonly source: Source };
  /** All that a plan may do: revoke rules that have expired. Whatever is written where it is missing. */
  readonly only?: 'expired';
  /** Lets only one apply run at a time, where there is one. */
  readonly lock?: Lock;
  /** Whether groups of ours that stand in no file should go. */
  readonly prune?: boolean;
  /** Flows that no state of a plan may break. */
  readonly protect?: readonly FlowAssertion[];
}
