// Groups that are to go while a rule of ours that stays still refers to them. The API would refuse
// the deletion, after everything else has been done; it is better to say so before.
import type { GroupName } from '../model/group-identity.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Rule } from '../model/rule.ts';
import type { Source } from '../model/source.ts';
import { formatTraffic } from '../model/traffic.ts';

export interface Remaining {
  readonly group: GroupName;
  /** The rules that the group has at the end of the plan. */
  readonly rules: readonly Rule[];
}

export interface Leaving {
  readonly group: GroupName;
  readonly source: Source;
}

/** Other people's groups are not read, so a rule of theirs is found by the API alone. */
export function danglingRefusals(
  leaving: readonly Leaving[],
  remaining: readonly Remaining[],
): readonly Refusal[] {
  return leaving.flatMap(({ group, source }): Refusal[] => {
    const referrers = remaining.flatMap((one) =>
      one.rules
        .filter(({ peer }) => peer.kind === 'group' && peer.group === group)
        .map((rule) => `${rule.direction} ${formatTraffic(rule.traffic)} of ${one.group}`),
    );
    if (referrers.length === 0) return [];
    const why = `${group} cannot be deleted while rules that stay refer to it`;
    const advice = 'write that direction without them, so that they are revoked first';
    const message = `${why} (${[...new Set(referrers)].join(', ')}); ${advice}`;
    return [{ code: 'still-referred', message, source }];
  });
}
