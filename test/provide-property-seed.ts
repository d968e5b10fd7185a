// A commit has one verdict: properties draw their cases from a seed that src and test give, the same
// on every machine. The next change draws others; so do a soak, and what is not committed yet.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Null where each run draws its own. */
    readonly propertySeed: number | null;
  }
}

/** Runs once, before all tests. */
export default function setup({ provide }: TestProject): void {
  provide('propertySeed', seedOfCommit());
}

function seedOfCommit(): number | null {
  if (process.env['SLUICE_SOAK'] !== undefined) return null;
  try {
    if (git('status', '--porcelain', '--', 'src', 'test') !== '') return null;
    const trees = git('rev-parse', 'HEAD:src', 'HEAD:test');
    return createHash('sha256').update(trees).digest().readInt32BE();
  } catch {
    // This is no checkout of git.
    return null;
  }
}

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}
