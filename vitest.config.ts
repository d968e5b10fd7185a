import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes minutes begins first, so that no core waits for it at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) =>
      /\/(package|process|simulation|estate)\//.test(moduleId) || moduleId.endsWith('.property.test.ts');
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/build-once.ts'],
    // For machines that are slower than ours, with both cores at work.
    testTimeout: 300_000,
    hookTimeout: 60_000,
    // The default leaves one core idle, which is half of two.
    maxWorkers: '100%',
    // Modules are loaded once for all files of a worker, which saves two CPU minutes: no test may leave
    // anything behind in them, or in the environment.
    isolate: false,
    sequence: { sequencer: LongestFirst },
  },
});
