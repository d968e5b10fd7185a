// Builds dist/ before the tests, because some of them run the command line as a process, and all of them
// check what people write by what the build makes of the schemas.
import { execFileSync } from 'node:child_process';

export default function setup(): void {
  const run = (...args: string[]) => execFileSync(process.execPath, args, { stdio: 'inherit' });
  run('node_modules/typescript/bin/tsc', '-b', 'tsconfig.build.json');
  run('scripts/compile-schemas.js');
  run('scripts/bundle-command.js');
}
