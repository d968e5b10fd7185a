import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest begins first, so that no core waits for it at the end. */
const longest = [
  /\/simulation\/late-reads/,
  /\/process\//,
  /\/simulation\//,
  /\/(estate\/|package\/|docs\/|workflows\/|applier\/fail-each)/,
  /\.property\.test\.ts$/,
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rankOf = ({ moduleId }: TestSpecification) => {
      const rank = longest.findIndex((name) => name.test(moduleId));
      return rank === -1 ? longest.length : rank;
    };
    return (await super.sort(files)).toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}

export default defineConfig({
  // One of the packages below says in warnings that it has no sources beside it.
  logLevel: 'error',
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/build-once.ts', 'test/provide-property-seed.ts'],
    setupFiles: ['test/use-property-seed.ts'],
    // For machines that are slower than ours, with both cores at work.
    testTimeout: 300_000,
    hookTimeout: 60_000,
    // The default leaves one core idle, which is half of two.
    maxWorkers: '100%',
    // Modules are loaded once for all files of a worker, which saves two CPU minutes: no test may leave
    // anything behind in them, or in the environment.
    isolate: false,
    // It imports JSON in a way that Node refuses.
    server: { deps: { inline: ['@actions/workflow-parser'] } },
    sequence: { sequencer: LongestFirst },
  },
});
