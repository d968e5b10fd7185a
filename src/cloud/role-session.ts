// The temporary access key of a role: asked for when it is first needed, and again before it is over.
import type { ApiFailure, ApiReply, Transport } from './transport.ts';

export interface AssumedRole {
  readonly arn: string;
  /** What the cloud records the session as. */
  readonly sessionName: string;
  readonly externalId?: string;
  /** An hour where it is missing. */
  readonly durationMs?: number;
}

/** Flat parameters, as on the wire, of what AssumeRole and AssumeRoleWithOIDC have in common. */
export function roleParameters(role: AssumedRole): Readonly<Record<string, string>> {
  return {
    RoleArn: role.arn,
    RoleSessionName: role.sessionName,
    DurationSeconds: String(durationMsOf(role) / 1000),
  };
}

/** As the library of credentials calls them. */
export interface TemporaryKey {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string;
}

/** What is left of a session when another one is asked for: calls under way still end in it. */
const renewedBeforeMs = 5 * 60_000;
const durationMsUsual = 60 * 60_000;

export class RoleSession {
  readonly #role: AssumedRole;
  readonly #assume: () => Promise<ApiReply>;
  readonly #now: () => number;
  #key: TemporaryKey | undefined;
  #renewAtMs = 0;
  #asking: Promise<ApiReply | undefined> | undefined;

  /** `assume` makes the call; `now` is in milliseconds. */
  constructor(
    role: AssumedRole,
    { assume, now }: { readonly assume: () => Promise<ApiReply>; readonly now: () => number },
  ) {
    this.#role = role;
    this.#assume = assume;
    this.#now = now;
  }

  /** Undefined until `ensure` has found one. */
  get key(): TemporaryKey | undefined {
    return this.#key;
  }

  /** Undefined when there is a key that is good for a while; else why there is none. */
  async ensure(): Promise<ApiReply | undefined> {
    if (this.#key !== undefined && this.#now() < this.#renewAtMs) return undefined;
    this.#asking ??= this.#renew().finally(() => (this.#asking = undefined));
    return await this.#asking;
  }

  async #renew(): Promise<ApiReply | undefined> {
    // Counted from before the call by our own clock, so that no other clock matters.
    const renewAtMs = this.#now() + durationMsOf(this.#role) - renewedBeforeMs;
    const reply = await this.#assume();
    if (!reply.ok) return notAssumed(reply.failure, this.#role);
    const key = keyIn(reply.body);
    if (key === undefined) {
      const unknown = { status: undefined, requestId: undefined, retryAfterMs: undefined };
      const what = { kind: 'refused', code: 'NoCredentials' } as const;
      return notAssumed({ ...what, message: 'the reply has no key', ...unknown }, this.#role);
    }
    this.#key = key;
    this.#renewAtMs = renewAtMs;
    return undefined;
  }
}

/** Each call goes out with a key of the role; it is not sent where there is none. */
export function withSession(send: Transport, session: RoleSession): Transport {
  return async (call) => (await session.ensure()) ?? (await send(call));
}

function durationMsOf({ durationMs = durationMsUsual }: AssumedRole): number {
  return durationMs;
}

function keyIn(body: Readonly<Record<string, unknown>>): TemporaryKey | undefined {
  const found = body['Credentials'];
  if (typeof found !== 'object' || found === null) return undefined;
  const {
    AccessKeyId: accessKeyId,
    AccessKeySecret: accessKeySecret,
    SecurityToken: securityToken,
  } = found as Readonly<Record<string, unknown>>;
  const isWhole =
    typeof accessKeyId === 'string' &&
    typeof accessKeySecret === 'string' &&
    typeof securityToken === 'string';
  return isWhole ? { accessKeyId, accessKeySecret, securityToken } : undefined;
}

/** The call itself was not sent, so that nothing of it is open. */
function notAssumed(failure: ApiFailure, { arn }: AssumedRole): ApiReply {
  const isFinal = failure.kind === 'refused' || failure.kind === 'credentials';
  const later = failure.kind === 'lost' ? 'unavailable' : failure.kind;
  const why = failure.kind === 'lost' ? failure.message : `${failure.code}: ${failure.message}`;
  return {
    ok: false,
    failure: {
      ...failure,
      kind: isFinal ? 'credentials' : later,
      code: 'RoleNotAssumed',
      message: `the role ${arn} cannot be assumed: ${why}`,
    },
    attempts: 1,
  };
}
