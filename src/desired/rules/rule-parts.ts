// A rule as it is written: lists of protocols, ports and peers, not yet multiplied out.
import type { Deadline } from '../../model/deadline.ts';
import type { Peer } from '../../model/peer.ts';
import type { PortRange, Ports } from '../../model/ports.ts';
import type { Direction, Policy } from '../../model/rule.ts';
import type { Source } from '../../model/source.ts';
import type { Protocol } from '../../model/traffic.ts';
import type { Sourced } from '../yaml/sourced.ts';
import type { NetworkBlock } from './read-address.ts';

export interface RuleParts {
  readonly direction: Direction;
  readonly policy: Policy;
  readonly priority: number;
  readonly description: string | undefined;
  readonly expires: Deadline | undefined;
  readonly owner: string | undefined;
  readonly ticket: string | undefined;
  /** Whether it takes the place of a rule of a ruleset. */
  readonly overrides: boolean;
  readonly services: readonly ServicePart[];
  /** Empty where none are written, and likewise the locals. */
  readonly sourcePorts: readonly Sourced<PortRange>[];
  readonly locals: readonly Sourced<NetworkBlock>[];
  readonly peers: readonly Sourced<PeerPart>[];
  readonly source: Source;
  /** Where the ruleset is used that it is of. */
  readonly via: readonly Source[];
}

/** A protocol with its ports; there are none where it has none. */
export interface ServicePart {
  readonly protocol: Sourced<Protocol>;
  readonly ports: readonly Sourced<Ports>[];
  /** Where the service is defined that it comes from. */
  readonly via?: Source;
}

/** A peer; where it is a block of a network, by which way, and whether it is in force. */
export interface PeerPart extends Pick<NetworkBlock, 'when' | 'via'> {
  readonly peer: Peer;
}

type SideKey = 'source' | 'destination';

/** Which key names the other side of a rule, and which our own. */
export function sideKeys(direction: Direction): readonly [peer: SideKey, local: SideKey] {
  return direction === 'ingress' ? ['source', 'destination'] : ['destination', 'source'];
}
