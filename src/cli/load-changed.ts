// `plan --changed REF`: the workspace, with what its files mean that they did not mean in a commit.
import path from 'node:path';
import { changedSince } from '../desired/changed-since.ts';
import { filesOf } from '../desired/commit/commit-files.ts';
import { findCommit } from '../desired/commit/find-commit.ts';
import { load, type Loaded } from '../desired/load.ts';
import { withPeersOfChanged } from '../model/changed-groups.ts';
import type { Source } from '../model/source.ts';
import type { DesiredState } from '../model/target.ts';
import { renderFindings } from '../report/findings-text.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import type { LoadedWorkspace } from './load-workspace.ts';
import type { Surroundings } from './surroundings.ts';

/** An exit code where the commit cannot be read, which has then been said. */
export async function withChanges(
  loaded: LoadedWorkspace,
  ref: string,
  surroundings: Surroundings,
): Promise<LoadedWorkspace | ExitCode> {
  const before = await loadAt(ref, loaded, surroundings);
  if (typeof before === 'number') return before;
  const states = loaded.states.map((state): DesiredState => {
    const then = before.loaded.states.find(({ target }) => target.name === state.target.name);
    const { name } = state.target;
    const { groups, causes } = changedSince(
      { ...networksIn(name, before.loaded), state: then, file: before.file },
      { ...networksIn(name, loaded), state, file: path.basename(loaded.file) },
    );
    return withPeersOfChanged({ ...state, changed: { ref, groups, causes } });
  });
  return { ...loaded, states };
}

function networksIn(target: string, { networks, networkAt }: Loaded) {
  return {
    networks: networks.get(target) ?? new Map<string, never>(),
    networkAt: (source: Source) => networkAt(target, source),
  };
}

async function loadAt(
  ref: string,
  { file: here, folder }: LoadedWorkspace,
  { err, colours }: Surroundings,
): Promise<{ readonly loaded: Loaded; readonly file: string } | ExitCode> {
  const fail = (message: string, advice = ''): ExitCode => {
    err(`error: --changed: ${message}. Nothing was read or written.\n${advice}`);
    return exitCodes.invalid;
  };
  const found = await findCommit(ref, folder);
  if (!found.ok) return fail(found.message, `${found.advice}\n`);
  const files = await filesOf(found.commit);
  if (typeof files === 'string') return fail(`${ref} cannot be read: ${files}`, fetchAdvice);
  const { root } = found.commit;
  const there = path.relative(root, here).split(path.sep).join('/');
  if (!files.has(there)) return fail(`${ref} has no file ${there}`, newAdvice);
  const result = await load(path.join(root, there), { nowMs: Date.now(), files });
  // As places in it name it.
  if (result.ok) return { loaded: result.loaded, file: `${ref}:${there}` };
  err(renderFindings(result.findings, colours));
  return fail(`${ref} is not valid, so that nobody can tell what changed since`);
}

const fetchAdvice = 'Fetch that commit whole (no partial clone), and run this again.\n';
const newAdvice = 'A workspace that is new or was moved is new as a whole: leave out --changed.\n';
