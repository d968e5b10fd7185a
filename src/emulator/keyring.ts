// The access keys: those of accounts, and the temporary ones that AssumeRole hands out. They live as
// long as the process, and are in no snapshot.

import { randomBytes } from 'node:crypto';
import { failure } from './failure.ts';

export interface Credentials {
  readonly account: string;
  readonly secret: string;
  /** Of a temporary key; a request must bring it along. */
  readonly securityToken?: string;
  readonly session?: Session;
}

/** Who a temporary key stands for. */
export interface Session {
  readonly roleName: string;
  readonly sessionName: string;
  readonly expiresAtMs: number;
}

export interface TemporaryKey extends Required<Credentials> {
  readonly accessKeyId: string;
}

export class Keyring {
  readonly #keys = new Map<string, Credentials>();
  readonly #accounts = new Map<string, string>();

  add(accessKeyId: string, credentials: Credentials): void {
    this.#keys.set(accessKeyId, credentials);
    this.addAccount(credentials.account);
  }

  /** Undefined for a key that does not exist. */
  credentials(accessKeyId: string): Credentials | undefined {
    return this.#keys.get(accessKeyId);
  }

  /** Who signed a request, and may: an account's own key, or a temporary one with its token. */
  caller(
    {
      accessKeyId,
      securityToken,
    }: { readonly accessKeyId?: string; readonly securityToken?: string },
    nowMs: number,
  ): { readonly account?: string; readonly session: Session | undefined } {
    if (accessKeyId === undefined) return { session: undefined };
    const found = this.#keys.get(accessKeyId);
    if (found === undefined) throw failure('InvalidAccessKeyId.NotFound');
    const { account, session } = found;
    if (session === undefined) return { account, session };
    if (securityToken === undefined) throw failure('MissingSecurityToken');
    if (securityToken !== found.securityToken) {
      throw failure('InvalidSecurityToken.MismatchWithAccessKey');
    }
    if (nowMs >= session.expiresAtMs) throw failure('InvalidSecurityToken.Expired');
    return { account, session };
  }

  /** `name` is what it logs in with, such as test@aliyun.com. */
  addAccount(account: string, name = account): void {
    this.#accounts.set(account.toLowerCase(), account);
    this.#accounts.set(name.toLowerCase(), account);
  }

  hasAccount(account: string): boolean {
    return this.#accounts.has(account);
  }

  /** Its number, by which replies call it; a name that nobody has heard of stands for itself. */
  accountNamed(name: string): string {
    return this.#accounts.get(name.toLowerCase()) ?? name;
  }

  assume(account: string, session: Session): TemporaryKey {
    const accessKeyId = `STS.${letters(24)}`;
    const credentials = { account, secret: letters(44), securityToken: letters(180), session };
    this.add(accessKeyId, credentials);
    return { accessKeyId, ...credentials };
  }
}

function letters(count: number): string {
  return randomBytes(count).toString('base64url').replace(/[-_]/g, 'x').slice(0, count);
}
