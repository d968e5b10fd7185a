// What an operation is given, and what it is.

import type { IdentifierSource } from './identifiers.ts';
import type { Keyring, Session } from './keyring.ts';
import type { Limits } from './limits.ts';
import type { Parameters } from './parameters.ts';
import type { Rule } from './rule.ts';
import type { Place } from './place.ts';
import type { World } from './state.ts';
import type { Switches } from './switches.ts';
import type { ReplyBody } from './tokens.ts';

/** One call, after the gateway has found out who calls and where. */
export interface Call extends Place {
  readonly parameters: Parameters;
  readonly state: World;
  readonly identifiers: IdentifierSource;
  readonly switches: Switches;
  readonly limits: Limits;
  readonly keyring: Keyring;
  /** Of a caller with a temporary key. */
  readonly session: Session | undefined;
  /** Whether a VPC, a resource group or an account that nobody has heard of comes into being when it is named. */
  readonly anyVpc: boolean;
  /** To be told of every moment at which a client could see the rules of a group changed. */
  readonly notice: (change: Pick<RuleChange, 'groupId' | 'added' | 'removed'>) => void;
  /** For the client tokens. */
  readonly nowMs: number;
  /** The same moment as replies write it. */
  readonly time: string;
}

/** A change of a group's rules that a client could see: of a whole call, or of one rule of a batch. */
export interface RuleChange extends Place {
  readonly action: string;
  readonly groupId: string;
  readonly added: readonly Rule[];
  readonly removed: readonly Rule[];
}

export interface Operation {
  readonly action: string;
  /** Where false, a ClientToken is ignored, as the cloud does. */
  readonly takesClientToken: boolean;
  readonly mutates: boolean;
  /** The code of a call without RegionId; undefined where the operation knows no regions. */
  readonly missingRegion: 'MissingParameter.RegionId' | 'MissingParamter.RegionId' | undefined;
  /** Whether a call may say its region or leave it: then it is "". */
  readonly regionOptional: boolean;
  /** Whether a key signs its calls; where not, they bring something else along. */
  readonly signed: boolean;
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
    regionOptional: false,
    signed: true,
    ...traits,
    run,
  };
}

/** Times on the wire are UTC, in seconds. */
export function formatTime(time: Date): string {
  return time.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
