// The files of a workspace, as a program reads them.
import { load } from '../desired/load.ts';
import type { Finding } from '../model/finding.ts';
import type { DesiredState } from '../model/target.ts';

export type LoadedWorkspace =
  | {
      readonly ok: true;
      /** What is written for each target, in the order of the waves. */
      readonly states: readonly DesiredState[];
      readonly warnings: readonly Finding[];
    }
  /** Every fault of the files, each with its place. */
  | { readonly ok: false; readonly findings: readonly Finding[] };

export interface LoadWorkspaceOptions {
  /** Milliseconds since 1970: entries and rules may begin or end by then. Now, where it is missing. */
  readonly nowMs?: number;
}

/** `file` is the path of a `sluice.yaml`. Reads files, and nothing else; faults are values. */
export async function loadWorkspace(
  file: string,
  { nowMs = Date.now() }: LoadWorkspaceOptions = {},
): Promise<LoadedWorkspace> {
  const result = await load(file, { nowMs });
  if (!result.ok) return result;
  const { states, warnings } = result.loaded;
  return { ok: true, states, warnings };
}
