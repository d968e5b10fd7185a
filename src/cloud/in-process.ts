// Anything that answers calls within this process, the emulator above all, as a transport.
import { classify } from './classify.ts';
import { versions, type Transport } from './transport.ts';

export interface InProcessRequest {
  readonly product: string;
  readonly version: string;
  readonly action: string;
  readonly region: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export type InProcessReply =
  | {
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      /** Undefined where it is no JSON. */
      readonly body: Readonly<Record<string, unknown>> | undefined;
    }
  | { readonly kind: 'lost'; readonly reason: string };

export type Answer = (request: InProcessRequest) => InProcessReply | Promise<InProcessReply>;

export function inProcessTransport(answer: Answer, region: string): Transport {
  return async ({ product, action, parameters }) => {
    const request = { product, version: versions[product], action, region };
    const withRegion = { RegionId: region, ...parameters };
    const reply = await answer({ ...request, parameters: withRegion });
    return classify('status' in reply ? { kind: 'answered', ...reply } : reply);
  };
}
