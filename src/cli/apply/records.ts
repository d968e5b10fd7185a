// What an apply leaves behind, in a folder beside the workspace: the plan, its way back, and the
// journal. None of it is needed to go on; all of it is there for whoever asks later what happened.
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { Plan, PlanId } from '../../model/plan.ts';

export const recordsFolder = '.sluice';

export interface Records {
  readonly plan: string;
  /** Undefined where nothing comes back. */
  readonly undo: string | undefined;
  readonly journal: string;
}

/** Applying a plan again goes on in its records; the paths are absolute. */
export async function openRecords(plan: Plan, workspaceFolder: string): Promise<Records> {
  const root = path.join(workspaceFolder, recordsFolder);
  const folder = path.join(root, folderName(plan));
  await mkdir(folder, { recursive: true });
  // Nobody commits it by accident.
  await writeFile(path.join(root, '.gitignore'), '*\n');
  const files = {
    plan: path.join(folder, 'plan.json'),
    undo: path.join(folder, 'undo.json'),
    journal: path.join(folder, 'journal.ndjson'),
  };
  await writeFileAtomic(files.plan, jsonText(plan));
  if (plan.undo === undefined) return { ...files, undo: undefined };
  await writeFileAtomic(files.undo, jsonText(plan.undo));
  return files;
}

/** The plan of this target that was applied last; undefined where there is none. */
export async function lastApplied(
  target: string,
  workspaceFolder: string,
): Promise<string | undefined> {
  const root = path.join(workspaceFolder, recordsFolder);
  const names = await readdir(root).catch((): string[] => []);
  const mine = names.filter((name) => targetOf(name) === targetName(target));
  const times = await Promise.all(
    mine.map(async (name) => {
      const file = path.join(root, name, 'journal.ndjson');
      const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: undefined }));
      return { name, mtimeMs };
    }),
  );
  const [last] = times
    .flatMap(({ name, mtimeMs }) => (mtimeMs === undefined ? [] : [{ name, mtimeMs }]))
    .toSorted((a, b) => b.mtimeMs - a.mtimeMs || (a.name < b.name ? 1 : -1));
  return last && path.join(root, last.name, 'plan.json');
}

/** The plan of this id, where an apply left a record of it. */
export async function recordOf(id: PlanId, workspaceFolder: string): Promise<string | undefined> {
  const root = path.join(workspaceFolder, recordsFolder);
  const names = await readdir(root).catch((): string[] => []);
  const name = names.find((one) => one.endsWith(`_${shortId(id)}`));
  return name && path.join(root, name, 'plan.json');
}

/** `20261126T105825Z_prod_6f1f7d6e`, so that they stand in the order in which they were made. */
function folderName({ createdAt, target, id, undoes }: Plan): string {
  const time = createdAt.replace(/[^\dTZ]/g, '');
  const short = shortId(id);
  return [time, targetName(target.name), undoes === undefined ? short : `${short}-undo`].join('_');
}

function shortId(id: PlanId): string {
  return id.replace(/[^\w-]/g, '').slice(0, 8);
}

function targetOf(folder: string): string | undefined {
  return /^[^_]+_(.+)_[^_]+$/.exec(folder)?.[1];
}

function targetName(target: string): string {
  return target.replace(/[^\w.-]/g, '-');
}

export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
