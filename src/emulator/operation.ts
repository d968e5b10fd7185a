// What an operation is given, and what it is.

import type { IdentifierSource } from './identifiers.ts';
import type { Limits } from './limits.ts';
import type { Parameters } from './parameters.ts';
import type { Place, State } from './state.ts';
import type { Switches } from './switches.ts';
import type { ReplyBody } from './tokens.ts';

/** One call, after the gateway has found out who calls and where. */
export interface Call extends Place {
  readonly parameters: Parameters;
  readonly state: State;
  readonly identifiers: IdentifierSource;
  readonly switches: Switches;
  readonly limits: Limits;
  /** Whether a VPC that nobody has heard of comes into being when it is named. */
  readonly anyVpc: boolean;
  /** For the client tokens. */
  readonly nowMs: number;
  /** The same moment as replies write it. */
  readonly time: string;
}

export interface Operation {
  readonly action: string;
  /** Where false, a ClientToken is ignored, as the cloud does. */
  readonly takesClientToken: boolean;
  readonly mutates: boolean;
  /** The code of a call without RegionId; undefined where the operation knows no regions. */
  readonly missingRegion: 'MissingParameter.RegionId' | 'MissingParamter.RegionId' | undefined;
  /** Checks all before it changes anything; refuses by throwing an `ApiFailure`. */
  readonly run: (call: Call) => ReplyBody;
}

/** The usual operation: in a region, changing something, without client token. */
export function operation(
  action: string,
  run: (call: Call) => ReplyBody,
  traits: Partial<Omit<Operation, 'action' | 'run'>> = {},
): Operation {
  return {
    action,
    takesClientToken: false,
    mutates: true,
    missingRegion: 'MissingParameter.RegionId',
    ...traits,
    run,
  };
}

/** Times on the wire are UTC, in seconds. */
export function formatTime(time: Date): string {
  return time.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
