// What somebody says of traffic from one end to another: that all of it passes, or that none does.
import type { Cidr } from './cidr.ts';
import type { GroupName } from './group-identity.ts';
import type { Source } from './source.ts';
import { formatProtocols } from './traffic.ts';

export const testedStates = ['desired', 'live', 'planned'] as const;
/** What is written, what there is, or every state that a plan leads through. */
export type TestedState = (typeof testedStates)[number];

/** Any address and membership that a member may have, or those of the interfaces of today. */
export type AssertionMode = 'symbolic' | 'inventory';

/** One end of a flow. */
export type FlowEnd =
  | { readonly kind: 'group'; readonly group: GroupName }
  /** Whoever has one of these addresses, whichever groups it is in. */
  | { readonly kind: 'addresses'; readonly blocks: readonly Cidr[] }
  /** Public addresses, which no member of a group goes by. */
  | { readonly kind: 'internet' };

export interface FlowAssertion {
  readonly name: string;
  /** `allow`: every packet passes. `deny`: none does. */
  readonly expects: 'allow' | 'deny';
  /** Each with each of `to`. */
  readonly from: readonly FlowEnd[];
  readonly to: readonly FlowEnd[];
  /** Nothing is said of these senders. */
  readonly except: readonly FlowEnd[];
  /** Names or IANA numbers. */
  readonly protocols: readonly string[];
  /** Of the destination, as in `443` or `8000-8999`; absent where every port is meant. */
  readonly ports?: readonly string[];
  /** Absent where it depends on the state: inventory for `allow` where interfaces are read. */
  readonly mode?: AssertionMode;
  /** The only states that it is about. */
  readonly states?: readonly TestedState[];
  readonly source: Source;
}

/** How a flow is said in a line: `tcp 22 from the internet to group web`. */
export function formatFlow({ from, to, protocols, ports, except }: FlowAssertion): string {
  const which = ports === undefined ? '' : ` ${ports.join(', ')}`;
  const but = except.length === 0 ? '' : ` except ${formatEnds(except)}`;
  return `${formatProtocols(protocols)}${which} from ${formatEnds(from)}${but} to ${formatEnds(to)}`;
}

function formatEnds(ends: readonly FlowEnd[]): string {
  const texts = ends.map(formatEnd);
  const more = texts.length - endsShownMax;
  return `${texts.slice(0, endsShownMax).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const endsShownMax = 5;

function formatEnd(end: FlowEnd): string {
  switch (end.kind) {
    case 'group':
      return `group ${end.group}`;
    case 'internet':
      return 'the internet';
    case 'addresses':
      return end.blocks.join(', ');
  }
}
