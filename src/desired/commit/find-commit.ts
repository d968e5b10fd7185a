// A commit by a name that somebody gives it, in the repository that a workspace is in.
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { git, type GitReply } from './git.ts';

export interface Commit {
  /** As it was asked for, such as `origin/main`. */
  readonly ref: string;
  readonly id: string;
  /** The folder of the repository, by the path by which the workspace is reached. */
  readonly root: string;
}

export type FoundCommit =
  | { readonly ok: true; readonly commit: Commit }
  | { readonly ok: false; readonly message: string; readonly advice: string };

/** `folder` is that of the workspace. */
export async function findCommit(ref: string, folder: string): Promise<FoundCommit> {
  const top = await git(folder, ['rev-parse', '--show-toplevel']);
  if (!top.ok) return noRepository(top, folder);
  const outer = await git(folder, ['rev-parse', '--show-superproject-working-tree']);
  if (!outer.ok || lineOf(outer.out) !== '') {
    const message = `${folder} is in a submodule, so that a change could choose which repository its guards come from`;
    return { ok: false, message, advice: 'Run this in a clone of that repository alone.' };
  }
  // What begins with a dash is an option to git, and no name of a branch or a tag.
  const isName = ref !== '' && !ref.startsWith('-');
  const found = isName
    ? await git(folder, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`])
    : undefined;
  const root = await rootAbove(folder, lineOf(top.out));
  if (found?.ok === true && root !== undefined) {
    const names = await refsNamed(ref, folder);
    if (names.length > 1) return ambiguous(ref, names);
    return { ok: true, commit: { ref, id: lineOf(found.out), root } };
  }
  const advice =
    'Fetch it first, such as with `git fetch origin main`; in GitHub Actions, have actions/checkout do so with `fetch-depth: 0`.';
  return { ok: false, message: `there is no commit ${ref} in this clone`, advice };
}

function noRepository({ said }: Extract<GitReply, { ok: false }>, folder: string): FoundCommit {
  if (said === undefined) {
    const advice = 'Install git 2.38 or later, and see that it is on the PATH.';
    return { ok: false, message: 'there is no program named git', advice };
  }
  const message = `${folder} is in no git repository: ${said}`;
  return { ok: false, message, advice: 'Run this in a clone, with its .git folder.' };
}

/** Git takes the first of several, a tag before a branch: whoever pushes a tag could choose the guards. */
async function refsNamed(ref: string, folder: string): Promise<readonly string[]> {
  const [name = ''] = ref.split(/[~^@]/);
  if (name === '') return [];
  const places = ['refs/', 'refs/tags/', 'refs/heads/', 'refs/remotes/'];
  const full = places.map((place) => `${place}${name}`);
  const listed = await git(folder, ['for-each-ref', '--format=%(refname)', ...full]);
  const there = listed.ok ? lineOf(listed.out).split('\n') : [];
  return there.filter((one) => full.includes(one));
}

function ambiguous(ref: string, names: readonly string[]): FoundCommit {
  const message = `${ref} may be several things (${names.join(', ')})`;
  const [first = ref] = names.toSorted((one, other) => rankOf(one) - rankOf(other));
  return { ok: false, message, advice: `Write which: --guards-from ${first}` };
}

/** A branch of a remote is the likeliest. */
function rankOf(name: string): number {
  return ['refs/remotes/', 'refs/heads/', 'refs/'].findIndex((place) => name.startsWith(place));
}

/**
 * The folder above the workspace that is the root of the repository. By the path as it is written: a
 * folder which a change makes a link to another is not that other one.
 */
async function rootAbove(folder: string, top: string): Promise<string | undefined> {
  const above = path.dirname(folder);
  const higher = above === folder ? undefined : await rootAbove(above, top);
  if (higher !== undefined) return higher;
  return (await realpath(folder)) === (await realpath(top)) ? folder : undefined;
}

function lineOf(out: Buffer): string {
  return out.toString('utf8').replace(/\r?\n$/, '');
}
