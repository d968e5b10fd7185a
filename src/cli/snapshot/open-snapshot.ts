// A snapshot in the place of the cloud: nothing is asked of anybody, and nobody can write.
import type { SnapshotPlace } from '../../model/snapshot.ts';
import type { Target } from '../../model/target.ts';
import { printable } from '../../report/printable.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { OpenTarget } from '../open-target.ts';
import type { Surroundings } from '../surroundings.ts';
import { ageText, placeOf, readSnapshot } from './read-snapshot.ts';

export interface OpenSnapshot {
  readonly place: SnapshotPlace;
  /** What every report says of it. */
  readonly age: string;
  /** When it was taken, in milliseconds since 1970. */
  readonly takenMs: number;
}

/** In the order of the targets. */
export async function openSnapshots(
  targets: readonly Target[],
  { live, emulator }: { readonly live: string; readonly emulator?: string },
  surroundings: Surroundings,
): Promise<readonly OpenTarget[] | ExitCode> {
  const { err } = surroundings;
  if (emulator !== undefined) {
    err('error: --live and --emulator are two answers to one question; expected one of them\n');
    return exitCodes.invalid;
  }
  const snapshot = await readSnapshot(live, surroundings);
  if (typeof snapshot === 'number') return snapshot;
  const age = ageText(snapshot, Date.now());
  const takenMs = Date.parse(snapshot.takenAt);
  err(`This is not the cloud of now: ${printable(live)} is ${age}.\n`);
  const openOne = (target: Target): OpenTarget | ExitCode => {
    const place = placeOf(snapshot, target, surroundings);
    if (typeof place === 'number') return place;
    const other = (another: Target) => Promise.resolve(openOne(another));
    return { ...silent, other, snapshot: { place, age, takenMs } };
  };
  const open: OpenTarget[] = [];
  for (const target of targets) {
    const one = openOne(target);
    if (typeof one === 'number') return one;
    open.push(one);
  }
  return open;
}

const silent: Omit<OpenTarget, 'other'> = {
  send: ({ action }) =>
    Promise.reject(new Error(`bug in sluice: ${action}, where a snapshot answers no calls`)),
  callsSoFar: () => '',
  speedometer: () => ({ calls: 0, isThrottled: false }),
  isCloud: false,
  mayLag: false,
  close: () => Promise.resolve(),
};
