// A run of whole numbers: ports, protocols, pieces of the address line.

export interface Span {
  readonly first: number;
  readonly last: number;
}
