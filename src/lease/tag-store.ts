// Leases as tags of a group, for those who share nothing but the cloud.
//
// The API has no compare-and-set, so one tag that all write could not decide: who writes late would
// take the lease from one who has read it back already. Each who asks has a tag of its own instead.
// Ask, wait, then look: of two who ask, at least one looks after both have asked, and sees the other.
// Only who sees nobody else has the lease. Of two who see each other the smaller token waits for the
// other to go, and the larger goes at once, so that nearly always one of them stays.
//
// What this promises: never two leases at once, in whatever order the calls of any number of askers
// happen, if a read shows the tags as they were at one moment, however long ago, or shows each tag no
// later than the settling pause after it was written. For renewals after a lease has ended, and for
// taking over one that has, that lag and the difference of clocks must be less than `graceMs`.
// What it does not: the API has shown no bound for how far single tags may lag; an apply that is
// stopped for longer than its lease and then goes on is not stopped by it; who does not ask is not
// stopped at all. All of these end as two applies without a lease do: they are detected.
import type { Transport } from '../cloud/transport.ts';
import { tagGroup, untagGroup } from '../cloud/requests.ts';
import type { GroupId } from '../model/group-identity.ts';
import {
  isOver,
  type Clock,
  type Held,
  type LeaseRecord,
  type LeaseStore,
  type NotAcquired,
  type Release,
  type Renewal,
  type Taken,
  type Unreadable,
} from './lease.ts';
import {
  failureText,
  findLockGroups,
  readLockGroup,
  type LockGroup,
  type WantedGroup,
} from './lock-group.ts';
import { formatLockTag, lockTagKey, readLockTags } from './lock-tag.ts';

export interface TagStoreOptions extends WantedGroup {
  readonly region: string;
  readonly send: Transport;
  readonly clock: Clock;
  /** How long a tag that was written may take to be read by others: 2000 on the cloud, else 0. */
  readonly settleMs: number;
  /** How long to look for our own tag before giving up. */
  readonly patienceMs: number;
}

const pauseMs = 500;
/** How long to wait for another who asked at the same moment and has to go, beside settling. */
const courtesyMs = 5000;

export function tagStore(options: TagStoreOptions): LeaseStore {
  let known: GroupId | undefined;
  return {
    take: async (wanted) => {
      const found = await findGroup(options);
      if ('kind' in found) return found;
      known = found.id;
      return await take(options, found, wanted);
    },
    extend: async (current, until) =>
      known === undefined ? 'lost' : await extend(options, known, { current, until }),
    giveBack: async (current) =>
      known === undefined ? 'released' : await giveBack(options, known, current),
  };
}

async function findGroup(options: TagStoreOptions): Promise<LockGroup | NotAcquired> {
  const { group, send } = options;
  const found = await findLockGroups(send, options);
  if (!found.ok) return unreadable(options, failureText(found));
  const [only, ...others] = found.value;
  if (only === undefined) return { kind: 'noGroup', group };
  if (others.length === 0) return only;
  const ids = found.value.map(({ id }) => id).join(', ');
  return unreadable(options, `${ids} all carry the tags of our group "${group}"`);
}

async function take(
  options: TagStoreOptions,
  found: LockGroup,
  wanted: LeaseRecord,
): Promise<Taken | NotAcquired> {
  const { send, clock, settleMs } = options;
  const before = othersOn(options, found, wanted);
  if (before.kind !== 'nobody') return before;
  await removeEnded(options, found);
  const { key, value } = formatLockTag(wanted);
  const asked = await send(tagGroup(found.id, { [key]: value }));
  if (!asked.ok) {
    // Nobody knows whether it was written.
    await giveBack(options, found.id, wanted);
    return unreadable(options, `TagResources: ${asked.failure.code}: ${asked.failure.message}`);
  }
  await clock.sleep(settleMs);
  const answer = await lookAround(options, found.id, wanted);
  if (answer.kind !== 'taken') await giveBack(options, found.id, wanted);
  return answer;
}

/** Whether we are alone: looked at after we asked, and until it is clear who goes. */
async function lookAround(
  options: TagStoreOptions,
  id: GroupId,
  wanted: LeaseRecord,
): Promise<Taken | NotAcquired> {
  const { group, send, clock, settleMs, patienceMs } = options;
  const startMs = clock.now();
  for (;;) {
    const read = await readLockGroup(send, id);
    if (!read.ok) return unreadable(options, failureText(read));
    if (read.value === undefined) return { kind: 'noGroup', group };
    const others = othersOn(options, read.value, wanted);
    if (others.kind === 'unreadable') return others;
    if (others.kind === 'nobody' && isOn(read.value, wanted)) return { kind: 'taken' };
    if (others.kind === 'held' && others.token < wanted.token) return others;
    const limitMs = others.kind === 'held' ? 2 * settleMs + courtesyMs : patienceMs;
    if (clock.now() + pauseMs > startMs + limitMs) {
      return others.kind === 'held'
        ? others
        : unreadable(options, 'our own tag cannot be read back');
    }
    await clock.sleep(pauseMs);
  }
}

async function extend(
  options: TagStoreOptions,
  id: GroupId,
  { current, until }: { readonly current: LeaseRecord; readonly until: number },
): Promise<Renewal> {
  const { send, clock, settleMs } = options;
  const seen = await seesOwn(options, id, current);
  if (seen !== 'seen') return seen;
  const { key, value } = formatLockTag({ ...current, until });
  const written = await send(tagGroup(id, { [key]: value }));
  if (!written.ok) return 'unreachable';
  // Whoever asks has seen that it had not ended.
  if (clock.now() < current.until) return 'renewed';
  await clock.sleep(settleMs);
  const read = await readLockGroup(send, id);
  if (!read.ok) return 'unreachable';
  if (read.value !== undefined && othersOn(options, read.value, current).kind === 'nobody') {
    return 'renewed';
  }
  await giveBack(options, id, current);
  return 'lost';
}

/** Patiently: tags have been seen to be missing from one read and there again in the next. */
async function seesOwn(
  { send, clock, patienceMs }: TagStoreOptions,
  id: GroupId,
  current: LeaseRecord,
): Promise<'seen' | 'lost' | 'unreachable'> {
  const startMs = clock.now();
  for (;;) {
    const read = await readLockGroup(send, id);
    if (!read.ok) return 'unreachable';
    if (read.value !== undefined && isOn(read.value, current)) return 'seen';
    if (clock.now() + pauseMs > startMs + patienceMs) return 'lost';
    await clock.sleep(pauseMs);
  }
}

async function giveBack(
  { send }: TagStoreOptions,
  id: GroupId,
  lease: LeaseRecord,
): Promise<Release> {
  const reply = await send(untagGroup(id, [lockTagKey(lease)]));
  // A group that is gone has taken the tag with it.
  return reply.ok || reply.failure.code.endsWith('.NotFound') ? 'released' : 'stays';
}

/** A group has room for 20 tags only. Whoever these were of writes them anew, and looks again. */
async function removeEnded({ send, clock }: TagStoreOptions, { id, tags }: LockGroup) {
  const ended = readLockTags(tags).leases.filter((lease) => isOver(lease, clock.now()));
  if (ended.length > 0) await send(untagGroup(id, ended.map(lockTagKey)));
}

function isOn({ tags }: LockGroup, { token }: LeaseRecord): boolean {
  return readLockTags(tags).leases.some((lease) => lease.token === token);
}

type Others = { readonly kind: 'nobody' } | HeldBy | Unreadable;

interface HeldBy extends Held {
  readonly token: string;
}

/** Of several others the one with the smallest token, which is the one that may stay. */
function othersOn(options: TagStoreOptions, found: LockGroup, ours: LeaseRecord): Others {
  const { leases, strange } = readLockTags(found.tags);
  const [key] = strange;
  if (key !== undefined) {
    const unlock = removal(options, found.id, key);
    return { ...unreadable(options, `the tag ${key} holds no lease`), unlock };
  }
  const now = options.clock.now();
  const other = leases.find((lease) => lease.token !== ours.token && !isOver(lease, now));
  if (other === undefined) return { kind: 'nobody' };
  const { owner, token, since, until } = other;
  const unlock = removal(options, found.id, lockTagKey(other));
  return { kind: 'held', owner, token, since, until, where: whereOf(options), unlock };
}

function unreadable(options: TagStoreOptions, why: string): Unreadable {
  return { kind: 'unreadable', where: whereOf(options), why, unlock: undefined };
}

function whereOf({ group }: TagStoreOptions): string {
  return `a tag of the group ${group}`;
}

/** For the official command line. */
function removal({ region }: TagStoreOptions, id: GroupId, key: string): string {
  const resource = `--ResourceType securitygroup --ResourceId.1 ${id}`;
  return `aliyun ecs UntagResources --RegionId ${region} ${resource} --TagKey.1 '${key}'`;
}
