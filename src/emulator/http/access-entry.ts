// What is noted of each request. No secrets and no signatures, and of the parameters only the action.

export interface AccessEntry {
  /** When the request was there, as ISO 8601. */
  readonly time: string;
  readonly method: string;
  readonly tls: boolean;
  /** A family, such as python; see client-family.ts. */
  readonly client: string;
  /** "" for a request that says none. It may be one that does not exist. */
  readonly accessKeyId: string;
  /** "" for one that does not exist. */
  readonly action: string;
  /** 0 for a request that broke off, where nobody was there to be answered, or no reply was given. */
  readonly status: number;
  /** OK, the code of the refusal, ClientGone; where a fault was asked for also NoReply or HTTP503. */
  readonly code: string;
  /** Until the reply was handed over to be sent. */
  readonly ms: number;
}
