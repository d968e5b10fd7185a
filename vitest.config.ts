import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vitest/config';
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

const root = fileURLToPath(new URL('.', import.meta.url));

/**
 * Who imports src gets what the build has just made of it: code that Node loads by itself, in which a call
 * from one module to another does not go by a getter. It takes a tenth less.
 */
const built: Plugin = {
  name: 'built',
  enforce: 'pre',
  resolveId(name, importer) {
    if (importer === undefined || !name.startsWith('.') || !name.endsWith('.ts')) return undefined;
    const file = path.resolve(path.dirname(importer), name);
    const inSource = path.relative(path.join(root, 'src'), file);
    if (inSource.startsWith('..') || !existsSync(file)) return undefined;
    return path.join(root, 'dist', inSource.replace(/\.ts$/, '.js'));
  },
};

export default defineConfig({
  plugins: [built],
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
    server: {
      deps: {
        // It imports JSON in a way that Node refuses.
        inline: ['@actions/workflow-parser'],
        external: [/^(?!.*\/node_modules\/).*\/dist\/.*\.js$/],
      },
    },
    sequence: { sequencer: LongestFirst },
  },
});
