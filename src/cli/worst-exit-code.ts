// One exit code for several targets: that of the target which needs attention first.
import { exitCodes, type ExitCode } from './exit-codes.ts';

export function worstExitCode(codes: readonly ExitCode[]): ExitCode {
  const [worst = exitCodes.success] = codes.toSorted((one, other) => rankOf(one) - rankOf(other));
  return worst;
}

/**
 * From worst to best: what may have been half written, what was interrupted, what could not be read,
 * what is stale, locked or refused, what is wrong in the files, what has changed.
 */
const order: readonly number[] = [6, 130, 143, 1, 5, 7, 4, 3, 2, 0];

/** A code that is not in the list comes before all others: nobody has said that it is harmless. */
function rankOf(code: ExitCode): number {
  return order.indexOf(code);
}
