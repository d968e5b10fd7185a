// The workspace that a folder belongs to: the nearest `sluice.yaml` upwards.
import path from 'node:path';
import { fileExists } from '../files/read-files.ts';

export const workspaceFileName = 'sluice.yaml';

/** The whole path of the file; undefined where no folder above has one. */
export function findWorkspace(from: string): string | undefined {
  const folder = path.resolve(from);
  const file = path.join(folder, workspaceFileName);
  if (fileExists(file)) return file;
  const above = path.dirname(folder);
  return above === folder ? undefined : findWorkspace(above);
}
