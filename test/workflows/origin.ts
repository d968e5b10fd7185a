// A repository that people push to: what `sluice init` wrote is merged, and a change waits on a branch.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { commitAll, runGit } from '../desired/commit/repository.ts';
import { sluice, writeGroupFile } from '../cli/sluice.ts';

export class Origin {
  readonly home = mkdtempSync(path.join(tmpdir(), 'sluice-test-'));
  readonly #desk = path.join(this.home, 'desk');
  readonly #bare = path.join(this.home, 'origin.git');

  static async make(ci: 'github' | 'gitlab'): Promise<Origin> {
    const origin = new Origin();
    const desk = origin.#desk;
    mkdirSync(desk);
    const made = await sluice(desk, ['init', '--vpc', 'vpc-bp1test', '--ci', ci]);
    if (made.exitCode !== 0) throw new Error(made.err);
    const file = path.join(desk, 'sluice.yaml');
    const text = readFileSync(file, 'utf8').replace('vpc-bp1test', '$&, oidc: environment');
    writeFileSync(file, `${text}${protectText}`);
    commitAll(desk);
    runGit(origin.home, 'clone', '--quiet', '--bare', desk, origin.#bare);
    runGit(desk, 'remote', 'add', 'origin', origin.#bare);
    return origin;
  }

  /** Commits the group on that branch, which begins where main is, and gives the commit. */
  push(branch: string, group: string, text: string): string {
    runGit(this.#desk, 'checkout', '--quiet', '-B', branch);
    writeGroupFile(this.#desk, group, text);
    runGit(this.#desk, 'add', '--all');
    runGit(this.#desk, 'commit', '--quiet', '--message', `group ${group}`);
    runGit(this.#desk, 'push', '--quiet', '--force', 'origin', branch);
    return runGit(this.#desk, 'rev-parse', 'HEAD').trim();
  }

  /** As `push`, with a workspace that has lost its guards; what is pushed next begins without that. */
  pushUnguarded(branch: string, group: string, text: string): string {
    runGit(this.#desk, 'checkout', '--quiet', '-B', branch);
    const file = path.join(this.#desk, 'sluice.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace(protectText, ''));
    const commit = this.push(branch, group, text);
    runGit(this.#desk, 'checkout', '--quiet', 'main');
    return commit;
  }

  merge(branch: string): void {
    runGit(this.#desk, 'checkout', '--quiet', 'main');
    runGit(this.#desk, 'merge', '--quiet', '--ff-only', branch);
    runGit(this.#desk, 'push', '--quiet', 'origin', 'main');
  }

  /** A new clone at that branch, with origin/main beside it. */
  checkout(branch: string): string {
    const folder = mkdtempSync(path.join(this.home, 'job-'));
    runGit(this.home, 'clone', '--quiet', '--branch', branch, this.#bare, folder);
    if (!existsSync(path.join(folder, 'sluice.yaml'))) throw new Error(`nothing on ${branch}`);
    return folder;
  }
}

/** So that `sluice test` has something to say. */
const protectText = `protect:
  - name: Nobody on the internet reaches SSH
    deny: { from: internet, to: { group: example }, protocol: tcp, port: 22 }
`;
