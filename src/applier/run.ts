// What every part of one apply shares: the plan's progress, the way to the cloud, time, and whoever listens.
import type { GroupName } from '../model/group-identity.ts';
import type { ListedGroup } from '../model/group.ts';
import type { Read } from '../cloud/read-pages.ts';
import type { Transport } from '../cloud/transport.ts';
import type { ApplyEvent, FailedStep, UnverifiedGroup } from './events.ts';
import { readTouched, type TouchedGroups } from './live-groups.ts';
import type { Progress } from './progress.ts';
import { readUntil, type Patience, type ReadBack } from './read-back.ts';

export interface ApplyOptions extends Patience {
  /** Calls in flight. */
  readonly parallelism: number;
  /** Whether somebody asked to stop: what is in flight is finished, and nothing else is begun. */
  readonly isStopped: () => boolean;
  /** The groups of other targets of which the plan has names, as they are now; not compared where it is missing. */
  readonly peerGroups?: ReadonlyMap<string, readonly ListedGroup[]> | undefined;
}

export class Run {
  readonly progress: Progress;
  readonly send: Transport;
  readonly options: ApplyOptions;
  readonly tell: (event: ApplyEvent) => Promise<void>;
  /** The last wave that was begun. */
  wave: number;
  /** Steps that failed for good; then no other is begun. */
  readonly failed: FailedStep[] = [];
  /** Groups whose interfaces somebody else has moved; then no other step is begun either. */
  readonly moved: UnverifiedGroup[] = [];

  constructor(
    progress: Progress,
    {
      send,
      options,
      tell,
    }: {
      readonly send: Transport;
      readonly options: ApplyOptions;
      readonly tell: (event: ApplyEvent) => Promise<void>;
    },
  ) {
    this.progress = progress;
    this.wave = progress.waveBehind;
    this.send = send;
    this.options = options;
    this.tell = tell;
  }

  readonly goesOn = (): boolean =>
    this.failed.length === 0 && this.moved.length === 0 && !this.options.isStopped();

  /** The groups, once each is there as asked, or as they are when patience ends. */
  watch(
    names: ReadonlySet<GroupName>,
    isThere: (name: GroupName, live: TouchedGroups) => boolean,
    forMs: number,
  ): Promise<Read<ReadBack>> {
    const { progress, send, options, tell } = this;
    const read = (wanted: ReadonlySet<GroupName>) =>
      readTouched(progress.plan, send, { names: wanted, made: progress.made });
    const { isStopped } = options;
    const onWait = (groups: readonly GroupName[], waitedMs: number) =>
      tell({ kind: 'waiting', groups, waitedMs });
    return readUntil({ names, isThere, forMs, isStopped, onWait }, read, options);
  }
}
