// What every command that reads a workspace takes, and those of them that plan changes.
import type { Amount } from '../model/change-limits.ts';
import type { DesiredState } from '../model/target.ts';

export interface WorkspaceOptions {
  readonly workspace?: string;
  /** Globs; only the targets that match one of them. */
  readonly target?: readonly string[];
  /** The state file of an emulator in this process, which then stands in for the cloud. */
  readonly emulator?: string;
  /** A snapshot, which then stands in for the cloud; of commands that write nothing. */
  readonly live?: string;
  readonly color: boolean;
}

export interface LimitOptions {
  /** What may be deleted, instead of what the workspace says. */
  readonly maxDelete?: Amount;
  /** All that a plan may do. */
  readonly only?: DesiredState['only'];
  /** Whether groups of ours that stand in no file go. */
  readonly prune?: boolean;
}
