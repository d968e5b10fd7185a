// Whose credentials these are, asked before anything else is read.
import { readAccount } from '../cloud/read-account.ts';
import type { Transport } from '../cloud/transport.ts';
import type { Target } from '../model/target.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { sayUnreadable } from './say-unreadable.ts';
import type { Surroundings } from './surroundings.ts';

/** An exit code where these are not the credentials of the target's account, which is then said. */
export async function checkAccount(
  target: Target,
  send: Transport,
  surroundings: Surroundings,
): Promise<ExitCode | undefined> {
  const account = await readAccount(send);
  if (!account.ok) return sayUnreadable(account, surroundings);
  if (account.value === target.account) return undefined;
  surroundings.err(wrongAccountText(target, account.value));
  return exitCodes.refused;
}

export function wrongAccountText({ name, account }: Target, found: string): string {
  return (
    `refused: target ${name} is account ${account}, and these credentials belong to ${found}.\n` +
    `Nothing was read or written. Use credentials of ${account}, or correct the target.\n`
  );
}
