// A plan that everybody agreed to, with what the command line says about running it: until it ends,
// somebody stops it, or its lease is somebody else's.
import type { Plan } from '../../model/plan.ts';
import type { Place } from '../command-line.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { OpenTarget } from '../open-target.ts';
import type { Surroundings } from '../surroundings.ts';
import type { PeerGroups } from '../targets/read-peer-groups.ts';
import type { AgainOptions } from './again.ts';
import type { Interrupts } from './interrupts.ts';
import { nextCommands } from './next-commands.ts';
import type { ProgressDisplay } from './progress-display.ts';
import { runPlan } from './run-plan.ts';

export interface Agreed {
  readonly open: OpenTarget;
  /** The groups of other targets that the plan names; undefined where it names none. */
  readonly peerGroups?: PeerGroups;
  /** Whether the lease still is ours. */
  readonly mayWrite: () => boolean;
  /** The file that the plan came from. */
  readonly planFile: string | undefined;
  /** The file of the plan that is taken back; undefined where it is an apply. */
  readonly takesBack?: string;
  readonly workspaceFolder: string;
  /** Of this target alone. */
  readonly place: Place;
  readonly display: ProgressDisplay | undefined;
  /** As the flags of apply and rollback have them. */
  readonly options: AgainOptions;
  readonly interrupts: Interrupts;
}

export async function runAgreed(
  plan: Plan,
  {
    open,
    peerGroups,
    mayWrite,
    planFile,
    takesBack,
    workspaceFolder,
    place,
    display,
    options,
    interrupts,
  }: Agreed,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { pauses } = surroundings;
  const isStopped = () => pauses.isStopped() || !mayWrite();
  return await runPlan(
    plan,
    open,
    {
      parallelism: options.parallelism,
      waits: options,
      peerGroups,
      json: options.json === true,
      keepsRecords: options.records,
      journal: options.journal,
      workspaceFolder,
      planFile,
      commands: nextCommands(options, { place, takesBack }),
      display,
      signal: () => interrupts.signal,
    },
    { ...surroundings, pauses: { ...pauses, isStopped } },
  );
}
