// Faults by seed: what a call meets is told by the seed and the number of the call alone, so that a
// story stays the same up to the call at which something else is done.

import { chance } from './chance.ts';
import { gatewayBodies, gatewayStatuses } from './fault.ts';
import { isWrite } from './writes.ts';
import { seededKinds } from './settings.ts';
import type { EmulatorRequest } from '../emulator.ts';
import type { Chance } from './chance.ts';
import type { Fault, When } from './fault.ts';
import type { SeededFaults, SeededKind } from './settings.ts';

/** What a seed has the call of this number meet, if anything. */
export type Seeded = (call: number, request: EmulatorRequest) => Fault | undefined;

export function openSeeded(
  { seed, rates, faultsMax = Number.POSITIVE_INFINITY, delayMsMax = 1000 }: SeededFaults,
  { edit }: { readonly edit: (luck: Chance) => Fault | undefined },
): Seeded {
  let faults = 0;
  return (call, request) => {
    if (faults >= faultsMax) return undefined;
    const luck = chance(seed, call);
    const kind = drawKind(rates, luck.next());
    if (kind === undefined || !makesSense(kind, request)) return undefined;
    const fault = kind === 'edit' ? edit(luck) : faultOf(kind, luck, delayMsMax);
    if (fault !== undefined) faults++;
    return fault;
  };
}

function drawKind(rates: SeededFaults['rates'], drawn: number): SeededKind | undefined {
  let sum = 0;
  return seededKinds.find((kind) => {
    sum += rates[kind] ?? 0;
    return drawn < sum;
  });
}

function makesSense(kind: SeededKind, request: EmulatorRequest): boolean {
  switch (kind) {
    case 'idempotentProcessing':
      return (request.parameters['ClientToken'] ?? '') !== '';
    case 'conflict':
      return isWrite(request);
    case 'loseTags':
      return request.action === 'CreateSecurityGroup';
    default:
      return true;
  }
}

function faultOf(kind: Exclude<SeededKind, 'edit'>, luck: Chance, delayMsMax: number): Fault {
  const when: When = luck.oneOf(['before', 'after']);
  switch (kind) {
    case 'loseRequest':
    case 'loseReply':
    case 'loseTags':
      return { kind };
    case 'delay':
      return { kind, when, ms: luck.below(delayMsMax + 1) };
    case 'reset':
      return { kind, when };
    case 'gateway':
      return {
        kind,
        when,
        status: luck.oneOf(gatewayStatuses),
        body: luck.oneOf(gatewayBodies),
      };
    case 'throttle':
      return { kind: 'refuse', when: 'before', refusal: { code: 'Throttling.User' } };
    case 'idempotentProcessing':
      return { kind: 'refuse', when, refusal: { code: 'IdempotentProcessing' } };
    case 'conflict':
      return { kind: 'refuse', when: 'before', refusal: { code: 'InvalidOperation.Conflict' } };
    case 'refuse':
      return { kind: 'refuse', when: 'before', refusal: { code: 'InvalidParameter' } };
  }
}
