// The groups of other targets that rules name as their peers, read with the credentials of those targets.
import { listGroups } from '../../cloud/read-groups.ts';
import type { ListedGroup } from '../../model/group.ts';
import type { Plan } from '../../model/plan.ts';
import type { DesiredState, Target } from '../../model/target.ts';
import type { ExitCode } from '../exit-codes.ts';
import { checkAccount } from '../check-account.ts';
import { sayUnreadable } from '../say-unreadable.ts';
import type { OpenTarget } from '../open-target.ts';
import type { Surroundings } from '../surroundings.ts';
import { namedOutput } from './record-output.ts';

export type PeerGroups = ReadonlyMap<string, readonly ListedGroup[]>;

/** Asks nobody where no rule names one. An exit code where one cannot be read, which has then been said. */
export async function readPeerGroups(
  { peerTargets = [] }: DesiredState,
  { other }: Pick<OpenTarget, 'other'>,
  surroundings: Surroundings,
): Promise<PeerGroups | ExitCode> {
  const groups = new Map<string, readonly ListedGroup[]>();
  for (const { target } of peerTargets) {
    const open = await other(target);
    if (typeof open === 'number') return open;
    try {
      const listed = await listedIn(target, open, namedOutput(surroundings, target.name));
      if (typeof listed === 'number') return listed;
      groups.set(target.name, listed);
    } finally {
      await open.close();
    }
  }
  return groups;
}

/** The same for the targets of whose groups a plan has names; what is not in the files any more is not read. */
export async function readPlannedPeers(
  { groups }: Pick<Plan, 'groups'>,
  desired: DesiredState,
  open: Pick<OpenTarget, 'other'>,
  surroundings: Surroundings,
): Promise<PeerGroups | ExitCode> {
  const named = Object.values(groups).flatMap(({ names = [] }) => names);
  const wanted = new Set(named.flatMap((one) => (one.kind === 'group' ? [one.target] : [])));
  const { peerTargets = [] } = desired;
  const there = peerTargets.filter(({ target }) => wanted.has(target.name));
  return await readPeerGroups({ ...desired, peerTargets: there }, open, surroundings);
}

async function listedIn(
  target: Target,
  { send, snapshot }: OpenTarget,
  surroundings: Surroundings,
): Promise<readonly ListedGroup[] | ExitCode> {
  if (snapshot !== undefined) return [...snapshot.place.groups, ...snapshot.place.elsewhere];
  const wrong = await checkAccount(target, send, surroundings);
  if (wrong !== undefined) return wrong;
  const listed = await listGroups(send);
  return listed.ok ? listed.value : sayUnreadable(listed, surroundings);
}
