// Ports: a range within 1..65535, or a port list that the cloud keeps.
import { listLabel } from './named-lists.ts';

export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** A port list goes by its id; as it is written also by its name, until the live state tells the id. */
export type Ports =
  ({ readonly kind: 'range' } & PortRange) | { readonly kind: 'list'; readonly portList: string };

export const portMin = 1;
export const portMax = 65535;

/** Reads `443` or `8000-8999`; undefined for anything else, port 0 and a range that runs backwards. */
export function parsePortRange(text: string): PortRange | undefined {
  const [, low, high] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  if (low === undefined) return undefined;
  const range = { first: Number(low), last: Number(high ?? low) };
  const fits = range.first >= portMin && range.first <= range.last && range.last <= portMax;
  return fits ? range : undefined;
}

export function formatPortRange({ first, last }: PortRange): string {
  return first === last ? String(first) : `${first}-${last}`;
}

/** `443`, `8000-8999`, `prl-…`, `port list web`. */
export function formatPorts(ports: Ports): string {
  return ports.kind === 'range' ? formatPortRange(ports) : listLabel('portLists', ports.portList);
}

export function samePorts(one: Ports, other: Ports): boolean {
  if (one.kind === 'range') {
    return other.kind === 'range' && one.first === other.first && one.last === other.last;
  }
  return other.kind === 'list' && one.portList === other.portList;
}
