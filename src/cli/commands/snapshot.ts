// sluice snapshot: the live state as JSON, for whoever plans without credentials.
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { Snapshot, SnapshotPlace } from '../../model/snapshot.ts';
import { plural } from '../../report/counts.ts';
import { jsonText } from '../../report/json-text.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { loadWorkspace } from '../load-workspace.ts';
import { checkAccount } from '../check-account.ts';
import { sayUnreadable } from '../say-unreadable.ts';
import { takeSnapshot } from '../snapshot/take-snapshot.ts';
import { processSurroundings, type Surroundings } from '../surroundings.ts';
import { openTargets } from '../targets/open-targets.ts';
import { toolVersion } from '../../api/tool-version.ts';
import type { WorkspaceOptions } from '../workspace-options.ts';

export interface SnapshotCommandOptions extends WorkspaceOptions {
  readonly out?: string;
}

export async function snapshotCommand(options: SnapshotCommandOptions): Promise<ExitCode> {
  const surroundings = processSurroundings({ wantsColour: options.color });
  const loaded = await loadWorkspace({ ...options, alsoFiles: [] }, surroundings);
  if (loaded === undefined) return exitCodes.invalid;
  const takenAt = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  const targets = loaded.states.map(({ target }) => target);
  const open = await openTargets(targets, { ...options, purpose: 'plan' }, surroundings);
  if (typeof open === 'number') return open;
  const places: SnapshotPlace[] = [];
  try {
    for (const desired of loaded.states) {
      const way = open.byName.get(desired.target.name);
      if (way === undefined) continue;
      const wrong = await checkAccount(desired.target, way.send, surroundings);
      if (wrong !== undefined) return wrong;
      const taken = await takeSnapshot(desired, way.send);
      if (!taken.ok) return sayUnreadable(taken, surroundings);
      places.push(taken.value);
    }
  } finally {
    await open.close();
  }
  const snapshot: Snapshot = {
    formatVersion: 1,
    kind: 'snapshot',
    toolVersion: toolVersion(),
    takenAt,
    places,
  };
  return await put(snapshot, options, surroundings);
}

async function put(
  snapshot: Snapshot,
  { out: file }: SnapshotCommandOptions,
  { out, err, folder }: Surroundings,
): Promise<ExitCode> {
  const json = jsonText(snapshot);
  const groups = snapshot.places.flatMap((place) => place.groups);
  const rules = groups.reduce((sum, group) => sum + group.rules.length, 0);
  const read = `${plural(groups.length, 'group')}, ${plural(rules, 'rule')}`;
  if (file === undefined) out(json);
  else {
    const fault = await writeFileAtomic(path.resolve(folder, file), json).catch((error: unknown) =>
      error instanceof Error ? error.message : String(error),
    );
    if (fault !== undefined) {
      err(
        `error: the snapshot could not be saved: ${fault}; expected --out with a file in a folder that is there.\n`,
      );
      return exitCodes.error;
    }
  }
  err(`Snapshot of ${snapshot.takenAt}: ${read}.\n`);
  if (file !== undefined) err(`To plan from it without credentials: sluice plan --live ${file}\n`);
  return exitCodes.success;
}
