// The ways to several targets at once.
import type { Target } from '../../model/target.ts';
import type { ExitCode } from '../exit-codes.ts';
import {
  openTarget,
  type ForPurpose,
  type Lanes,
  type OpenTarget,
  type StandIns,
} from '../open-target.ts';
import { openSnapshots } from '../snapshot/open-snapshot.ts';
import type { Surroundings } from '../surroundings.ts';
import { openSharedEmulator } from './open-emulator.ts';

export interface OpenTargets {
  readonly byName: ReadonlyMap<string, OpenTarget>;
  readonly close: () => Promise<void>;
}

/** The exit code where there is no way to one of them, which has then been said. */
export async function openTargets(
  targets: readonly Target[],
  { emulator, live, purpose }: StandIns & ForPurpose,
  surroundings: Surroundings,
): Promise<OpenTargets | ExitCode> {
  if (live !== undefined) {
    const given = emulator === undefined ? { live } : { live, emulator };
    const open = await openSnapshots(targets, given, surroundings);
    if (typeof open === 'number') return open;
    const byName = targets.flatMap(({ name }, index) => {
      const one = open[index];
      return one === undefined ? [] : [[name, one] as const];
    });
    return { byName: new Map(byName), close: () => Promise.resolve() };
  }
  if (emulator !== undefined) return await openOnEmulator(targets, emulator, surroundings);
  const opened: (readonly [string, OpenTarget])[] = [];
  const close = async (): Promise<void> => {
    for (const [, open] of opened) await open.close();
  };
  // What holds for all of them, such as another endpoint, is said once.
  const once = { ...surroundings, err: sayOnce(surroundings.err) };
  const lanes: Lanes = new Map();
  for (const target of targets) {
    const open = await openTarget(target, { purpose }, once, lanes);
    if (typeof open !== 'number') {
      opened.push([target.name, open]);
      continue;
    }
    await close();
    return open;
  }
  return { byName: new Map(opened), close };
}

async function openOnEmulator(
  targets: readonly Target[],
  state: string,
  surroundings: Surroundings,
): Promise<OpenTargets | ExitCode> {
  const shared = await openSharedEmulator(targets, state, surroundings);
  if (typeof shared === 'number') return shared;
  const byName = new Map(targets.map((target) => [target.name, shared.open(target)]));
  return { byName, close: shared.close };
}

function sayOnce(say: (text: string) => void): (text: string) => void {
  const said = new Set<string>();
  return (text) => {
    if (said.has(text)) return;
    said.add(text);
    say(text);
  };
}
