// Groups that are to go and cannot: something is still in one, or rules that stay refer to it. The API
// would refuse the deletion, after everything else has been done; it is better to say all of it before.
import type { GroupId, GroupName } from '../../model/group-identity.ts';
import type { NetworkInterface } from '../../model/interfaces.ts';
import type { LiveState, NamesById, Reference } from '../../model/live.ts';
import type { Refusal } from '../../model/refusal.ts';
import { sortRules, type Rule } from '../../model/rule.ts';
import type { Source } from '../../model/source.ts';
import { formatTraffic } from '../../model/traffic.ts';

/** A group that is there and is to be deleted. */
export interface Leaving {
  readonly group: GroupName;
  readonly id: GroupId;
  /** Where a file says so. */
  readonly source: Source | undefined;
  /** It goes because no file names it. */
  readonly isPruned: boolean;
}

/** A group of ours that is there at the end of the plan. */
export interface Remaining {
  readonly group: GroupName;
  /** The rules that it has then. */
  readonly rules: readonly Rule[];
}

export interface DeletionFacts {
  readonly remaining: readonly Remaining[];
  readonly live: Pick<LiveState, 'interfaces' | 'references' | 'listed'>;
  /** Of all groups of ours: what their rules refer to at the end is in `remaining`. */
  readonly names: NamesById;
}

const membersNamedMax = 5;

/** What cannot be known, because it may not be read, is no refusal: see `deletionNotes`. */
export function deletionRefusals(
  leaving: readonly Leaving[],
  facts: DeletionFacts,
): readonly Refusal[] {
  return leaving.flatMap((one) => [...referrerRefusals(one, facts), ...memberRefusals(one, facts)]);
}

function referrerRefusals(leaving: Leaving, facts: DeletionFacts): Refusal[] {
  const { group, id, source } = leaving;
  const ours = facts.remaining.flatMap((one) =>
    sortRules(one.rules.filter(({ peer }) => peer.kind === 'group' && peer.group === group)).map(
      (rule) => `${rule.direction} ${formatTraffic(rule.traffic)} of ${one.group}`,
    ),
  );
  const { references } = facts.live;
  const others = (references.kind === 'read' ? (references.to.get(id) ?? []) : [])
    .filter(({ groupId }) => !facts.names.has(groupId))
    .map((reference) => `rules of ${formatReference(reference, facts.live)}`);
  if (ours.length + others.length === 0) return [];
  const why = `${group} cannot be deleted while rules that stay refer to it`;
  const advice = [
    ...(ours.length > 0
      ? ['write that direction without them, so that they are revoked first']
      : []),
    ...(others.length > 0 ? ['have those to whom the other groups belong revoke theirs'] : []),
  ];
  const all = [...new Set([...ours, ...others])].join(', ');
  const message = `${why} (${all}); ${advice.join(', and ')}${orKeepIt(leaving)}`;
  return [{ code: 'still-referred', message, ...(source ? { source } : {}) }];
}

/** `sg-… of 1000000000000002`, `sg-… "billing"`. */
function formatReference(
  { groupId, account }: Reference,
  { listed }: Pick<LiveState, 'listed'>,
): string {
  if (account !== undefined) return `${groupId} of ${account}`;
  const cloudName = listed.find(({ id }) => id === groupId)?.cloudName ?? '';
  return cloudName === '' ? groupId : `${groupId} ${JSON.stringify(cloudName)}`;
}

function memberRefusals(leaving: Leaving, { live: { interfaces } }: DeletionFacts): Refusal[] {
  const { group, id, source } = leaving;
  if (interfaces.kind === 'unreadable') return [];
  const members = interfaces.all.filter(({ groups }) => groups.includes(id)).map(formatMember);
  if (members.length === 0) return [];
  const named = members.toSorted().slice(0, membersNamedMax).join(', ');
  const more = members.length - membersNamedMax;
  const all = more > 0 ? `${named} and ${more} more` : named;
  const why = `${group} cannot be deleted while network interfaces are in it (${all})`;
  const message = `${why}; put them into other groups first${orKeepIt(leaving)}`;
  return [{ code: 'has-members', message, ...(source ? { source } : {}) }];
}

/** Nobody wrote that a group in no file should go, and all others wait for it. */
function orKeepIt({ group, isPruned }: Leaving): string {
  if (!isPruned) return '';
  return `; ${group} is in no file and goes because of --prune: plan without that, or write a file for it to keep it (\`state: released\` leaves it to others)`;
}

/** `eni-… of i-…`; the primary interface of an instance may be known by the instance alone. */
function formatMember({ id, instance }: NetworkInterface): string {
  return instance === undefined || instance === (id as string) ? id : `${id} of ${instance}`;
}
