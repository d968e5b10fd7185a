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
  | {
      readonly ok: true;
      readonly body: Readonly<Record<string, unknown>>;
      readonly attempts: number;
    }
  | {
      readonly ok: false;
      readonly failure: ApiFailure;
      readonly attempts: number;
      /** Whether one of the attempts got no answer of the API's own: it may have taken effect. */
      readonly mayHaveTakenEffect?: boolean;
    };

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
  readonly retryAfterMs: number | undefined;
}

export type Transport = (call: ApiCall) => Promise<ApiReply>;

/** The API version of each product. */
export const versions: Readonly<Record<Product, string>> = {
  Ecs: '2014-05-26',
  Sts: '2015-04-01',
};
