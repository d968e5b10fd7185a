// The quotas, which differ from account to account. What bounds a single request stands with the
// operation that reads it.

export interface Limits {
  readonly rulesPerGroupMax: number;
  /** Rules of one group, in both directions, whose peer is a group. */
  readonly groupPeersPerGroupMax: number;
  readonly groupsPerRegionMax: number;
  readonly tagsPerResourceMax: number;
}

/** A new account starts with 100 groups a region; large ones have far more, which is of more use here. */
export const defaultLimits: Limits = {
  rulesPerGroupMax: 1000,
  groupPeersPerGroupMax: 20,
  groupsPerRegionMax: 10_000,
  tagsPerResourceMax: 20,
};
