// The workspace for commands that keep to guards: with `--guards-from REF`, also to those of that commit.
import path from 'node:path';
import { filesOf } from '../desired/commit/commit-files.ts';
import { findCommit } from '../desired/commit/find-commit.ts';
import { withGuardsOf, type LostGuard } from '../desired/guards.ts';
import { load, type Loaded, type WrittenGuards } from '../desired/load.ts';
import { notAllowedBefore, notAllowedText, type TargetUse } from '../desired/workspace/allowed.ts';
import { renderFindings, renderRefusals } from '../report/findings-text.ts';
import { guardsText } from '../report/guards-text.ts';
import { quoted } from '../report/printable.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { loadWorkspace, type LoadedWorkspace } from './load-workspace.ts';
import type { Surroundings } from './surroundings.ts';
import type { LimitOptions, WorkspaceOptions } from './workspace-options.ts';

export interface GuardOptions extends WorkspaceOptions {
  /** A commit, or a file in one as `REF:path`: its guards hold too. */
  readonly guardsFrom?: string;
}

const nouns = { protect: 'protected flow', tests: 'test' } as const;

/** `kinds` of guards are those that the command asks. An exit code where it may not go on, which is said. */
export async function loadGuarded(
  options: GuardOptions & LimitOptions,
  kinds: readonly (keyof WrittenGuards)[],
  surroundings: Surroundings,
): Promise<LoadedWorkspace | ExitCode> {
  const loaded = await loadWorkspace(options, surroundings);
  if (loaded === undefined) return exitCodes.invalid;
  const { guardsFrom } = options;
  if (guardsFrom === undefined) return loaded;
  const [, ref = guardsFrom, file] = /^((?:[^:{]|\{[^}]*\})*):(.+)$/s.exec(guardsFrom) ?? [];
  const before = await loadAt({ ref, file }, loaded, surroundings);
  if (typeof before === 'number') return before;
  const strangers = strangersIn(loaded, before);
  if (strangers.length > 0) return sayStrangers(strangers, before, { ref, surroundings });
  const { loaded: guarded, counts, lost } = withGuardsOf(before, loaded);
  const lostHere = kinds.flatMap((kind) => lost[kind]);
  if (lostHere.length > 0) return sayLost(lostHere, ref, surroundings);
  const told = kinds.map((kind) => ({ noun: nouns[kind], ...counts[kind] }));
  surroundings.err(guardsText(ref, told));
  return guarded;
}

/** The endpoints and roles of the chosen targets, and of those that these read, that a commit does not allow. */
function strangersIn({ states, access }: Loaded, before: Loaded): readonly TargetUse[] {
  const chosen = new Set(
    states.flatMap(({ target, peerTargets = [] }) => [
      target.name,
      ...peerTargets.map((one) => one.target.name),
    ]),
  );
  return notAllowedBefore(
    access.uses.filter(({ target }) => chosen.has(target.name)),
    before.access,
  );
}

function sayStrangers(
  strangers: readonly TargetUse[],
  { access: { allowed } }: Loaded,
  { ref, surroundings }: { readonly ref: string; readonly surroundings: Surroundings },
): ExitCode {
  const refusals = strangers.map((use) => {
    const message = notAllowedText(use, allowed, ref);
    return { code: 'not-allowed', message, source: use.source } as const;
  });
  surroundings.err(renderRefusals(refusals, surroundings.colours));
  surroundings.err(
    `Nothing was read or written, and no credentials were used. Allow it in ${ref} first, in a change of its own.\n`,
  );
  return exitCodes.refused;
}

/** The workspace as it is in a commit; whatever is wrong with that, nothing goes on without it. */
async function loadAt(
  { ref, file }: { readonly ref: string; readonly file: string | undefined },
  { file: here, folder }: LoadedWorkspace,
  { err, colours }: Surroundings,
): Promise<Loaded | ExitCode> {
  const found = await findCommit(ref, folder);
  if (!found.ok) {
    err(`error: --guards-from: ${found.message}. Nothing was read or written.\n`);
    err(`${found.advice}\n`);
    return exitCodes.invalid;
  }
  const { commit } = found;
  const files = await filesOf(commit);
  if (typeof files === 'string') {
    err(`error: --guards-from: ${ref} cannot be read: ${files}. Nothing was read or written.\n`);
    err('Fetch that commit whole (no partial clone), and run this again.\n');
    return exitCodes.invalid;
  }
  const there = file ?? path.relative(commit.root, here).split(path.sep).join('/');
  if (!files.has(there)) {
    err(noFileText(ref, there));
    return exitCodes.refused;
  }
  const result = await load(path.join(commit.root, there), { nowMs: Date.now(), files });
  if (result.ok) return result.loaded;
  err(renderFindings(result.findings, colours));
  const count = result.findings.filter(({ severity }) => severity === 'error').length;
  err(`${count} ${count === 1 ? 'error' : 'errors'} in ${ref}. Nothing was read or written.\n`);
  err(`Its guards are not known until that is mended there.\n`);
  return exitCodes.invalid;
}

/** Moving the workspace would be a way out of its guards. */
function noFileText(ref: string, file: string): string {
  return (
    `refused: ${ref} has no file ${file}, so that the guards of this workspace are not known.\n` +
    'Nothing was read or written. If the workspace was moved, say where it was: ' +
    `--guards-from ${ref}:old/sluice.yaml\n` +
    'If it is new, there are no guards yet: leave --guards-from out until it is merged.\n'
  );
}

function sayLost(
  lost: readonly LostGuard[],
  ref: string,
  { err, colours }: Surroundings,
): ExitCode {
  const refusals = lost.map(({ assertion: { name, source }, target, groups }) => {
    const which = `${groups.length === 1 ? 'the group' : 'the groups'} ${groups.join(', ')}`;
    const message = `${quoted(name)} is about ${which}, not present in target ${target} any more`;
    return { code: 'guard-lost', message, source } as const;
  });
  err(renderRefusals(refusals, colours));
  err(
    'Nothing was read or written. Keep the group, or change the guard first, in a change of its ',
  );
  err(`own; if ${ref} has a group that is newer than this branch, bring the branch up to date.\n`);
  return exitCodes.refused;
}
