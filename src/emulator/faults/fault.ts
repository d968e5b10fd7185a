// What can happen to a call between its sender and its effect, and between its effect and its reply.

import type { ArrangedRefusal } from '../arranged-refusals.ts';
import type { Parameters } from '../parameters.ts';

/** Before the call takes effect, so that it has none where no reply of its own comes; or after. */
export type When = 'before' | 'after';

export type Fault =
  /** The request never arrives. */
  | { readonly kind: 'loseRequest' }
  /** The call takes effect, and its reply never arrives. */
  | { readonly kind: 'loseReply' }
  | { readonly kind: 'delay'; readonly when: When; readonly ms: number }
  /** The connection is reset. */
  | { readonly kind: 'reset'; readonly when: When }
  /** Something in front of the API answers for it. */
  | {
      readonly kind: 'gateway';
      readonly when: When;
      readonly status: GatewayStatus;
      readonly body: GatewayBody;
    }
  /** The API refuses for reasons of its own; "after" has its effect nevertheless. */
  | { readonly kind: 'refuse'; readonly when: When; readonly refusal: ArrangedRefusal }
  /** A CreateSecurityGroup takes effect without its tags. */
  | { readonly kind: 'loseTags' }
  /** Somebody else makes these calls. */
  | { readonly kind: 'edit'; readonly when: When; readonly requests: readonly Edit[] };

export const gatewayStatuses = [500, 502, 503] as const;
export type GatewayStatus = (typeof gatewayStatuses)[number];

export const gatewayBodies = ['json', 'html', 'empty'] as const;
export type GatewayBody = (typeof gatewayBodies)[number];

/** A call of somebody else to ECS. */
export interface Edit {
  readonly action: string;
  readonly parameters: Parameters;
  /** That of the call it meets unless said. */
  readonly region?: string;
  /** The emulator's own unless said. */
  readonly accessKeyId?: string;
}
