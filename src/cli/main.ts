// The start of the process. Whatever is thrown up to here is a bug of ours, and says so.
import { bugText } from './bug-text.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { runProgram } from './program.ts';

let code: ExitCode | undefined;
let isOutputLost = false;

watchOutput();
try {
  code = await runProgram(process.argv);
} catch (error) {
  process.stderr.write(bugText(error));
  code = exitCodes.error;
}
setExitCode();

/** A reader that has gone, as `head` does, is no fault, and what runs goes on: an apply, above all. */
function watchOutput(): void {
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', ({ code: why = 'unknown reason' }: NodeJS.ErrnoException) => {
    if (isOutputLost || why === 'EPIPE') return;
    isOutputLost = true;
    process.stderr.write(
      `error: the output could not be written (${why}); look at where it goes, such as a full disk, and run this again.\n`,
    );
    setExitCode();
  });
}

/** Before the command has ended, and once more if its last words are lost after that. */
function setExitCode(): void {
  const isFine = code === exitCodes.success || code === exitCodes.changes;
  process.exitCode = isOutputLost && isFine ? exitCodes.error : code;
}
