// Where groups live: one VPC of one account in one region.
import type { Cause } from './cause.ts';
import type { ChangeLimits } from './change-limits.ts';
import type { FlowAssertion } from './flow-assertion.ts';
import type { DesiredGroup } from './group.ts';
import type { GroupName } from './group-identity.ts';
import type { Lock } from './lock.ts';
import type { PeerTarget } from './peer-targets.ts';
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
  /** Whose credentials; what the official tools would find where it is missing. */
  readonly credentials?: CredentialSource;
  /** The roles that are assumed with these credentials. */
  readonly roles?: Roles;
}

export type CredentialSource =
  /** A profile of the aliyun CLI, or of the file that the SDKs share. */
  | { readonly kind: 'profile'; readonly profile: string }
  /** Variables such as PROD_ACCESS_KEY_ID, of which `PROD` is the prefix. */
  | { readonly kind: 'environment'; readonly prefix: string }
  /** A token of an OIDC provider; where its ARN is missing, the environment has it. */
  | { readonly kind: 'oidc'; readonly provider?: string };

/** What a command does in a target: whether it may write there. */
export type Purpose = 'plan' | 'apply';

/** ARNs, by what they are for. */
export interface Roles extends Readonly<Record<Purpose, string>> {
  readonly sessionName?: string;
  readonly externalId?: string;
  readonly durationMs?: number;
}

/** What the files mean that they did not mean in a commit. */
export interface Changed {
  /** As it was asked for, such as `origin/main`. */
  readonly ref: string;
  readonly groups: ReadonlySet<GroupName>;
  /** The largest first. */
  readonly causes: readonly Cause[];
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
  /** Only what changed since a commit is planned, where this is there. */
  readonly changed?: Changed;
  /** The networks whose entries stand at places such as `sluice.yaml:12:5`. */
  readonly networkEntries?: ReadonlyMap<string, string>;
  /** Lets only one apply run at a time, where there is one. */
  readonly lock?: Lock;
  /** Whether groups of ours that stand in no file should go. */
  readonly prune?: boolean;
  /** Other targets whose groups rules name as peers. Not there where there are none. */
  readonly peerTargets?: readonly PeerTarget[];
  /** Flows that no state of a plan may break. */
  readonly protect?: readonly FlowAssertion[];
}
