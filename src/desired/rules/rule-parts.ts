// A rule as it is written: lists of protocols, ports and peers, not yet multiplied out.
import type { Cidr } from '../../model/cidr.ts';
import type { Deadline } from '../../model/deadline.ts';
import type { Peer } from '../../model/peer.ts';
import type { PortRange, Ports } from '../../model/ports.ts';
import type { Direction, Policy } from '../../model/rule.ts';
import type { Source } from '../../model/source.ts';
import type { Protocol } from '../../model/traffic.ts';
import type { Sourced } from '../yaml/sourced.ts';

export interface RuleParts {
  readonly direction: Direction;
  readonly policy: Policy;
  readonly priority: number;
  readonly description: string | undefined;
  readonly expires: Deadline | undefined;
  readonly protocols: readonly Sourced<Protocol>[];
  /** Empty where no ports are written, and likewise the next two. */
  readonly ports: readonly Sourced<Ports>[];
  readonly sourcePorts: readonly Sourced<PortRange>[];
  readonly locals: readonly Sourced<Cidr>[];
  readonly peers: readonly Sourced<Peer>[];
  readonly source: Source;
}

type SideKey = 'source' | 'destination';

/** Which key names the other side of a rule, and which our own. */
export function sideKeys(direction: Direction): readonly [peer: SideKey, local: SideKey] {
  return direction === 'ingress' ? ['source', 'destination'] : ['destination', 'source'];
}
