// What has gone wrong so far, as values, and each as a line of the story that a failing run tells.

import type { Edit, Fault, When } from './fault.ts';

export interface FaultEvent {
  readonly atMs: number;
  /** The number of the call that met it; 1 is the first. */
  readonly call: number;
  readonly action: string;
  readonly met: Met;
}

export type Met =
  | Exclude<Fault, { kind: 'edit' }>
  /** One call of somebody else, and OK or the code of its refusal. */
  | { readonly kind: 'edited'; readonly when: When; readonly edit: Edit; readonly code: string }
  /** By the rate limit. */
  | { readonly kind: 'throttled'; readonly againInMs: number }
  /** A read that did not see these groups as they are. */
  | { readonly kind: 'stale'; readonly groupIds: readonly string[] };

export type FaultListener = (event: FaultEvent) => void;

/** Such as `at 1.200 s, call 7, AuthorizeSecurityGroup: the reply was lost, after the effect`. */
export function formatFaultEvent(
  { atMs, call, action, met }: FaultEvent,
  { sinceMs }: { readonly sinceMs: number },
): string {
  return `at ${((atMs - sinceMs) / 1000).toFixed(3)} s, call ${call}, ${action}: ${formatMet(met)}`;
}

function formatMet(met: Met): string {
  switch (met.kind) {
    case 'loseRequest':
      return 'the request was lost, before the effect';
    case 'loseReply':
      return 'the reply was lost, after the effect';
    case 'delay':
      return `waited ${met.ms} ms, ${met.when} the effect`;
    case 'reset':
      return `the connection was reset, ${met.when} the effect`;
    case 'gateway':
      return `answered ${met.status} with ${bodies[met.body]}, ${met.when} the effect`;
    case 'refuse':
      return `refused with ${met.refusal.code}, ${met.when} the effect`;
    case 'loseTags':
      return 'took effect without the tags';
    case 'edited': {
      const { action, parameters } = met.edit;
      const words = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
      const call = [action, ...words].join(' ');
      return `${met.when} the effect somebody else called ${call}: ${met.code}`;
    }
    case 'throttled':
      return `throttled, for ${met.againInMs} ms more`;
    case 'stale':
      return `saw the past of ${met.groupIds.join(', ')}`;
  }
}

const bodies = { json: 'a JSON body', html: 'an HTML body', empty: 'an empty body' } as const;
