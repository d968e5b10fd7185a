// Finds and loads the workspace for a command, and prints every fault in it.
import path from 'node:path';
import { fileExists, isFolder } from '../desired/files/read-files.ts';
import { findWorkspace, workspaceFileName } from '../desired/workspace/find-workspace.ts';
import { load, type Loaded, type LoadOptions } from '../desired/load.ts';
import type { Amount } from '../model/change-limits.ts';
import type { DesiredState } from '../model/target.ts';
import { renderFindings } from '../report/findings-text.ts';
import type { Surroundings } from './surroundings.ts';
import { chooseTargets } from './targets/choose-targets.ts';
import type { LimitOptions, WorkspaceOptions } from './workspace-options.ts';

export interface LoadedWorkspace extends Loaded {
  /** Where the workspace file is. */
  readonly folder: string;
  /** The workspace file, as a whole path. */
  readonly file: string;
  /** Whether the workspace has one target, also before any was chosen. */
  readonly hasOneTarget: boolean;
  /** The names of all its targets, likewise. */
  readonly allTargets: readonly string[];
}

/**
 * With the targets that were chosen and the limits of this run. Undefined where it is invalid, which
 * has then been said.
 */
export async function loadWorkspace(
  {
    workspace,
    target,
    maxDelete,
    only,
    prune,
    alsoFiles,
  }: Partial<WorkspaceOptions> & LimitOptions & Pick<LoadOptions, 'alsoFiles'>,
  { folder, err, colours }: Surroundings,
): Promise<LoadedWorkspace | undefined> {
  const file = locateWorkspace(workspace, { folder, err });
  if (file === undefined) return undefined;
  const result = await load(file, {
    nowMs: Date.now(),
    ...(alsoFiles === undefined ? {} : { alsoFiles }),
  });
  if (result.ok) {
    err(renderFindings(result.loaded.warnings, colours));
    const chosen = chooseTargets(result.loaded, target);
    const allTargets = result.loaded.states.map(({ target: { name } }) => name);
    const hasOneTarget = allTargets.length === 1;
    if (chosen.ok) {
      const states = chosen.loaded.states.map((state) => ({
        ...withMaxDelete(state, maxDelete),
        ...(only === undefined ? {} : { only }),
        ...(prune === true && { prune }),
      }));
      const place = { file, folder: path.dirname(file) };
      return { ...chosen.loaded, states, ...place, hasOneTarget, allTargets };
    }
    err(`error: --target: ${chosen.fault}. Nothing was read or written.\n`);
    return undefined;
  }
  err(renderFindings(result.findings, colours));
  const count = result.findings.filter(({ severity }) => severity === 'error').length;
  err(`${count} ${count === 1 ? 'error' : 'errors'}. Nothing was read or written.\n`);
  return undefined;
}

/** The whole path of the workspace file; undefined where there is none, which has then been said. */
export function locateWorkspace(
  workspace: string | undefined,
  { folder, err }: Pick<Surroundings, 'folder' | 'err'>,
): string | undefined {
  const file = workspace === undefined ? findWorkspace(folder) : path.resolve(folder, workspace);
  if (file === undefined) {
    err(`There is no ${workspaceFileName} in ${folder} or above it.\n`);
    err(`Name one with --workspace FILE, such as --workspace examples/sluice.yaml.\n`);
    return undefined;
  }
  const absence = absenceOf(file, workspace ?? file);
  if (absence !== undefined) {
    err(`error: ${absence}; expected a workspace file\n`);
    err(`    right: --workspace examples/sluice.yaml\n`);
    return undefined;
  }
  return file;
}

function withMaxDelete(state: DesiredState, maxDelete: Amount | undefined): DesiredState {
  if (maxDelete === undefined) return state;
  return { ...state, limits: { ...state.limits, deletes: { amount: maxDelete } } };
}

/** By the name that was given for it. */
function absenceOf(file: string, name: string): string | undefined {
  if (!fileExists(file)) return `there is no file ${name}`;
  return isFolder(file) ? `${name} is a folder` : undefined;
}
