// Traffic that is decided otherwise for a while than before and after a plan.
import type { Cidr } from './cidr.ts';
import type { GroupName } from './group-identity.ts';
import type { Direction } from './rule.ts';
import type { StepId } from './step.ts';

export interface TrafficWindow {
  /** Cut: dropped though accepted before and after. Open: accepted though dropped before and after. */
  readonly effect: 'cut' | 'open';
  /** From the first step that may begin it until the last that may end it. */
  readonly from: StepId;
  readonly until: StepId;
  /** The groups that the interface is in. */
  readonly groups: readonly GroupName[];
  /** Not by these groups alone, but where rules of others are on the interface too. */
  readonly onlyInCombination?: boolean;
  readonly traffic: readonly TrafficSet[];
}

/** Every packet that is in one of each of these. Ports ask nothing of protocols that have none. */
export interface TrafficSet {
  readonly direction: Direction;
  /** Names or IANA numbers, or ranges of them; `all`. */
  readonly protocols: readonly string[];
  /** Of the destination, as in `443` or `8000-8999`; absent where every port is meant. */
  readonly ports?: readonly string[];
  readonly sourcePorts?: readonly string[];
  /** The other side; absent where it may be anybody. */
  readonly peers?: readonly Cidr[];
  /** What is taken out of them again. */
  readonly peersExcept?: readonly Cidr[];
  /** Our own side. */
  readonly locals?: readonly Cidr[];
  readonly localsExcept?: readonly Cidr[];
  /** Groups and lists that the peer, or the port, is in, and those that it is not in. */
  readonly within?: readonly string[];
  readonly without?: readonly string[];
}
