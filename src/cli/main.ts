// The start of the process. Whatever is thrown up to here is a bug of ours, and says so.
import { runProgram } from './program.ts';

try {
  process.exitCode = await runProgram(process.argv);
} catch (error) {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`sluice has failed in a way that it should not. Please report this:\n`);
  process.stderr.write(`${detail}\n`);
  process.exitCode = 1;
}
