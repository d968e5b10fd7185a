// The lease of an apply, where the workspace has a lock: one for all targets in a file, or one in
// each target in a tag.
import { hostname, userInfo } from 'node:os';
import { acquireLease } from '../../lease/acquire.ts';
import { keepLease, repeatByTimer } from '../../lease/keep-lease.ts';
import { leaseOwner } from '../../lease/lease-owner.ts';
import { leaseStore } from '../../lease/lease-store.ts';
import { notAcquiredText } from '../../lease/lease-text.ts';
import type { DesiredState } from '../../model/target.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { OpenTarget } from '../open-target.ts';
import type { Surroundings } from '../surroundings.ts';

export interface HeldLease {
  /** Ask before each write. */
  readonly mayWrite: () => boolean;
  readonly release: () => Promise<void>;
}

export interface LeaseOptions {
  readonly workspaceFolder: string;
  /** How long to wait while somebody else has it. */
  readonly lockTimeoutMs: number;
}

const withoutLock: HeldLease = { mayWrite: () => true, release: () => Promise.resolve() };

/** The exit code where there is none to be had, which has then been said. */
export async function takeLease(
  { lock, owner, target }: DesiredState,
  { send, isCloud }: OpenTarget,
  { workspaceFolder, lockTimeoutMs }: LeaseOptions,
  { err, pauses, environment }: Surroundings,
): Promise<HeldLease | ExitCode> {
  if (lock === undefined) return withoutLock;
  const clock = { now: Date.now, sleep: pauses.sleep };
  const place = { folder: workspaceFolder, groupOwner: owner, target, send, isCloud, clock };
  const { leaseMs } = lock;
  const answer = await acquireLease(leaseStore(lock, place), {
    owner: leaseOwner(whoAmI(environment)),
    leaseMs,
    timeoutMs: lockTimeoutMs,
    clock,
    random: Math.random,
  });
  if (answer.kind !== 'acquired') {
    err(notAcquiredText(answer, Date.now()));
    if (answer.kind === 'noGroup') return withoutLock;
    if (answer.kind === 'unreadable') return exitCodes.error;
    err('Nothing was written.\n');
    return exitCodes.lockHeld;
  }
  const kept = keepLease(answer, { leaseMs, now: Date.now, repeat: repeatByTimer });
  return {
    mayWrite: kept.mayWrite,
    release: async () => {
      kept.stop();
      await answer.release();
    },
  };
}

/** The run of a pipeline, or a person at a machine. */
function whoAmI(environment: Surroundings['environment']): string {
  const {
    GITHUB_REPOSITORY: repository,
    GITHUB_RUN_ID: run,
    GITHUB_ACTOR: actor,
    CI_PROJECT_PATH: project,
    CI_JOB_ID: job,
    GITLAB_USER_LOGIN: login,
  } = environment;
  if (repository && run) return `${actor ?? 'github'} in ${repository}, run ${run}`;
  if (project && job) return `${login ?? 'gitlab'} in ${project}, job ${job}`;
  return `${userName()} at ${hostname()}, process ${process.pid}`;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'somebody';
  }
}
