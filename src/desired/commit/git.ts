// Runs git, as a program: it knows best what a commit is, and where its objects are.
import { execFile } from 'node:child_process';

export type GitReply =
  | { readonly ok: true; readonly out: Buffer }
  /** Undefined where there is no such program. */
  | { readonly ok: false; readonly said: string | undefined };

/** What lies in a folder as files of a change, and looks like a repository, is none (git 2.38 on). */
const plain = ['-c', 'safe.bareRepository=explicit'];

/** Without a shell. `input` is what it reads from its standard input. */
export function git(folder: string, args: readonly string[], input = ''): Promise<GitReply> {
  return new Promise((resolve) => {
    const options = { encoding: 'buffer', maxBuffer: Infinity } as const;
    const running = execFile(
      'git',
      [...plain, '-C', folder, ...args],
      options,
      (error, out, err) => {
        if (error === null) resolve({ ok: true, out });
        else if (error.code === 'ENOENT') resolve({ ok: false, said: undefined });
        else resolve({ ok: false, said: err.toString('utf8').trim() || error.message });
      },
    );
    // A program that did not start, or ended early, reads nothing; its reply says so.
    running.stdin?.on('error', () => undefined);
    running.stdin?.end(input);
  });
}
