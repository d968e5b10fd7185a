// Builds dist/ before the tests: it is what runs where they import src (vitest.config.ts), where they run the
// command line as a process, and where they check what people write.
import { execFileSync } from 'node:child_process';

export default function setup(): void {
  const run = (...args: string[]) => execFileSync(process.execPath, args, { stdio: 'inherit' });
  run('node_modules/typescript/bin/tsc', '-b', 'tsconfig.build.json');
  run('scripts/compile-schemas.js');
  run('scripts/bundle-command.js');
}
