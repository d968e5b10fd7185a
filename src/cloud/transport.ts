// The one seam: a call goes out, a reply comes back. The real API and the emulator are both
// transports; retry, recording and fault injection are functions from transport to transport.

export type Product = 'Ecs' | 'Sts';

export interface ApiCall {
  readonly product: Product;
  readonly action: string;
  /** Flat, as on the wire: `Permissions.1.SourceCidrIp`. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** What came over the wire, whoever brought it. */
export type RawReply =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      /** The JSON object of the body; undefined where it was HTML, empty or broken. */
      readonly body: Readonly<Record<string, unknown>> | undefined;
    }
  /** No reply: nobody knows whether the call took effect. */
  | { readonly kind: 'lost'; readonly reason: string };

export type ApiReply =
  | ({ readonly ok: true; readonly body: Readonly<Record<string, unknown>> } & Attempts)
  | ({ readonly ok: false; readonly failure: ApiFailure } & Attempts);

/** How often the call went out until this reply, and what is known of the replies before it. */
export interface Attempts {
  /** 0 where it was not sent at all. */
  readonly attempts: number;
  /** How many of the attempts were throttled; absent where nothing retries. */
  readonly throttled?: number;
  /**
   * Whether an attempt that failed may have taken effect all the same: then a success may be its
   * replay, and a refusal may be of the second of two. Absent: there was no such attempt.
   */
  readonly mayHaveTakenEffect?: boolean;
}

export interface ApiFailure {
  /**
   * `refused`: the cloud's final no. `throttled` and `unavailable`: the same call may succeed
   * later. `lost`: no answer, so it may have taken effect. `credentials`: there are none.
   */
  readonly kind: 'refused' | 'throttled' | 'unavailable' | 'lost' | 'credentials';
  /** The API's code, such as `InvalidSecurityGroupId.NotFound`; ours where there was no answer. */
  readonly code: string;
  readonly message: string;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  /** How long to wait at least, as the cloud says, or else as our own pace does. */
  readonly retryAfterMs: number | undefined;
  /** One sentence about what to set on this machine, where that is what is missing. */
  readonly advice?: string;
}

export type Transport = (call: ApiCall) => Promise<ApiReply>;

/** By the API's own verbs: everything else changes something. */
export function isRead({ action }: ApiCall): boolean {
  return /^(Describe|List|Get)/.test(action);
}

/**
 * Whether a call does the second time what it did the first time, whatever others did in between. One that
 * writes the whole list of an interface's groups would take back what they did.
 */
export function mayRepeat({ action }: ApiCall): boolean {
  return action !== 'ModifyInstanceAttribute' && action !== 'ModifyNetworkInterfaceAttribute';
}

/** The API version of each product. */
export const versions: Readonly<Record<Product, string>> = {
  Ecs: '2014-05-26',
  Sts: '2015-04-01',
};
